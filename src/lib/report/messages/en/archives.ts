/** Titles, heads and sentences of a report on archives. */
import type { ArchiveRow } from '../../../change/retention/model.js';
import { formatCounted } from '../../../format/number.js';

const STAYS: Readonly<Record<NonNullable<ArchiveRow['stays']>, string>> = {
  young: 'kept',
  newest: 'kept: the newest',
  'cut-off': 'kept: a run was cut off',
  damaged: 'kept: damaged',
  changed: 'kept: changed meanwhile',
};

const archives = (count: number): string => formatCounted(count, 'archive', 'archives');

export const archived = {
  title: 'Archives in',
  keptFor: (time: string): string => `kept for ${time}`,
  table: 'Archives',
  heads: {
    file: 'archive',
    made: 'made',
    by: 'by',
    target: 'Redis',
    records: 'records',
    bytes: 'size',
    state: 'state',
    fate: 'now',
  },
  state: (state: ArchiveRow['state']): string => state,
  fate: ({ stays, removed }: Pick<ArchiveRow, 'stays' | 'removed'>): string =>
    stays === null ? (removed ? 'removed' : 'to be removed') : STAYS[stays],
  problem: (file: string, what: string): string => `${file}: ${what}`,
  none: 'none',
  sum: (count: number, size: string): string => `${archives(count)}, ${size}.`,
  nothingOld: (count: number): string => `${archives(count)}: nothing to remove.`,
  old: (count: number, of: { old: number; removed: boolean; size: string }): string =>
    `${archives(count)}: ${of.removed ? 'removed' : 'to remove'} ${archives(of.old)}, ${of.size}.`,
  question: (old: number, count: number): string => `Remove ${old} of ${archives(count)}?`,
  warning: 'What only they hold can then not be restored.',
};

export type ArchivesMessages = typeof archived;
