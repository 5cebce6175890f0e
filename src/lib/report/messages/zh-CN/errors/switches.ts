import type { switchesErrors, SwitchValues } from '../../../../errors/switches.js';
import type { InLanguage } from '../../../../errors/sayings.js';
import { isItOneOf } from '../figures.js';
import { formatCount } from '../../../../format/number.js';

const UNITS = { count: '', milliseconds: '（毫秒）', minutes: '（分钟）' };

const switchValues = (kind: SwitchValues): string => (kind === 'boolean' ? ' true 或 false' : `大于 0 的整数${UNITS[kind]}`);

export const switches: InLanguage<typeof switchesErrors> = {
  'unknown-preset': ({ word, known }) => [`没有预设「${word}」。`, `已有预设：${known.join('、')}。`],
  'switch-without-value': ({ env, off }) => [`${env} 没有值。`, `写成 ${env}=${off}。`],
  'switch-twice': ({ env }) => [`${env} 给出了两次。`, '去掉其中一个。'],
  'no-switches': ({ profile }) => [`画像 ${profile} 没有开关。`, '有开关的画像：claude-relay-service。'],
  'unknown-switch': ({ profile, name, near }) => [
    `画像 ${profile} 没有开关「${name}」。`,
    near.length > 0 ? isItOneOf(near) : '列出开关：meter flags list',
  ],
  'switch-value': ({ env, off, kind }) => [`${env} 取${switchValues(kind)}。`, `例如 ${env}=${off}。`],
  'env-file-lines': ({ name, lines }) => [`文件中有 ${formatCount(lines)} 行设置 ${name}。`, '只保留最后一行，然后重试。'],
  'env-file-others': () => ['修改后，程序读到的其他变量会改变。', '补全文件中的引号，每个变量单独一行，然后重试。'],
  'env-file-busy': ({ name, lock }) => [`${name} 正在被修改，或上次修改中断。`, `若没有其他修改，删除 ${lock} 后重试。`],
  'env-file-changed': ({ name }) => [`${name} 在此期间被其他人修改。`, '未写入；重新运行，查看现在会做的修改。'],
  'env-file-unwritable': ({ name, why, denied }, say) => [
    `无法替换文件 ${name}：${say(why)[0]}。`,
    denied ? '以文件所有者的身份运行 meter，所有者和权限才能不变。' : '未做任何更改，文件保持原样。',
  ],
};
