/** A key's size from its type and length, for servers that do not tell. Rough: element sizes are unknown, so the report says so. */

/** Bytes of dictionary entry, object header and name header of any key (64-bit Redis 7, jemalloc). */
const KEY_OVERHEAD = 72;

/** Bytes per element of the compact encodings, with values of the length that counters and ids have. */
const PER_ELEMENT: Readonly<Record<string, number>> = { string: 1, hash: 24, list: 64, set: 48, zset: 56, stream: 96 };

export function estimateSize(type: string, length: number, nameLength: number): number {
  return KEY_OVERHEAD + nameLength + length * (PER_ELEMENT[type] ?? 32);
}
