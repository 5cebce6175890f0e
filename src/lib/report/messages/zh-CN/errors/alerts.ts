import type { alertsErrors } from '../../../../errors/alerts.js';
import type { InLanguage } from '../../../../errors/sayings.js';
import { isItOneOf } from '../figures.js';

const SUCH = "如 --budget 'key:NAME=50usd/month' 或 --budget all=5000000tokens/day";

const start = (file: string | null): string => (file === null ? '预算' : `${file}：预算`);

export const alerts: InLanguage<typeof alertsErrors> = {
  'budget-form': ({ text }) => [`--budget 取 WHO=AMOUNT/PERIOD，而不是${text === '' ? '空值' : ` ${text}`}。`, SUCH],
  'budget-zero': ({ file, amount }) => [`${start(file)}须大于 0，而不是 ${amount}。`, SUCH],
  'budget-whole': ({ file, metric, amount }) => [
    `${start(file)}的${metric === 'tokens' ? ' Token 数' : '请求数'}须为整数，而不是 ${amount}。`,
    SUCH,
  ],
  'no-alerts-state': ({ path }) => [
    `${path} 不是 meter alerts 的文件，或已损坏。`,
    '用 --state 指定其他文件，或删除该文件：每个告警会再报告一次。',
  ],
  'state-of-other': ({ path, of, asked }) => [`${path} 记录的是 ${of} 的告警，不是 ${asked} 的。`, '用 --state 指定其他文件。'],
  'state-unwritable': ({ path, why }, say) => [`无法写入状态文件 ${path}：${say(why)[0]}。`, '用 --state 指定其他文件。'],
  'unknown-limit': ({ id, near, known }) => [
    `这里没有限制 ${id}。`,
    near.length > 0 ? isItOneOf(near) : `已有限制：${known.join('、')}。`,
  ],
};
