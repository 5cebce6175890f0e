/** Lengths and strings of a snapshot in every form that a server may choose, and in those that none would. */

type LengthForm = 6 | 14 | 32 | 64;

export const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

/** The shortest form, unless another is asked for. */
export function lengthBytes(value: number | bigint, form: LengthForm = shortest(value)): Buffer {
  switch (form) {
    case 6:
      return Buffer.of(Number(value));
    case 14:
      return Buffer.of(0x40 | (Number(value) >> 8), Number(value) & 0xff);
    case 32: {
      const bytes = Buffer.alloc(5, 0x80);
      bytes.writeUInt32BE(Number(value), 1);
      return bytes;
    }
    case 64: {
      const bytes = Buffer.alloc(9, 0x81);
      bytes.writeBigUInt64BE(BigInt(value), 1);
      return bytes;
    }
  }
}

const shortest = (value: number | bigint): LengthForm => (value < 64 ? 6 : value < 16_384 ? 14 : value < 2 ** 32 ? 32 : 64);

export const rawString = (text: string): Buffer => Buffer.concat([lengthBytes(text.length), bytesOf(text)]);

export const blob = (bytes: Buffer): Buffer => Buffer.concat([lengthBytes(bytes.length), bytes]);

/** A string that is an integer of 1, 2 or 4 bytes. */
export function integerString(value: number, width: 1 | 2 | 4): Buffer {
  const bytes = Buffer.alloc(1 + width, 0xc0 | (width >> 1));
  bytes.writeIntLE(value, 1, width);
  return bytes;
}

/** A compressed string that claims to expand to so many bytes. */
export const lzfString = (compressed: Buffer, length: number): Buffer =>
  Buffer.concat([Buffer.of(0xc3), lengthBytes(compressed.length), lengthBytes(length), compressed]);

export function doubleBytes(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}

export function timeBytes(ms: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(ms));
  return bytes;
}
