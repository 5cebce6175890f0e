/** A change of one key that the server makes only while the key still is what was judged. */
import type { Reply } from '../../redis/resp.js';
import type { ArchiveRecord } from '../archive/record.js';
import type { ScriptCall } from '../engine/script-changer.js';

export interface ComparedChange {
  record: ArchiveRecord;
  /** Answers `ALTERED` or `DONE`. */
  call: ScriptCall;
  /** The same as a transaction: what is read of the watched key, whether the answers are what was judged, and what is sent then. */
  look: readonly (readonly string[])[];
  holds: (replies: readonly Reply[]) => boolean;
  commands: (replies: readonly Reply[]) => readonly (readonly string[])[];
}

/** What the scripts answer. */
export const ALTERED = 0;
export const DONE = 1;

/** `altered`: it was not what it was judged to be. `unsure`: the answer was lost, and the key has changed since, by this change or by others. */
export type ComparedOutcome = 'done' | 'altered' | 'unsure';
