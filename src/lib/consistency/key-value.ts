/** A key as read. */

/** `WRONG_TYPE`: not the family's type. `REFUSED`: the user may not read the key. */
export const WRONG_TYPE = Symbol('wrong type');
export const REFUSED = Symbol('refused');

/**
 * A string; alternating fields and values of a hash, or members and scores of a sorted set; members of a set. `null`: the key
 * does not exist. `undefined`: not asked.
 */
export type KeyValue = string | readonly string[] | typeof WRONG_TYPE | typeof REFUSED | null | undefined;

export interface KeyReading {
  db: number;
  /** Byte string. */
  name: string;
  value: KeyValue;
  /** TTL in ms; -1: no TTL; `null`: not asked, or not reported. */
  ttlMs: number | null;
}

/** Pairs the alternating fields and values of a hash. */
export const fieldsOf = (value: readonly string[]): Map<string, string> => {
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < value.length; i += 2) fields.set(value[i]!, value[i + 1]!);
  return fields;
};
