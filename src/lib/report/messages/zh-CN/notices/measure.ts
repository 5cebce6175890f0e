import type { Sentences } from '../../../../format/message.js';
import { formatCount } from '../../../../format/number.js';
import type { MeasureNotices } from '../../../../measure/notices.js';

const ENDED: Readonly<Record<MeasureNotices['ended-early']['ended'], string>> = {
  interrupted: '实测已中断，数值只覆盖此前的时间。',
  behind: '读取跟不上 Redis，抽样提前结束，数值只覆盖此前的时间。',
  'connection-lost': 'Redis 关闭了连接，抽样提前结束，数值只覆盖此前的时间。',
};

export const measure: Sentences<MeasureNotices> = {
  'ended-early': ({ ended }) => ENDED[ended],
  'lines-unreadable': ({ lines }) => `${formatCount(lines)} 行不是 MONITOR 的输出，已跳过。`,
  'commands-elsewhere': ({ commands }) => `其他数据库的 ${formatCount(commands)} 条命令未计入。`,
  'few-requests': ({ requests }) => `只看到 ${requests} 次请求：首尾未完成的请求影响较大。`,
  'replica-counts': () => '副本统计的是自身收到的命令和主节点发来的命令，不是应用发给主节点的命令。',
};
