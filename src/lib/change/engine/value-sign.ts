import type { ReadKey } from './read-key.js';

/** Bytes of the CRC-64 at the end of a DUMP: any change within 64 bits alters it for certain, any other but for one in 2^64. */
const CHECKSUM = 8;
/** What a server writes there that does not compute it. */
const NO_CHECKSUM = '\0'.repeat(CHECKSUM);

/** By what a value is known again: the end of its DUMP, and its length. */
export function signOf({ value }: Pick<ReadKey, 'value'>): [end: string, length: string] {
  const payload = value.form === 'dump' ? value.payload : '';
  const end = payload.slice(-CHECKSUM);
  return [end === NO_CHECKSUM ? payload : end, String(payload.length)];
}
