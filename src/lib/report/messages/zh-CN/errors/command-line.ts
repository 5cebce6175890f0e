import type { commandLineErrors } from '../../../../errors/command-line.js';
import type { InLanguage } from '../../../../errors/sayings.js';
import { isItOneOf } from '../figures.js';
import { formatCount } from '../../../../format/number.js';
import { shellQuote } from '../../../../format/shell.js';
import { safeText } from '../../../../format/terminal.js';

const help = (command: string): string => `选项和示例：meter ${command} --help`;

const ADDRESS = '地址写入 REDIS_URL，或用 --url 给出：meter audit --url ADDRESS';

const oneOf = (words: readonly string[]): string => words.join('、');

function commandFailed(why: 'late' | 'nothing' | { exitCode: number | null }): string {
  if (why === 'late') return '在 60 s 后被终止';
  return why === 'nothing' ? '没有输出密码' : `以退出码 ${why.exitCode ?? '未知'} 结束`;
}

export const commandLine: InLanguage<typeof commandLineErrors> = {
  'whole-number': ({ flag, bound, command }) => [
    `${flag} 取整数${bound === null ? '' : `，${bound.most ? '至多' : '至少'}为 ${bound.limit}`}。`,
    help(command),
  ],
  'flag-one-of': ({ flag, words, command }) => [`${flag} 取 ${oneOf(words)}。`, help(command)],
  'flag-needs-one-of': ({ flag, words, command }) => [`${flag} 需要一个值：${words}。`, help(command)],
  'flag-once': ({ flag, command }) => [`${flag} 只能给出一次。`, help(command)],
  'flag-needs-value': ({ flag, command }) => [`${flag} 需要一个值。`, help(command)],
  'unknown-flag': ({ command, flag, near }) => [
    `${command} 没有选项 ${flag}。`,
    ...(near.length > 0 ? [isItOneOf(near)] : []),
    help(command),
  ],
  'argument-missing': ({ command, names }) => [`${command} 需要参数：${names.join(' ')}。`, help(command)],
  'argument-one-of': ({ command, words }) => [`${command} 取 ${oneOf(words)}。`, help(command)],
  'not-understood': ({ command }) => ['命令行无法识别。', help(command)],
  'flag-before-command': () => ['先写命令，再写选项。', '命令列表：meter --help'],
  'no-command': ({ name, hasAddress, near }) => [
    `没有命令「${name}」。`,
    ...(hasAddress ? [ADDRESS] : []),
    ...(near.length > 0 ? [`是不是 meter ${near.join(' 或 meter ')}？`] : []),
    '命令列表：meter --help',
  ],
  'too-many-words': ({ command, names, hasAddress, comparesResults }) => [
    names.length === 0 ? `${command} 只有选项，没有参数。` : `${command} 只有参数 ${names.join(' 和 ')} 以及选项。`,
    ...(hasAddress ? [ADDRESS] : []),
    ...(comparesResults ? ['与之前一次运行的结果比较：--compare-to FILE'] : []),
    help(command),
  ],
  'read-by-node': () => [
    '以 `node bin/run.js` 启动时，Node 会自己读取 --env-file 的文件，并执行其中的 NODE_OPTIONS。',
    '用 meter 或 bin/run.js 启动；或让 Node 不读取：node bin/run.js -- audit --env-file FILE',
  ],
  interrupted: () => ['已中断。'],
  internal: ({ message, stack }) => [`意外失败：${message}。`, ...(stack.length > 0 ? stack : ['METER_DEBUG=1 显示出错位置。'])],
  'json-and-format': ({ format }) => [`--json 与 --format ${format} 矛盾。`, '去掉其中一个。'],
  'ending-and-format': ({ ending, format, known }) => [
    `-o 的文件以 ${ending} 结尾，而格式是 ${format}。`,
    `换一个文件名，或去掉格式。格式：${known.join('、')}。`,
  ],
  'no-section': ({ section, known }) => [`没有部分 ${section}。`, `各部分：${known.join('、')}。`],
  'section-no-table': ({ section, known }) => [`部分 ${section} 不是表格。`, `表格：${known.join('、')}。`],
  'no-table': () => ['该结果没有表格。', '用 --format json。'],
  'which-table': ({ known }) => ['该结果没有表格。', `表格：${known.join('、')}。`],
  'section-without-tables': ({ section }) => [`部分 ${section} 不是表格。`, '用 --format json。'],
  'address-as-file': ({ flag }) => [
    `${flag === null ? '参数' : `--${flag} `}应为文件，给出的却是地址。`,
    'Redis 地址用 REDIS_URL 或 --url 给出；别处的文件先复制到本机。',
  ],
  'auto-and-profiles': () => ['--profile auto 不能与其他画像同用。', '去掉 auto。'],
  'no-metrics': ({ command, known }) => [`meter ${command} 没有指标。`, `有指标的命令：${known.join('、')}。`],
  'comparison-no-metrics': () => ['比较没有指标。', '去掉 --compare-to：Prometheus 自己会比较。'],
  'section-and-metrics': () => ['--section 与 --format prometheus 矛盾。', '去掉其中一个。'],
  'metric-owners-alone': () => ['--metric-owners 用于指标。', '加 --format prometheus，或去掉该选项。'],
  'password-no-terminal': () => ['--ask-password 需要终端。', '把密码写入 REDIS_URL，或使用 --env-file。'],
  'output-ending': ({ holds, ending }) => [
    `-o 写入${holds === 'a plan' ? '计划' : '归档'}，而文件以 ${ending} 结尾。`,
    `换一个文件名：${holds === 'a plan' ? 'plan.json' : 'relay.archive'}`,
  ],
  'completion-shell': ({ shell, known }) => [`${shell} 没有补全脚本。`, `可用 ${known.join(' 或 ')}。`],
  'two-targets': ({ other }) => [`--target 和 --${other} 都指定了 Redis。`, '只给出其中一个。'],
  'others-can-write': ({ path }) => [`其他用户可写 ${path}。`, `收回该权限：chmod go-w ${path}`],
  'unknown-target': ({ name, path, near, known }) => [
    `${path} 中没有目标「${name}」。`,
    near.length > 0 ? isItOneOf(near) : `已有目标：${known.join('、')}。`,
  ],
  'password-env': ({ name }) => [`目标的 passwordEnv 指定了 ${name}，但该变量未设置。`, `设置该变量：export ${name}=…`],
  'password-command': ({ why }) => [`目标的 passwordCommand ${commandFailed(why)}。`, '手动运行该命令；输出的第一行应为密码。'],
  'answer-needed': () => ['没有交互式终端，无法确认计划。', '直接执行：--yes；只看计划：--dry-run'],
  'nothing-changed': () => ['未做任何更改。'],
  'other-answer': ({ answer, name }) => [
    `${answer === '' ? '没有输入' : `「${answer}」不是 ${name}`}：未做任何更改。`,
    `要继续，输入该 Redis 的名字：${name}`,
  ],
  'name-needed': ({ name, keys, yes }) => [
    yes
      ? `${safeText(name)} ${keys === null ? '可能是生产环境' : `的键超过 ${formatCount(keys)} 个`}，只加 --yes 不算确认：未做任何更改。`
      : '没有交互式终端，无法确认计划。',
    `直接执行：--confirm ${shellQuote(name)}；只看计划：--dry-run`,
  ],
  'monitor-answer-needed': () => ['没有交互式终端，无法确认 MONITOR。', '直接执行：--yes；不给 Redis 增加负载：去掉 --monitor'],
  'monitor-not-sent': () => ['未发送 MONITOR。'],
  'archives-answer-needed': () => ['没有交互式终端，无法确认删除。', '加 --yes，或用 --dry-run 查看计划。'],
  'archives-kept': () => ['未删除任何归档。'],
  'file-answer-needed': () => ['没有交互式终端，无法确认。', '直接执行：--yes；只看结果：--dry-run'],
};
