/**
 * Batch notes on the server. A run writes the outcome of each batch there in the same step: into a hash for each connection that
 * changes keys, with one field for each batch. In a cluster there is one hash in every slot concerned. If a reply is lost, the
 * note has the outcome. A batch without an outcome becomes void.
 */
import { randomBytes } from 'node:crypto';
import { NOTES_TTL, runNotes } from '../../profile/builtin/meter/index.js';
import { fillPattern } from '../../profile/pattern.js';
import { slotOfKey } from '../../redis/cluster.js';
import { laneOf } from '../archive/batch-number.js';
import { slotTags } from './slot-tags.js';

export const NOTES_TTL_MS = NOTES_TTL * 1000;

/** Sixteen digits: longer ones look like secrets, and would be masked in a receipt. */
export const newRunId = (): string => randomBytes(8).toString('hex');

/** The note of a batch, in the slot of one of its keys. */
export type NoteOf = (batch: number, key: string) => string;

export function notesOf(run: string, clustered: boolean): NoteOf {
  const prefix = fillPattern(runNotes.pattern, { run, part: '' });
  if (!clustered) return (batch) => `${prefix}${laneOf(batch)}`;
  const tags = slotTags();
  return (batch, key) => `${prefix}${laneOf(batch)}{${tags[slotOfKey(key)]}}`;
}
