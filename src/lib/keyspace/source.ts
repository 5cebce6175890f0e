/** Where keys come from: a live SCAN, or any other reader that can hand out names in batches and metadata on request. */

export interface KeyMeta {
  /** `null`: it could not be read. `none` never appears: a key that is gone has no metadata at all. */
  type: string | null;
  /** Remaining life in ms; -1 without a TTL; `null` when it could not be read. */
  ttlMs: number | null;
  bytes: number | null;
  /** Elements, or bytes of a string; `null` when it was not asked for or could not be read. */
  length: number | null;
}

/** `undefined`: the key is gone. `refused`: the user may not read it. */
export type KeyAnswer = KeyMeta | 'refused' | undefined;

export interface KeyBatch {
  db: number;
  /** Byte strings. */
  names: readonly string[];
  /** Metadata of the names at these positions, in their order. */
  read(positions: readonly number[]): Promise<KeyAnswer[]>;
}

/** Keys that can be read one batch after the other; several partitions may be read at once. */
export interface Partition {
  /** `settle` resolves when no read is under way; a source that times itself waits for it. */
  batches(settle: () => Promise<void>): AsyncIterable<KeyBatch>;
}
