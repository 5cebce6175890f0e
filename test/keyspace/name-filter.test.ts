import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { segmentsOf } from '../../src/lib/keyspace/key-segment.js';
import { NameFilter } from '../../src/lib/keyspace/name-filter.js';
import { anyText } from '../support/any-text.js';

const reference = fc.tuple(fc.nat(15), anyText({ maxLength: 40 }));

test('knows every name that it was given, whatever came before and after', () => {
  const filter = new NameFilter();
  const given: [number, string][] = [];
  const unknown = ([db, name]: [number, string]): boolean => !filter.has(db, segmentsOf(name));
  fc.assert(
    fc.property(fc.array(reference), (names) => {
      for (const [db, name] of names) filter.add(db, segmentsOf(name));
      given.push(...names);
      expect(given.slice(-500).filter(unknown)).toEqual([]);
    }),
  );
  expect(given.filter(unknown)).toEqual([]);
});

test('knows no other of a few, nor the same name in another database', () => {
  fc.assert(
    fc.property(fc.uniqueArray(reference, { selector: String, minLength: 2, maxLength: 50 }), ([asked, ...names]) => {
      const filter = new NameFilter();
      for (const [db, name] of names) filter.add(db, segmentsOf(name));
      expect(filter.has(asked![0], segmentsOf(asked![1]))).toBe(false);
    }),
    { numRuns: 20 },
  );
});

test('an empty one knows nothing, and makes no mistakes', () => {
  const filter = new NameFilter();
  expect(filter.has(0, segmentsOf(''))).toBe(false);
  expect(filter.errorRate).toBe(0);
});

describe('mistakes names as often as it says', () => {
  const forms: [string, (index: number) => string][] = [
    ['dated', (index) => `usage:${index % 997}:model:hourly:claude:2026-11-${10 + (index % 19)}:${Math.floor(index / 997)}`],
    ['hashed', (index) => `session:${Math.imul(index, 0x9e3779b1).toString(16)}${index}`],
  ];
  test.each(forms)('%s', (_, form) => {
    const filter = new NameFilter(2 ** 20);
    const names = 93_750;
    for (let index = 0; index < names; index++) filter.add(0, segmentsOf(form(index)));
    const asked = 200_000;
    let mistakes = 0;
    for (let index = names; index < names + asked; index++) if (filter.has(0, segmentsOf(form(index)))) mistakes++;
    const expected = asked * filter.errorRate;
    expect(expected).toBeGreaterThan(1000);
    // Six standard deviations of a count of independent events, and a twentieth for what hashes are not.
    expect(Math.abs(mistakes - expected)).toBeLessThan(6 * Math.sqrt(expected) + expected * 0.05);
  });
});
