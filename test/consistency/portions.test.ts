import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HashSet } from '../../src/lib/consistency/hash-set.js';
import { KeyPlaces } from '../../src/lib/snapshot/key-places.js';
import { PortionLog } from '../../src/lib/consistency/portion-log.js';
import { anyText } from '../support/any-text.js';
import { hourAgo } from '../support/clock.js';
import { checkHeld } from '../support/held-keys.js';

const hashes = fc.array(fc.oneof(fc.nat(40), fc.nat({ max: Number.MAX_SAFE_INTEGER })), { maxLength: 300 });

test('a set of hashes holds what a set holds', () => {
  fc.assert(
    fc.property(hashes, hashes, (added, asked) => {
      const [set, reference] = [new HashSet(), new Set<number>()];
      for (const hash of added) {
        expect(set.add(hash)).toBe(!reference.has(hash));
        reference.add(hash);
      }
      expect(set.size).toBe(reference.size);
      expect(asked.map((hash) => set.has(hash))).toEqual(asked.map((hash) => reference.has(hash)));
    }),
  );
});

test('texts of a portion come back in order, from memory and from the file', () => {
  const texts = fc.array(
    fc.tuple(
      fc.nat(5),
      anyText().map((text) => JSON.stringify(text)),
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(texts, fc.nat(200), (added, most) => {
      const log = new PortionLog(most);
      try {
        for (const [portion, text] of added) log.add(portion, text);
        for (let portion = 0; portion < 6; portion++) {
          const own = added.filter(([each]) => each === portion).map(([, text]) => text);
          expect([...log.texts(portion)]).toEqual(own);
          expect(log.count(portion)).toBe(own.length);
          // Once more: they are still there.
          expect([...log.texts(portion)]).toEqual(own);
        }
      } finally {
        log.close();
      }
    }),
    { numRuns: 25 },
  );
});

test('of each portion a few kilobytes stay in memory, however many texts there are', () => {
  const [log, portions, texts] = [new PortionLog(), 16, 20_000];
  try {
    for (let at = 0; at < texts; at++) log.add(at % portions, JSON.stringify(['a text', at, 'é'.repeat(20)]));
    expect(log.held).toBeLessThanOrEqual(portions * 4096);
    expect([...log.texts(3)]).toHaveLength(texts / portions);
    expect([...log.texts(3)].at(-1)).toBe(JSON.stringify(['a text', texts - portions + 3, 'é'.repeat(20)]));
  } finally {
    log.close();
  }
});

test('however many keys differ, some thousand are read again at a time', async () => {
  for (const count of [2_500, 5_000]) {
    const hours = Array.from(
      { length: count },
      (_, at) => [`usage:hourly:key-${at}:${hourAgo(30)}`, { inputTokens: '3', allTokens: '1' }] as const,
    );
    const { counts, mostRead } = await checkHeld(new Map(hours), ['P2']);
    expect(counts[0]).toMatchObject({ checked: count, violations: count });
    expect(counts[0]!.findings).toHaveLength(count);
    expect(mostRead).toBeLessThanOrEqual(2_000);
  }
});

test('keys are found where they lie, in whichever file and database', () => {
  const key = fc.record({ file: fc.nat(3), db: fc.nat(2), name: fc.string({ maxLength: 3 }), offset: fc.nat(2 ** 40) });
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 200, selector: ({ db, name }) => `${db} ${name}` }), (keys) => {
      const places = new KeyPlaces();
      for (const { file, offset, db, name } of keys) places.add(file, offset, db, name);
      for (const { file, offset, db, name } of keys) expect([...places.find(db, name)]).toContainEqual({ file, offset });
      expect([...places.find(9, 'none')]).toEqual([]);
    }),
  );
});

test('beyond their number, places of keys are not known', () => {
  const places = new KeyPlaces(2);
  for (const name of ['a', 'b', 'c']) places.add(0, 10, 0, name);
  expect(places.isFull).toBe(true);
});
