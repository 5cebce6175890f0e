import { describe, expect, it } from 'vitest';
import { detached, DimensionTable } from '../../src/lib/keyspace/dimension-table.js';
import { KeySegment } from '../../src/lib/keyspace/key-segment.js';
import { LargestKeys, type LargeKey } from '../../src/lib/keyspace/largest.js';
import { OwnerRegistry } from '../../src/lib/keyspace/owners.js';
import { seededRandom } from '../support/random.js';

const count = (table: DimensionTable, value: string): void => {
  table.entry(value).keys++;
};

describe('DimensionTable', () => {
  it('is exact while there is room', () => {
    const table = new DimensionTable(100);
    for (let index = 0; index < 2_000; index++) count(table, `v${index % 200}`);
    expect([table.distinct, table.approximate]).toEqual([200, false]);
    expect([...table.entries()].every(([, { keys }]) => keys === 10)).toBe(true);
  });

  it('keeps the heavy values, with every key of theirs, when the rare ones must go', () => {
    const table = new DimensionTable(100);
    for (let index = 0; index < 20_000; index++) {
      count(table, `rare${index}`);
      if (index % 4 === 0) count(table, `heavy${(index / 4) % 10}`);
    }
    expect(table.approximate).toBe(true);
    expect(table.distinct).toBeLessThanOrEqual(200);
    expect(table.top(10).map(([value, { keys }]) => [value, keys])).toEqual(
      Array.from({ length: 10 }, (_, index) => [`heavy${index}`, 500]),
    );
  });

  it('counts what a segment stands for where it counts the text', () => {
    const [table, other] = [new DimensionTable(100), new DimensionTable(100)];
    const segments = Array.from({ length: 300 }, (_, index) => new KeySegment(`v${index}`));
    for (let round = 0; round < 4; round++) {
      for (const [index, segment] of segments.entries()) {
        for (let times = index < 10 ? 5 : 1; times > 0; times--) table.entryOf(segment).keys++;
        other.entryOf(segment);
      }
    }
    // Rare values went in between; what came after them is counted anew, where the table has it.
    expect(table.approximate).toBe(true);
    for (const segment of segments) expect(table.entryOf(segment)).toBe(table.known(segment.text));
    expect(table.top(10).every(([, { keys }]) => keys === 20)).toBe(true);
  });

  it('ranks by bytes, or by keys where no bytes are known', () => {
    const table = new DimensionTable();
    const origin = table.newOrigin(true, () => 0);
    Object.assign(table.entry('many'), { keys: 9 });
    Object.assign(table.entry('few'), { keys: 2 });
    Object.assign(table.entry('big'), { keys: 1, holdings: [{ origin, keys: 1, gone: 0, read: 1, bytes: 500 }] });
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
