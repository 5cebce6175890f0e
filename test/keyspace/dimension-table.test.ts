import { describe, expect, it } from 'vitest';
import { detached, DimensionTable } from '../../src/lib/keyspace/dimension-table.js';
import { KeySegment } from '../../src/lib/keyspace/key-segment.js';
import { LargestKeys, type LargeKey } from '../../src/lib/keyspace/largest.js';
import { OwnerRegistry } from '../../src/lib/keyspace/owners.js';
import { seededRandom } from '../support/random.js';

/** A table, and what counts a key of a value in it. */
function counted(capacity?: number): { table: DimensionTable; count: (value: string) => void } {
  const table = new DimensionTable(capacity);
  const origin = table.newOrigin(true, () => 0);
  return { table, count: (value) => origin.count(table.place(value)) };
}

describe('DimensionTable', () => {
  it('is exact while there is room', () => {
    const { table, count } = counted(100);
    for (let index = 0; index < 2_000; index++) count(`v${index % 200}`);
    expect([table.distinct, table.approximate]).toEqual([200, false]);
    expect([...table.entries()].every(([, { keys }]) => keys === 10)).toBe(true);
  });

  it('keeps the heavy values, with every key of theirs, when the rare ones must go', () => {
    const { table, count } = counted(100);
    for (let index = 0; index < 20_000; index++) {
      count(`rare${index}`);
      if (index % 4 === 0) count(`heavy${(index / 4) % 10}`);
    }
    expect(table.approximate).toBe(true);
    expect(table.distinct).toBeLessThanOrEqual(200);
    expect(table.top(10).map(([value, { keys }]) => [value, keys])).toEqual(
      Array.from({ length: 10 }, (_, index) => [`heavy${index}`, 500]),
    );
  });

  it('counts what a segment stands for where it counts the text', () => {
    const [table, other] = [new DimensionTable(100), new DimensionTable(100)];
    const origin = table.newOrigin(true, () => 0);
    const segments = Array.from({ length: 300 }, (_, index) => new KeySegment(`v${index}`));
    for (let round = 0; round < 4; round++) {
      for (const [index, segment] of segments.entries()) {
        for (let times = index < 10 ? 5 : 1; times > 0; times--) origin.count(table.placeOf(segment));
        other.placeOf(segment);
      }
    }
    // Rare values went in between; what came after them is counted anew, where the table has it.
    expect(table.approximate).toBe(true);
    for (const segment of segments) expect(table.placeOf(segment)).toBe(table.known(segment.text));
    expect(table.top(10).every(([, { keys }]) => keys === 20)).toBe(true);
  });

  it('keeps every figure of the values that stay, at their new places', () => {
    const table = new DimensionTable(300);
    const origins = [table.newOrigin(true, () => 0), table.newOrigin(false, () => 0)];
    const truth = new Map<string, [keys: number, gone: number, read: number, bytes: number][]>();
    const random = seededRandom(1);
    for (let at = 0; at < 30_000; at++) {
      const value = at % 2 === 0 ? `stays${Math.floor(random() * 50)}` : `goes${at}`;
      const place = table.place(value);
      const of = Math.floor(random() * 2);
      const figures = truth.get(value) ?? [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ];
      truth.set(value, figures);
      figures[of]![0]++;
      origins[of]!.count(place);
      if (at % 5 === 0) {
        figures[of]![1]++;
        origins[of]!.addGone(place);
      } else if (at % 3 === 0) {
        figures[of]![2]++;
        figures[of]![3] += at;
        origins[of]!.addSize(place, at);
      }
    }
    expect(table.approximate).toBe(true);
    const stays = [...table.entries()].filter(([value]) => value.startsWith('stays'));
    expect(stays).toHaveLength(50);
    for (const [value, { holdings }] of stays)
      expect(holdings.map((each) => [each!.keys, each!.gone, each!.read, each!.bytes])).toEqual(truth.get(value));
  });

  it('ranks by bytes, or by keys where no bytes are known', () => {
    const table = new DimensionTable();
    const origin = table.newOrigin(true, () => 0);
    for (const [value, keys] of Object.entries({ few: 2, many: 9, big: 1 }))
      for (let at = 0; at < keys; at++) origin.count(table.place(value));
    origin.addSize(table.known('big'), 500);
    // The size of a value that was dropped is no other's.
    origin.addSize(undefined, 9_000);
    expect(table.top(2).map(([value]) => value)).toEqual(['big', 'many']);
  });
});

it('detached text is the same text', () => {
  const text = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));
  expect(detached(text)).toBe(text);
});

describe('OwnerRegistry', () => {
  it('knows ids by dimension', () => {
    const owners = new OwnerRegistry();
    owners.note('account', 'a1');
    owners.note('account', 'a1');
    expect([owners.has('account', 'a1'), owners.has('api-key', 'a1'), owners.has('account', 'a2')]).toEqual([true, false, false]);
  });

  it('stops remembering, rather than grow without end', () => {
    const owners = new OwnerRegistry();
    for (let index = 0; index < 100_001; index++) owners.note('account', String(index));
    expect([owners.has('account', '99999'), owners.has('account', '100000')]).toEqual([true, false]);
  });
});

describe('LargestKeys', () => {
  const keyOf = (bytes: number): LargeKey => ({
    key: { db: 0, name: `k${bytes}` },
    bytes,
    type: 'string',
    length: null,
    counted: {},
  });

  it('keeps the largest, the largest first', () => {
    const random = seededRandom(1);
    const sizes = Array.from({ length: 500 }, () => Math.floor(random() * 1_000));
    const largest = new LargestKeys(20);
    for (const bytes of sizes) largest.offer(keyOf(bytes));
    expect(largest.list.map(({ bytes }) => bytes)).toEqual(sizes.sort((a, b) => b - a).slice(0, 20));
  });
});
