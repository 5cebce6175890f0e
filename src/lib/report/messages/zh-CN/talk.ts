import { formatCount } from '../../../format/number.js';
import type { Doing, TalkMessages } from '../en/talk.js';

const DOING: Readonly<Record<Doing, string>> = {
  scanning: '扫描',
  changing: '变更',
  restoring: '恢复',
  exporting: '导出',
  checking: '检查',
};

export const talk: TalkMessages = {
  questions: { change: '执行以上计划？', repair: '修复以上内容？', restore: '恢复以上内容？' },
  typeName: (question, name) => `${question}输入 ${name} 继续：`,
  yesNo: { yes: ['y', 'yes', '是'], hint: '(y/N)' },
  interrupted: {
    reading: '已中断，正在停止：随后给出已读取部分的报告。再按 Ctrl-C 立即结束。',
    changing: '已中断：完成当前批次后停止。再按 Ctrl-C 立即结束；两种方式都不丢失数据。',
  },
  written: (file) => `已写入 ${file}。`,
  planWritten: (file, apply) => `计划已写入 ${file}；执行：${apply}`,
  progress: {
    left: (time) => `剩余 ${time}`,
    bar: (doing, hasTotal) => `${DOING[doing]} ${hasTotal ? '{bar} {percentage}%  ' : ''}{seen} 个键  {rate}/s  {left}`,
    line: (doing, keys, total, rate, left) =>
      [
        `已${DOING[doing]} ${formatCount(keys)}${total === null ? '' : ` / ${formatCount(total)}`} 个键`,
        `${formatCount(rate)}/s`,
        left,
      ]
        .filter((part) => part !== '')
        .join('，'),
  },
};
