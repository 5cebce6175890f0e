/** A key as it was read. */

/** Its value has another type than its family's; or the user may not read it. */
export const WRONG_TYPE = Symbol('wrong type');
export const REFUSED = Symbol('refused');

/**
 * A string; fields and values of a hash, members and scores of a sorted set by turns; members of a set. `null`: there is no such key;
 * `undefined`: nobody asked.
 */
export type KeyValue = string | readonly string[] | typeof WRONG_TYPE | typeof REFUSED | null | undefined;

export interface KeyReading {
  db: number;
  /** Byte string. */
  name: string;
  value: KeyValue;
  /** Remaining life in ms, -1 without a TTL; `null`: not asked, or not told. */
  ttlMs: number | null;
}
