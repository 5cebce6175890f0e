/** Sources of keys: a live SCAN, or any other reader that returns names in batches and metadata on request. */

import type { Names } from '../redis/names.js';

export interface KeyMeta {
  /** `null`: could not be read. Never `none`: a key that no longer exists has no metadata. */
  type: string | null;
  /** TTL in ms; -1: no TTL; `null`: could not be read. */
  ttlMs: number | null;
  bytes: number | null;
  /** Elements, or bytes of a string; `null`: not asked, or could not be read. */
  length: number | null;
}

/** `undefined`: the key no longer exists. `refused`: the user may not read it. */
export type KeyAnswer = KeyMeta | 'refused' | undefined;

/** Answers about some keys, in the order of the question. */
export interface KeyAnswers {
  /** Valid until the next call. */
  at(place: number): KeyAnswer;
}

export interface KeyBatch {
  db: number;
  names: Names;
  /** Metadata of some of the names. */
  read(names: readonly string[]): Promise<KeyAnswers>;
}

/** Keys that are read batch after batch. Several partitions may be read at once. */
export interface Partition {
  /** `settle` resolves when no read is pending; a source that measures its own speed waits for it. */
  batches(settle: () => Promise<void>): AsyncIterable<KeyBatch>;
}
