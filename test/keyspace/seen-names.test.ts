import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Names } from '../../src/lib/redis/names.js';
import { SeenNames } from '../../src/lib/keyspace/seen-names.js';

test('names come out once each, in the order of their first appearance', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.constantFrom('a', 'b', 'c', '', 'a:b', '\u00ff'))), (batches) => {
      const seen = new SeenNames();
      const out = batches.flatMap((batch) => [...seen.fresh(Names.of(batch))]);
      expect(out).toEqual([...new Set(batches.flat())]);
    }),
  );
});

test('beyond its capacity it lets everything pass, and holds nothing any more', () => {
  const seen = new SeenNames();
  for (let from = 0; from <= 50_000; from += 1_000)
    seen.fresh(Names.of(Array.from({ length: 1_000 }, (_, index) => `k${from + index}`)));
  expect([...seen.fresh(Names.of(['k1', 'k1']))]).toEqual(['k1', 'k1']);
});
