/**
 * Estimates a key's size from its type and length, for servers that do not report it. Rough, because element sizes are unknown;
 * the report says so.
 */

/** Bytes of dictionary entry, object header and name header of any key (64-bit Redis 7, jemalloc). */
const KEY_OVERHEAD = 72;

/**
 * Bytes per element for texts as long as typical counters and ids, measured on Redis 7.0: up to `COMPACT_UNTIL` elements, and
 * beyond.
 */
const COMPACT_UNTIL = 128;
const PER_ELEMENT: Readonly<Record<string, readonly [compact: number, beyond: number]>> = {
  string: [1, 1],
  hash: [22, 96],
  list: [64, 64],
  set: [96, 92],
  zset: [56, 145],
  stream: [96, 96],
};
const OTHER = [32, 32] as const;

/** Bytes per element of a list and a stream in addition to its text, measured on Redis 7.0. */
const AROUND_ELEMENT: Readonly<Record<string, number>> = { list: 4, stream: 20 };

export interface KnownOfKey {
  type: string;
  length: number;
  /** Bytes of one element of a list or stream, used for all elements; `null`: unknown. */
  elementBytes: number | null;
}

export function estimateSize({ type, length, elementBytes }: KnownOfKey, nameLength: number): number {
  const around = AROUND_ELEMENT[type];
  const [compact, beyond] = PER_ELEMENT[type] ?? OTHER;
  const usual = length > COMPACT_UNTIL ? beyond : compact;
  const perElement = around === undefined || elementBytes === null ? usual : elementBytes + around;
  return KEY_OVERHEAD + nameLength + length * perElement;
}
