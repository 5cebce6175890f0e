import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expandLzf, expandLzfHead, lzfLength } from '../../src/lib/snapshot/lzf.js';
import { compressLzf, encodeSteps, type LzfStep } from './support/lzf-compress.js';

/** Steps that each point to what is there, and what they expand to. */
const steps = fc
  .array(
    fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 32 }).map((literal) => ({ literal })),
      fc.record({ back: fc.nat(8191), length: fc.oneof(fc.integer({ min: 3, max: 10 }), fc.integer({ min: 3, max: 264 })) }),
    ),
    { maxLength: 60 },
  )
  .map((choices) => {
    const output: number[] = [];
    const made: LzfStep[] = [];
    for (const choice of choices) {
      if ('literal' in choice) {
        made.push(choice);
        output.push(...choice.literal);
      } else if (output.length > 0) {
        const distance = 1 + (choice.back % Math.min(output.length, 8192));
        made.push({ distance, length: choice.length });
        for (let left = choice.length; left > 0; left--) output.push(output[output.length - distance]!);
      }
    }
    return { input: encodeSteps(made), output: Buffer.from(output) };
  });

/** Text that repeats itself. */
const compressible = fc
  .tuple(fc.array(fc.uint8Array({ maxLength: 12 }), { minLength: 1, maxLength: 5 }), fc.array(fc.nat(), { maxLength: 120 }))
  .map(([words, choices]) => Buffer.concat(choices.map((choice) => words[choice % words.length]!)));

describe('LZF', () => {
  test('every sequence of literals and copies expands as the steps say', () => {
    fc.assert(
      fc.property(steps, ({ input, output }) => {
        expect(lzfLength(input)).toBe(output.length);
        expect(expandLzf(input, output.length)).toEqual(output);
      }),
      { numRuns: 500 },
    );
  });

  test('what was compressed comes back', () => {
    fc.assert(
      fc.property(compressible, (bytes) => {
        expect(expandLzf(compressLzf(bytes), bytes.length)).toEqual(bytes);
      }),
    );
  });

  test('the head of an expansion is its beginning, at any length', () => {
    fc.assert(
      fc.property(steps, fc.nat(600), ({ input, output }, wanted) => {
        const head = Buffer.alloc(wanted, 0xee);
        const found = expandLzfHead(input, head);
        expect(found).toBe(Math.min(wanted, output.length));
        expect(head.subarray(0, found!)).toEqual(output.subarray(0, found!));
        expect(head.subarray(found!).every((byte) => byte === 0xee)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('another length than promised is damage', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: -300, max: 300 }), ({ input, output }, off) => {
        const claimed = Math.max(0, output.length + off);
        fc.pre(claimed !== output.length);
        expect(expandLzf(input, claimed)).toBeNull();
      }),
    );
  });

  test('any bytes expand to what their length says, or are damaged for both', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(400), (input, wanted) => {
        const length = lzfLength(input);
        if (length !== null) expect(expandLzf(input, length)?.length).toBe(length);
        if (length !== wanted) expect(expandLzf(input, wanted)).toBeNull();
        const found = expandLzfHead(input, Buffer.alloc(wanted));
        if (length !== null) expect(found).toBe(Math.min(wanted, length));
        else expect(found === null || found === wanted).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('a copy from before the beginning, and an end in the middle of a step, are damage', () => {
    for (const input of [
      [0x20, 0x00],
      [0x00, 0x61, 0x20, 0x01],
      [0x01, 0x61],
      [0x00, 0x61, 0xe0],
      [0x00, 0x61, 0xe0, 0x05],
      [0x00, 0x61, 0x20],
    ]) {
      expect(lzfLength(Buffer.from(input))).toBeNull();
      for (let length = 0; length < 20; length++) expect(expandLzf(Buffer.from(input), length)).toBeNull();
    }
  });

  test('a copy may overlap what it makes', () => {
    expect(expandLzf(Buffer.of(0x00, 0x61, 0xe0, 0x00, 0x00), 10)?.toString()).toBe('a'.repeat(10));
    expect(lzfLength(Buffer.of(0x00, 0x61, 0xe0, 0xff, 0x00))).toBe(265);
  });
});
