import type { profilesErrors } from '../../../../errors/profiles.js';
import type { InLanguage } from '../../../../errors/sayings.js';
import { isItOneOf } from '../figures.js';
import { formatCount } from '../../../../format/number.js';

export const profiles: InLanguage<typeof profilesErrors> = {
  'unknown-family': ({ word, near, profile }) => [
    `这里没有键族「${word}」。`,
    near.length > 0 ? isItOneOf(near) : `列出键族：meter profile show ${profile ?? 'PROFILE'}`,
  ],
  'invalid-profile': ({ spec, family, problem, more }) => [
    `${spec} 不是有效的应用画像：${family === null ? '' : `键族 ${family}：`}（${problem}）${more > 0 ? `，另有 ${formatCount(more)} 项问题` : ''}。`,
    `列出问题：meter profile check ${spec}`,
  ],
  'unknown-profile': ({ name, near, known }) => [
    `没有名为「${name}」的应用画像。`,
    near.length > 0 ? isItOneOf(near) : `已有画像：${known.join('、')}。`,
    '自己的画像给出 YAML 文件的路径：./my.yaml',
  ],
  'profile-without-versions': ({ name, version }) => [`画像 ${name} 不分版本。`, `去掉「@${version}」。`],
  'profile-version': ({ name, oldest, newest, version }) => [
    `画像 ${name} 支持版本 ${oldest} 到 ${newest}，不支持「${version}」。`,
    `例如 ${name}@${newest}。`,
  ],
  'source-too-many': ({ folder, most }) => [
    `${folder} 的源文件超过 ${formatCount(most)} 个。`,
    '--app-dir 只给出应用源码所在的目录。',
  ],
  'source-none': ({ folder }) => [`${folder} 中没有源码。`, '--app-dir 给出应用源码所在的目录。'],
  'source-folder': ({ folder, why }, say) => [`无法读取目录 ${folder}：${say(why)[0]}。`, '检查 --app-dir 给出的路径。'],
  'recognition-budget': () => ['--max-commands 过小，读到的键不足以识别应用。', '调大 --max-commands，或去掉该选项。'],
};
