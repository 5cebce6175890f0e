import type { ArchiveRow } from '../../../change/retention/model.js';
import { formatCount } from '../../../format/number.js';
import type { ArchivesMessages } from '../en/archives.js';

const STAYS: Readonly<Record<NonNullable<ArchiveRow['stays']>, string>> = {
  young: '保留',
  newest: '保留：最新的一份',
  'cut-off': '保留：运行曾中断',
  damaged: '保留：已损坏',
  changed: '保留：期间有改动',
};

const STATES: Readonly<Record<ArchiveRow['state'], string>> = { complete: '完整', 'cut-off': '截断', damaged: '损坏' };

const archives = (count: number): string => `${formatCount(count)} 份归档`;

export const archived: ArchivesMessages = {
  title: '归档',
  keptFor: (time) => `保留 ${time}`,
  table: '归档',
  heads: {
    file: '归档文件',
    made: '生成时间',
    by: '命令',
    target: 'Redis',
    records: '记录数',
    bytes: '大小',
    state: '状态',
    fate: '处理',
  },
  state: (state) => STATES[state],
  fate: ({ stays, removed }) => (stays === null ? (removed ? '已删除' : '将删除') : STAYS[stays]),
  problem: (file) => `${file}：无法读到末尾`,
  none: '没有',
  sum: (count, size) => `${archives(count)}，${size}。`,
  nothingOld: (count) => `${archives(count)}，没有要删除的。`,
  old: (count, { old, removed, size }) =>
    `${archives(count)}，${removed ? '已删除' : '将删除'} ${formatCount(old)} 份，${size}。`,
  question: (old, count) => `删除 ${formatCount(count)} 份归档中的 ${formatCount(old)} 份？`,
  warning: '只存在于这些归档中的数据将无法恢复。',
};
