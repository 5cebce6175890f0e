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

/** Of a hash that was read as fields and values in turn. */
export const fieldsOf = (value: readonly string[]): Map<string, string> => {
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < value.length; i += 2) fields.set(value[i]!, value[i + 1]!);
  return fields;
};
