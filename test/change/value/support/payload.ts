import { Crc64 } from '../../../../src/lib/snapshot/crc64.js';

/** A type byte and a value as DUMP answers it, with the format's version and the right checksum. */
export function payloadOf(value: Buffer, format = 10): string {
  const body = Buffer.concat([value, Buffer.of(format & 0xff, format >> 8)]);
  const crc = new Crc64();
  crc.update(body);
  const checksum = Buffer.alloc(8);
  checksum.writeBigUInt64LE(crc.digest());
  return Buffer.concat([body, checksum]).toString('latin1');
}
