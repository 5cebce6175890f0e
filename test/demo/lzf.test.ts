import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LzfCompressor } from '../../src/lib/demo/rdb/lzf.js';
import { expandLzf } from '../../src/lib/snapshot/lzf.js';

const lzf = new LzfCompressor();
const expands = (input: Uint8Array): Buffer | null => expandLzf(lzf.compress(input), input.length);

describe('LzfCompressor', () => {
  test('gives back any bytes, also those that repeat themselves', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(Buffer.from('usage:daily:'), Buffer.from('{"model":')),
    );
    const repeating = fc
      .array(fc.tuple(piece, fc.integer({ min: 1, max: 60 })), { maxLength: 60 })
      .map((parts) => Buffer.concat(parts.flatMap(([bytes, times]) => Array.from({ length: times }, () => bytes))));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 3000 }), repeating), (input) => {
        expect(expands(input)?.equals(input)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test.each([1, 2, 3, 31, 32, 33, 262, 263, 264, 265, 266, 8191, 8192, 8193])(
    '%i bytes of one kind, and as many before a copy',
    (length) => {
      const same = Buffer.alloc(length, 'x');
      const apart = Buffer.concat([
        Buffer.from('abcdef'),
        Buffer.from(Array.from({ length }, (_, n) => (n * 7 + (n >> 8)) & 0xff)),
        Buffer.from('abcdef'),
      ]);
      for (const input of [same, apart]) expect(expands(input)?.equals(input)).toBe(true);
    },
  );

  test('makes what repeats itself shorter, and nothing longer than one byte in 32', () => {
    expect(lzf.compress(Buffer.from('usage:daily:'.repeat(100))).length).toBeLessThan(40);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 2000 }), (input) => {
        expect(lzf.compress(input).length).toBeLessThanOrEqual(input.length + Math.ceil(input.length / 32));
      }),
    );
  });
});
