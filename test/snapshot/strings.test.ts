import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteCursor } from '../../src/lib/snapshot/byte-cursor.js';
import { SnapshotProblem } from '../../src/lib/snapshot/problem.js';
import { decimalDigits, StringHead } from '../../src/lib/snapshot/string-head.js';
import { isInteger64 } from '../../src/lib/snapshot/values/elements.js';
import { moduleName } from '../../src/lib/snapshot/values/module.js';
import { integerString, lengthBytes } from './support/strings.js';

function headOf(bytes: Buffer, fileBytes: number | null = null): { head: StringHead; cursor: ByteCursor } {
  const cursor = new ByteCursor();
  cursor.push(bytes);
  return { head: new StringHead(cursor, fileBytes), cursor };
}

function problemOf(read: () => unknown): SnapshotProblem {
  try {
    read();
  } catch (error) {
    if (error instanceof SnapshotProblem) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

const FORMS = [
  { form: 6, bits: 6 },
  { form: 14, bits: 14 },
  { form: 32, bits: 32 },
  { form: 64, bits: 40 },
] as const;

const formed = fc
  .constantFrom(...FORMS)
  .chain(({ form, bits }) =>
    fc
      .oneof(fc.constantFrom(0, 2 ** bits - 1, 2 ** bits / 2), fc.integer({ min: 0, max: 2 ** bits - 1 }))
      .map((value) => ({ form, value })),
  );

describe('numbers', () => {
  test('are read in every form, also in longer ones than they need', () => {
    fc.assert(
      fc.property(formed, ({ form, value }) => {
        const bytes = lengthBytes(value, form);
        const { head, cursor } = headOf(bytes);
        expect(head.number()).toBe(value);
        expect(cursor.left).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [63, 1],
    [64, 2],
    [16_383, 2],
    [16_384, 5],
    [2 ** 32 - 1, 5],
    [2 ** 32, 9],
  ])('%i takes %i bytes in its shortest form', (value, size) => {
    const bytes = lengthBytes(value);
    expect(bytes).toHaveLength(size);
    expect(headOf(bytes).head.number()).toBe(value);
  });

  test('beyond 2^53 are rounded, never negative', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }), (value) => {
        expect(headOf(lengthBytes(value, 64)).head.number()).toBe(Number(value));
      }),
    );
  });

  test('are not strings, and have no other form', () => {
    for (let first = 0x82; first <= 0xff; first++) {
      const bytes = Buffer.alloc(12);
      bytes[0] = first;
      expect(problemOf(() => headOf(bytes).head.number())).toMatchObject({ code: 'corrupt-string', offset: 0 });
    }
  });

  test('end with the file', () => {
    for (const form of [14, 32, 64] as const) {
      const bytes = lengthBytes(1, form);
      for (let cut = 0; cut < bytes.length; cut++) {
        expect(problemOf(() => headOf(bytes.subarray(0, cut)).head.number())).toMatchObject({ code: 'truncated', offset: cut });
      }
    }
  });

  test('of things are refused where the file cannot hold so many', () => {
    expect(headOf(lengthBytes(100), 100).head.count()).toBe(100);
    expect(problemOf(() => headOf(lengthBytes(101), 100).head.count())).toMatchObject({ code: 'absurd-length', offset: 0 });
    expect(headOf(lengthBytes(2 ** 40, 64)).head.count()).toBe(2 ** 40);
    expect(problemOf(() => headOf(lengthBytes(2 ** 40 + 1, 64)).head.count())).toMatchObject({ code: 'absurd-length' });
  });
});

describe('heads of strings', () => {
  test('integers of each width are as long as their digits', () => {
    const widths = fc.constantFrom(1 as const, 2 as const, 4 as const).chain((width) => {
      const [min, max] = [-(2 ** (8 * width - 1)), 2 ** (8 * width - 1) - 1];
      return fc.tuple(fc.constant(width), fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max })));
    });
    fc.assert(
      fc.property(widths, ([width, value]) => {
        const { head, cursor } = headOf(integerString(value, width));
        head.read();
        expect(head).toMatchObject({ kind: 'integer', value, stored: 0, length: String(value).length });
        expect(cursor.left).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  test('as many digits as the decimal form has, at every power of ten', () => {
    for (let power = 0; power <= 10; power++) {
      for (const off of [-1, 0, 1]) {
        const value = 10 ** power + off;
        expect(decimalDigits(value)).toBe(String(value).length);
        expect(decimalDigits(-value)).toBe(String(value === 0 ? 0 : -value).length);
      }
    }
  });

  test('compressed ones tell both lengths, within what LZF can do', () => {
    const { head } = headOf(Buffer.concat([Buffer.of(0xc3), lengthBytes(300), lengthBytes(300 * 88)]));
    head.read();
    expect(head).toMatchObject({ kind: 'lzf', stored: 300, length: 26_400 });
    const beyond = headOf(Buffer.concat([Buffer.of(0xc3), lengthBytes(300), lengthBytes(300 * 88 + 1)]));
    expect(problemOf(() => beyond.head.read())).toMatchObject({ code: 'corrupt-string', offset: 0 });
  });

  test('have no other form', () => {
    for (const first of [...Array(62).keys()].map((low) => 0x82 + low).concat([...Array(60).keys()].map((low) => 0xc4 + low))) {
      const bytes = Buffer.alloc(20);
      bytes[0] = first;
      expect(problemOf(() => headOf(bytes).head.read())).toMatchObject({ code: 'corrupt-string', offset: 0 });
    }
  });
});

describe('isInteger64', () => {
  test('is true for what the integer spells, and for no other spelling', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const text = value.toString();
        expect(isInteger64(text)).toBe(true);
        for (const other of [`+${text}`, ` ${text}`, `${text} `, `0${text}`, `${text}.0`, `${text}e0`, `-0`])
          expect(isInteger64(other)).toBe(false);
      }),
    );
  });

  test('knows both ends of 64 bits', () => {
    expect(['9223372036854775807', '-9223372036854775808'].map(isInteger64)).toEqual([true, true]);
    expect(['9223372036854775808', '-9223372036854775809', '', '-', '00'].map(isInteger64)).toEqual(Array(5).fill(false));
  });

  test('agrees with what BigInt makes of any short text', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'-+ 0123456789.ex'.split('')), maxLength: 21 });
    fc.assert(
      fc.property(texts, (text) => {
        let value: bigint | null = null;
        try {
          value = BigInt(text);
        } catch {
          value = null;
        }
        expect(isInteger64(text)).toBe(value !== null && value.toString() === text && BigInt.asIntN(64, value) === value);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('moduleName', () => {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

  test('gives back the nine characters of an id, whatever the version', () => {
    const names = fc.string({ unit: fc.constantFrom(...ALPHABET.split('')), minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(names, fc.nat(1023), (name, version) => {
        const id = name.split('').reduce((sum, letter) => (sum << 6n) | BigInt(ALPHABET.indexOf(letter)), 0n);
        expect(moduleName((id << 10n) | BigInt(version))).toBe(name);
      }),
    );
  });
});
