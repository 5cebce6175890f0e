import type { resultsErrors } from '../../../../errors/results.js';
import type { InLanguage } from '../../../../errors/sayings.js';
import { formatDuration } from '../../../../format/duration.js';
import { formatCount } from '../../../../format/number.js';
import { shellQuote } from '../../../../format/shell.js';

function shape(why: 'here' | 'row-twice' | 'number' | { rows: number }): string {
  if (typeof why === 'object') return ` 超过 ${formatCount(why.rows)} 行`;
  return { here: '', 'row-twice': ' 有重复的行', number: ' 的数值过大' }[why];
}

export const results: InLanguage<typeof resultsErrors> = {
  'result-of-other-verb': ({ name, command }) => [
    `${name} 是 ${command} 的结果，不是审计结果。`,
    '生成审计结果：meter audit --json -o audit.json',
  ],
  'no-audit-shape': ({ name }) => [`${name} 的结构不是审计结果。`, '重新生成：meter audit --json -o FILE'],
  'audit-of-part': ({ name }) => [`${name} 只审计了部分键，看不出增长。`, '审计全部键，不加 --limit、--pattern 和 --type。'],
  'too-short': ({ audits, seconds, file }) => [
    `趋势至少需要一天内的三次审计，历史中只有 ${formatDuration(seconds)} 内的 ${formatCount(audits)} 次。`,
    `在此之前，只用最近一次审计预测：meter growth --newest ${shellQuote(file ?? 'FILE')}`,
  ],
  'no-history-yet': ({ path }) => [`${path} 不是审计历史。`, '开始记录历史：meter audit --history FILE'],
  'history-unreadable': ({ path, why }, say) => [
    `无法读取 ${path}：${say(why)[0]}。`,
    '开始记录历史：meter audit --history FILE',
  ],
  'history-of-other': ({ path, of, asked }) => [`${path} 是 ${of} 的历史，不是 ${asked} 的。`, '用 --history 指定其他文件。'],
  'no-history': ({ path }) => [`${path} 不是审计历史。`, '用 --history 指定其他文件。'],
  'history-unwritable': ({ path, why }, say) => [`无法写入历史 ${path}：${say(why)[0]}。`, '用 --history 指定其他文件。'],
  locked: ({ path, lock }) => [`${path} 正被其他进程占用：${lock} 已存在。`, '重试；若没有 meter 在运行，删除该文件。'],
  'other-filter': () => ['两次审计的键不同：--pattern 或 --type 不一样。', '用相同的选项审计。'],
  'other-databases': ({ databases }) => [`两次审计的数据库不同：${databases.join(' 和 ')}。`, '用 --db 指定同一个。'],
  'no-result': ({ name }) => [`${name} 不是 meter 的结果。`, '生成结果：meter audit --json -o audit.json'],
  'result-no-json': ({ name, beyond }) => [
    `${name} 不是 meter 的结果：${beyond === null ? '不是 JSON' : '嵌套过深或成员过多'}。`,
    '生成结果：meter audit --json -o audit.json',
  ],
  'other-schema': ({ name, version }) => [`${name} 的结构版本是 ${version}，应为 1。`, '比较同一版本 meter 的结果。'],
  'result-of-failure': ({ name }) => [`${name} 来自失败的命令。`, '比较成功运行的结果。'],
  'result-not-compared': ({ name, command, known }) => [
    `${name} 是 ${command} 的结果，不能比较。`,
    `可比较的结果：${known.join('、')}。`,
  ],
  'results-of-two-verbs': ({ before, after }) => [
    `${before.name} 是 ${before.command} 的结果，${after.name} 是 ${after.command} 的结果。`,
    '比较同一命令的两份结果。',
  ],
  'other-shape': ({ name, command, place, why }) => [
    `${name} 的结构不是 ${command} 的结果：${place}${shape(why)}。`,
    `重新生成：meter ${command} --json -o FILE`,
  ],
  'partial-result': ({ name, partial }) => [`${name} 只含部分数据（${partial}），差异没有意义。`, '比较完整运行的结果。'],
  'other-applications': ({ before, after }) => [`一份结果属于 ${before}，另一份属于 ${after}。`, '比较同一应用的两份结果。'],
  'other-owners': () => ['两份结果的归属不同。', '用 --owner 指定相同的归属。'],
  'no-table-in-common': () => ['两份结果没有相同的表：行的内容不同。', '两份都用相同的 --by。'],
};
