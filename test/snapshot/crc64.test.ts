import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Crc64 } from '../../src/lib/snapshot/crc64.js';

function checksum(...parts: readonly Uint8Array[]): bigint {
  const crc = new Crc64();
  for (const part of parts) crc.update(part);
  return crc.digest();
}

/** The polynomial, reflected; one bit after the other. */
const POLYNOMIAL = 0x95ac9329ac4bc9b5n;

function bitByBit(bytes: Uint8Array): bigint {
  let crc = 0n;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ POLYNOMIAL : crc >> 1n;
  }
  return crc;
}

test('has the value that crc64.c of Redis checks itself by', () => {
  expect(checksum(Buffer.from('123456789'))).toBe(0xe9c6d914c4b8d9can);
  expect(checksum()).toBe(0n);
});

test('is what the polynomial gives bit by bit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(checksum(bytes)).toBe(bitByBit(bytes));
    }),
  );
});

test('does not depend on the chunks, nor on where they lie in memory', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(300), { maxLength: 6 }), fc.nat(9), (bytes, cuts, shift) => {
      const memory = new Uint8Array(bytes.length + shift);
      memory.set(bytes, shift);
      const moved = memory.subarray(shift);
      const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
      const parts = ends.map((end, index) => moved.subarray(ends[index - 1] ?? 0, end));
      expect(checksum(...parts)).toBe(checksum(bytes));
    }),
    { numRuns: 500 },
  );
});

test('a flipped bit changes it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(), fc.nat(7), (bytes, at, bit) => {
      const flipped = Uint8Array.from(bytes);
      flipped[at % bytes.length]! ^= 1 << bit;
      expect(checksum(flipped)).not.toBe(checksum(bytes));
    }),
  );
});
