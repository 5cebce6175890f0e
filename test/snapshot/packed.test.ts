import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intsetCount, walkIntset } from '../../src/lib/snapshot/packed/intset.js';
import {
  LISTPACK_FRAME,
  listpackHeadCount,
  listpackIntegerSize,
  listpackTextSize,
  walkListpack,
} from '../../src/lib/snapshot/packed/listpack.js';
import type { PackedVisitor } from '../../src/lib/snapshot/packed/packed.js';
import { walkZiplist, ziplistHeadCount } from '../../src/lib/snapshot/packed/ziplist.js';
import { walkZipmap } from '../../src/lib/snapshot/packed/zipmap.js';
import {
  intsetOf,
  LISTPACK_BITS,
  listpackOf,
  spelled,
  ZIPLIST_BITS,
  ziplistOf,
  zipmapOf,
  type PackedElement,
} from './support/packed.js';

/** Where the forms of lengths, and of the lengths behind entries, change. */
const LENGTHS = [
  0, 1, 62, 63, 64, 125, 126, 127, 128, 252, 253, 254, 255, 4093, 4095, 4096, 16_377, 16_378, 16_379, 16_383, 16_384,
];

const text = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 70 }) },
  { weight: 1, arbitrary: fc.constantFrom(...LENGTHS).map((length) => 'x'.repeat(length)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1')) },
);

function integerRange(bits: number): [bigint, bigint] {
  if (bits === 4) return [0n, 12n];
  if (bits === 7) return [0n, 127n];
  return [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n];
}

const integer = (forms: readonly number[]): fc.Arbitrary<PackedElement> =>
  fc.constantFrom(...forms).chain((bits) => {
    const [min, max] = integerRange(bits);
    return fc.oneof(fc.constantFrom(min, max), fc.bigInt({ min, max })).map((value) => ({ integer: value, bits }));
  });

const elements = (forms: readonly number[]): fc.Arbitrary<PackedElement[]> =>
  fc.array(
    fc.oneof(
      text.map((value) => ({ text: value })),
      integer(forms),
    ),
    { maxLength: 40 },
  );

function walked(walk: (visit: PackedVisitor) => number | null): { texts: string[]; integers: boolean[]; count: number | null } {
  const texts: string[] = [];
  const integers: boolean[] = [];
  const count = walk((value, isInteger) => {
    texts.push(value);
    integers.push(isInteger);
  });
  return { texts, integers, count };
}

const told = (given: readonly PackedElement[]) => ({
  texts: given.map(spelled),
  integers: given.map((element) => 'integer' in element),
  count: given.length,
});

/** One change of some bytes. */
const damage = fc.record({ at: fc.nat(), flip: fc.integer({ min: 1, max: 255 }) });

describe('listpack', () => {
  test('gives back what was packed, in every form of integer and length', () => {
    fc.assert(
      fc.property(elements(LISTPACK_BITS), (given) => {
        const bytes = listpackOf(given);
        expect(walked((visit) => walkListpack(bytes, visit))).toEqual(told(given));
        expect(listpackHeadCount(bytes, 0)).toBe(given.length);
      }),
      { numRuns: 400 },
    );
  });

  test.each(LENGTHS)('gives back a text of %i bytes between others', (length) => {
    const given = [{ text: 'before' }, { text: 'y'.repeat(length) }, { text: 'after' }];
    const bytes = listpackOf(given);
    expect(walked((visit) => walkListpack(bytes, visit))).toEqual(told(given));
    expect(LISTPACK_FRAME + given.reduce((sum, element) => sum + listpackTextSize(element.text.length), 0)).toBe(bytes.length);
  });

  test('knows the size of each integer in its smallest form', () => {
    fc.assert(
      fc.property(integer([7, 13, 16, 24, 32]), (given) => {
        const value = (given as { integer: bigint }).integer;
        const bits = LISTPACK_BITS.find((form) => value >= integerRange(form)[0] && value <= integerRange(form)[1])!;
        expect(LISTPACK_FRAME + listpackIntegerSize(Number(value))).toBe(listpackOf([{ integer: value, bits }]).length);
      }),
      { numRuns: 500 },
    );
  });

  test('counts where the header cannot', () => {
    const given = Array.from({ length: 70_000 }, (_, index) => ({ integer: BigInt(index % 100), bits: 7 }));
    const bytes = listpackOf(given);
    expect(listpackHeadCount(bytes, 0)).toBeNull();
    expect(walkListpack(bytes, null)).toBe(70_000);
  });

  test('a changed byte never makes it throw, nor count more than there are bytes', () => {
    fc.assert(
      fc.property(elements(LISTPACK_BITS), fc.array(damage, { minLength: 1, maxLength: 4 }), (given, changes) => {
        const bytes = listpackOf(given);
        for (const { at, flip } of changes) bytes[6 + (at % (bytes.length - 6))]! ^= flip;
        const { count, texts } = walked((visit) => walkListpack(bytes, visit));
        expect(count === null || count === texts.length).toBe(true);
        expect(texts.length).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 1500 },
    );
  });

  test('a total that does not fit, no end and too few bytes are damage', () => {
    const bytes = listpackOf([{ text: 'a' }]);
    expect(walkListpack(bytes.subarray(0, -1), null)).toBeNull();
    expect(walkListpack(Buffer.concat([bytes, Buffer.of(0xff)]), null)).toBeNull();
    expect(walkListpack(Buffer.concat([bytes.subarray(0, -1), Buffer.of(0)]), null)).toBeNull();
    expect(walkListpack(Buffer.alloc(0), null)).toBeNull();
  });
});

describe('ziplist', () => {
  test('gives back what was packed, in every form of integer and length', () => {
    fc.assert(
      fc.property(elements(ZIPLIST_BITS), (given) => {
        const bytes = ziplistOf(given);
        expect(walked((visit) => walkZiplist(bytes, visit))).toEqual(told(given));
        expect(ziplistHeadCount(bytes, 0)).toBe(given.length);
      }),
      { numRuns: 400 },
    );
  });

  test('counts where the header cannot', () => {
    const bytes = ziplistOf(Array.from({ length: 66_000 }, () => ({ integer: 5n, bits: 4 })));
    expect(ziplistHeadCount(bytes, 0)).toBeNull();
    expect(walkZiplist(bytes, null)).toBe(66_000);
  });

  test('a changed byte never makes it throw, nor count more than there are bytes', () => {
    fc.assert(
      fc.property(elements(ZIPLIST_BITS), fc.array(damage, { minLength: 1, maxLength: 4 }), (given, changes) => {
        const bytes = ziplistOf(given);
        for (const { at, flip } of changes) bytes[10 + (at % (bytes.length - 10))]! ^= flip;
        const { count, texts } = walked((visit) => walkZiplist(bytes, visit));
        expect(count === null || count === texts.length).toBe(true);
        expect(texts.length).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 1500 },
    );
  });

  test('an entry behind the end, an unknown form and too few bytes are damage', () => {
    const bytes = ziplistOf([{ text: 'abc' }]);
    for (const form of [0xc1, 0xff, 0x3f, 0x7f, 0x80]) {
      const changed = Buffer.from(bytes);
      changed[11] = form;
      expect(walkZiplist(changed, null)).toBeNull();
    }
    expect(walkZiplist(bytes.subarray(0, -1), null)).toBeNull();
    expect(walkZiplist(Buffer.alloc(10), null)).toBeNull();
  });
});

describe('zipmap', () => {
  test('gives back fields and values, whatever is left unused behind these', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 20 }), fc.nat(4), (given, unused) => {
        const { texts, count } = walked((visit) => walkZipmap(zipmapOf(given, unused), visit));
        expect(texts).toEqual(given.flat());
        expect(count).toBe(given.length * 2);
      }),
    );
  });

  test('counts more pairs than its first byte can', () => {
    const given = Array.from({ length: 300 }, (_, index) => [`f${index}`, 'v'] as const);
    expect(walkZipmap(zipmapOf(given), null)).toBe(600);
  });

  test('a field without a value, a length behind the end and no end are damage', () => {
    const bytes = zipmapOf([['a', 'b']]);
    expect(walkZipmap(Buffer.of(1, 1, 0x61, 0xff), null)).toBeNull();
    expect(walkZipmap(Buffer.of(1, 9, 0x61, 0xff), null)).toBeNull();
    expect(walkZipmap(Buffer.of(1, 0xfe, 1, 0, 0xff), null)).toBeNull();
    expect(walkZipmap(bytes.subarray(0, -1), null)).toBeNull();
    expect(walkZipmap(Buffer.alloc(0), null)).toBeNull();
  });

  test('any bytes are walked or damaged, never more', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (given) => {
        const bytes = Buffer.from([...given, 0xff]);
        const { count, texts } = walked((visit) => walkZipmap(bytes, visit));
        expect(count === null || count === texts.length).toBe(true);
        expect(texts.length).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('intset', () => {
  test('gives back its integers in each of the three widths', () => {
    const sets = fc.constantFrom(2 as const, 4 as const, 8 as const).chain((width) => {
      const [min, max] = integerRange(width * 8);
      return fc.tuple(
        fc.constant(width),
        fc.array(fc.oneof(fc.constantFrom(min, max), fc.bigInt({ min, max })), { maxLength: 30 }),
      );
    });
    fc.assert(
      fc.property(sets, ([width, given]) => {
        const bytes = intsetOf(given, width);
        expect(intsetCount(bytes, 0, bytes.length)).toBe(given.length);
        const texts: string[] = [];
        walkIntset(bytes, (value) => texts.push(value));
        expect(texts).toEqual(given.map(String));
      }),
    );
  });

  test('a number or width that does not fit its bytes is damage', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.nat(2 ** 32 - 1), fc.nat(400), (width, count, bytes) => {
        const head = Buffer.alloc(8);
        head.writeUInt32LE(width, 0);
        head.writeUInt32LE(count, 4);
        const fits = [2, 4, 8].includes(width) && bytes === 8 + width * count;
        expect(intsetCount(head, 0, bytes)).toBe(fits ? count : null);
      }),
    );
    const head = intsetOf([1n, 2n], 2);
    expect(intsetCount(head, 0, 12)).toBe(2);
    for (const bytes of [8, 11, 13]) expect(intsetCount(head, 0, bytes)).toBeNull();
  });
});
