import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GroupTable, LARGE, NO_PERIOD } from '../../src/lib/consistency/group-table.js';
import { SpilledGroups } from '../../src/lib/consistency/spilled-groups.js';
import { hashText, joinHashes } from '../../src/lib/format/text-hash.js';

const additions = fc.array(
  fc.record({ text: fc.string({ maxLength: 3 }), column: fc.nat(2), amount: fc.integer({ min: -1e9, max: 1e9 }) }),
  { maxLength: 300 },
);

type Addition = { text: string; column: number; amount: number };

function sumsOf(all: readonly Addition[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { text, column, amount } of all) {
    const id = `${hashText(text)}/${column}`;
    sums.set(id, (sums.get(id) ?? 0) + amount);
  }
  return sums;
}

const add = (table: GroupTable, { text, column, amount }: Addition): void =>
  table.add(table.group(hashText(text), text.length), column, amount);

function* read(tables: readonly GroupTable[]): Generator<[string, number]> {
  for (const table of tables) {
    for (let group = 0; group < table.size; group++) {
      for (let column = 0; column < table.width; column++) yield [`${table.hash(group)}/${column}`, table.sum(group, column)];
    }
  }
}

const withoutZeros = (sums: Iterable<[string, number]>): [string, number][] =>
  [...sums].filter(([, sum]) => sum !== 0).sort(([a], [b]) => a.localeCompare(b));

describe('GroupTable', () => {
  test('adds up like a map, however large it grows', () => {
    fc.assert(
      fc.property(additions, (all) => {
        const table = new GroupTable(3, 2);
        for (const each of all) add(table, each);
        expect(withoutZeros(read([table]))).toEqual(withoutZeros(sumsOf(all)));
      }),
    );
  });

  test('marks what doubles cannot add exactly', () => {
    const table = new GroupTable(1);
    const group = table.group(1, NO_PERIOD);
    table.add(group, 0, 2 ** 51);
    expect(table.flags(group)).toBe(0);
    table.add(group, 0, 2 ** 52);
    expect(table.flags(group) & LARGE).toBe(LARGE);
  });
});

describe('SpilledGroups', () => {
  test('gives the same sums, each group once, however often tables were written', () => {
    fc.assert(
      fc.property(fc.array(additions, { minLength: 1, maxLength: 4 }), (rounds) => {
        const tables = [new GroupTable(3), new GroupTable(1)];
        const spilled = new SpilledGroups(tables.map(({ width }) => width));
        try {
          for (const round of rounds) {
            for (const each of round) add(tables[0]!, each);
            spilled.write(tables);
            expect(tables[0]!.size).toBe(0);
          }
          const found = [...spilled.tables()].flatMap(([first]) => [...read([first!])]);
          expect(new Set(found.map(([id]) => id)).size).toBe(found.length);
          expect(withoutZeros(found)).toEqual(withoutZeros(sumsOf(rounds.flat())));
        } finally {
          spilled.remove();
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('text hashes', () => {
  test('of 200,000 texts no two are equal, nor are those of pairs in either order', () => {
    const hashes = new Set<number>();
    for (let i = 0; i < 100_000; i++) {
      hashes.add(hashText(`usage:${i}`));
      hashes.add(joinHashes(hashText(String(i)), hashText(String(i + 1))));
    }
    expect(hashes.size).toBe(200_000);
    expect(joinHashes(1, 2)).not.toBe(joinHashes(2, 1));
  });

  test('of a part is that of the part alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
        expect(hashText(a + b + c, a.length, a.length + b.length)).toBe(hashText(b));
      }),
    );
  });
});
