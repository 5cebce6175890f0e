import type { ReadKey } from './read-key.js';

/** Bytes of the CRC-64 at the end of a DUMP. It detects any change within 64 bits, and others except one in 2^64. */
const CHECKSUM = 8;
/** Written there by a server that does not compute the checksum. */
const NO_CHECKSUM = '\0'.repeat(CHECKSUM);

/** Identifies a value by the end of its DUMP and its length. */
export function signOf({ value }: Pick<ReadKey, 'value'>): [end: string, length: string] {
  const payload = value.form === 'dump' ? value.payload : '';
  const end = payload.slice(-CHECKSUM);
  return [end === NO_CHECKSUM ? payload : end, String(payload.length)];
}
