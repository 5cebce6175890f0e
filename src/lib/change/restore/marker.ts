/**
 * Notes on the server which records of an archive were restored, in the same step that restores them. So a lost reply, a second
 * run or two runs at once never add twice. The sets of numbers stay small, because the server then stores a number in 4 bytes.
 */
import { createHash } from 'node:crypto';
import { RESTORED_TTL, restoredArchive, restoreNotes } from '../../profile/builtin/meter/index.js';
import { fillPattern } from '../../profile/pattern.js';
import type { ArchiveHead } from '../archive/record.js';
import { slotTags } from '../engine/slot-tags.js';
import { slotOfKey } from '../../redis/cluster.js';

export const RESTORED_TTL_MS = RESTORED_TTL * 1000;

/** Numbers in one set outside of clusters. Up to 512 the server stores them as integers. */
const NUMBERS = 512;

/** The key of the set that notes the record, in the slot of the record's key. */
export type MarkerOf = (name: string, number: number) => string;

export function markersFor(head: ArchiveHead, clustered: boolean): MarkerOf {
  const prefix = fillPattern(restoreNotes.pattern, { archive: archiveId(head), part: '' });
  if (!clustered) return (_, number) => `${prefix}${Math.floor(number / NUMBERS)}`;
  const tags = slotTags();
  return (name) => `${prefix}{${tags[slotOfKey(name)]}}`;
}

/** The key that says that the whole archive was restored. */
export const restoredMarker = (head: ArchiveHead): string => fillPattern(restoredArchive.pattern, { archive: archiveId(head) });

/** The set of the runs that are restoring the archive into a cluster. */
export const runsAtWork = (head: ArchiveHead): string =>
  fillPattern(restoreNotes.pattern, { archive: archiveId(head), part: 'runs' });

/** The same for every copy of the file. Archives of format 1 have no id, so two of the same millisecond have the same result. */
const archiveId = (head: ArchiveHead): string =>
  head.run ?? createHash('sha256').update(JSON.stringify(head)).digest('hex').slice(0, 16);
