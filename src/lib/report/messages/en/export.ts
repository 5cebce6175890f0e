/** Titles, heads, labels and sentences of a report on an export. */
import { formatCount, formatCounted } from '../../../format/number.js';

export const exported = {
  titles: { done: 'Exported from', unfinished: 'Not finished: export of' },
  labels: { keys: 'Keys', unknown: 'Unknown', archive: 'Archive', restore: 'Restore', move: 'Move' },
  heads: { families: 'Families', pattern: 'family', keys: 'keys' },
  keys: (keys: number, seen: number, time: string): string => `${formatCount(keys)} of ${formatCount(seen)}, in ${time}`,
  unknown: (keys: number): string => formatCounted(keys, 'key that no profile knows', 'keys that no profile knows'),
  archive: (path: string, size: string): string => `${path}, ${size}`,
  move: 'the same command on another Redis: its --url, --env-file or --target instead of these',
  rest: (families: number): string => formatCounted(families, 'more family', 'more families'),
  summary: (of: { complete: boolean; keys: number; seen: number; size: string; archive: string }): string =>
    `${of.complete ? 'Copied' : 'Not finished: copied'} ${formatCount(of.keys)} of ${formatCounted(of.seen, 'key', 'keys')}, ${of.size}. Archive: ${of.archive}`,
  interrupted: 'Interrupted: what was copied until now is kept. Ctrl-C again ends at once.',
};

export type ExportMessages = typeof exported;
