import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TypeCounts } from '../../src/lib/keyspace/type-counts.js';

const types = fc.array(fc.constantFrom('string', 'hash', 'zset', 'list'), { maxLength: 60 });

test('counts each type, most keys first, however the keys were shared out', () => {
  fc.assert(
    fc.property(types, types, (here, there) => {
      const [counts, others] = [new TypeCounts(), new TypeCounts()];
      for (const type of here) counts.add(type);
      for (const type of there) others.add(type);
      counts.merge(others);
      const all = [...here, ...there];
      const truth = new Map(all.map((type) => [type, all.filter((other) => other === type).length]));
      expect(new Map(counts.sorted.map(({ type, keys }) => [type, keys]))).toEqual(truth);
      expect(counts.sorted.map(({ keys }) => keys)).toEqual([...truth.values()].sort((a, b) => b - a));
    }),
  );
});
