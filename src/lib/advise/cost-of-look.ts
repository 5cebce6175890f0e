/**
 * Maximum commands of a look. In a small keyspace nearly every key is read, with up to four commands; in a larger one an ever
 * smaller part. Measured: 40,970 for 19,468 keys, 67,604 for 300,000; lost TTLs add a PTTL for many keys.
 */
export const commandsOfLook = (keys: number): number =>
  Math.round(500 + 4 * Math.min(keys, FEW) + 2 * Math.min(Math.max(keys - FEW, 0), SOME) + 0.4 * keys);
const FEW = 8_000;
const SOME = 12_000;
