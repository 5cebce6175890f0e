import { formatCount } from '../../../format/number.js';
import type { ExportMessages } from '../en/export.js';

export const exported: ExportMessages = {
  titles: { done: '已导出', unfinished: '导出未完成' },
  labels: { keys: '键', unknown: '未识别', archive: '归档', restore: '恢复', move: '迁移' },
  heads: { families: '键族', pattern: '键族', keys: '键数' },
  keys: (keys, seen, time) => `${formatCount(keys)} / ${formatCount(seen)}，${time}`,
  unknown: (keys) => `${formatCount(keys)} 个键不属于任何应用画像`,
  archive: (path, size) => `${path}，${size}`,
  move: '对另一个 Redis 执行同一命令，换成其 --url、--env-file 或 --target',
  rest: (families) => `其余 ${formatCount(families)} 个键族`,
  summary: ({ complete, keys, seen, size, archive }) =>
    `${complete ? '已复制' : '未完成：已复制'} ${formatCount(keys)} / ${formatCount(seen)} 个键，${size}。归档：${archive}`,
  interrupted: '已中断：保留已复制的部分。再按 Ctrl-C 立即结束。',
};
