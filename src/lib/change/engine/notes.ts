/**
 * Where a run writes on the server what became of its batches, in the same step: a hash for each connection that changes keys, field by field.
 * In a cluster there is one in every slot that is concerned. Whoever loses an answer asks there; a batch that has left nothing becomes void.
 */
import { randomBytes } from 'node:crypto';
import { NOTES_LIFE, runNotes } from '../../profile/builtin/meter/index.js';
import { fillPattern } from '../../profile/pattern.js';
import { slotOfKey } from '../../redis/cluster.js';
import { laneOf } from '../archive/batch-number.js';
import { slotTags } from './slot-tags.js';

export const NOTES_LIFE_MS = NOTES_LIFE * 1000;

/** Sixteen digits: longer ones look like secrets, and would be masked where a receipt names the note. */
export const newRunId = (): string => randomBytes(8).toString('hex');

/** The note of a batch, in the slot of a key of it. */
export type NoteOf = (batch: number, key: string) => string;

export function notesOf(run: string, clustered: boolean): NoteOf {
  const prefix = fillPattern(runNotes.pattern, { run, part: '' });
  if (!clustered) return (batch) => `${prefix}${laneOf(batch)}`;
  const tags = slotTags();
  return (batch, key) => `${prefix}${laneOf(batch)}{${tags[slotOfKey(key)]}}`;
}
