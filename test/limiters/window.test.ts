/** What is used of a list is what a reference sliding log of the same requests says, at any moment and in any zone. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readyLimiters, Rules } from '../../src/lib/audit/limiters/ready.js';
import { numberOf } from '../../src/lib/limits/amount.js';
import { questionsFor, readKey } from '../../src/lib/limiters/read-key.js';
import { newApi } from '../../src/lib/profile/builtin/new-api/index.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { BASE, HOUR_MS } from '../support/clock.js';

const ready = readyLimiters({ compiled: compileProfile(newApi), releases: { from: 'G1', to: 'G1' } });
const key = (id: string, capacity: number, window: number) => {
  const found = ready.find(({ limiter }) => limiter.id === id)!;
  const rules = new Rules({ stated: [{ name: found.limiter.rules[0]!.name, capacity, window }], env: null });
  return { name: 'k', id: '7', rule: rules.of(found, '') };
};

test('entries within the window count, whatever the list still holds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 120 }),
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: -12, max: 14 }),
      (ages, capacity, window, zone) => {
        const now = BASE.getTime();
        const sorted = ages.toSorted((a, b) => a - b);
        const entries = sorted.map((age) => new Date(now - age * 1000 + zone * HOUR_MS).toISOString());
        const own = key('address.ga', capacity, window);
        const clock = { now, localOffsetMs: zone * HOUR_MS };
        const [, , third] = questionsFor(own, clock);
        const read = readKey(own, [['1000'], [String(entries.length)], entries.slice(0, third!.first)], clock)!;
        // The application looks at the newest entries only, as many as the limit.
        const inside = sorted.slice(0, capacity).filter((age) => age < window);
        expect(numberOf(read.used!)).toBe(inside.length);
        const oldest = inside.at(-1);
        expect(read.resetsAt).toBe(oldest === undefined ? null : now - oldest * 1000 + window * 1000);
      },
    ),
  );
});

test('a bucket gets as many requests back as the script would allow', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 120 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 200 }),
      (capacity, window, left, ago) => {
        const now = BASE.getTime();
        const tokens = Math.floor(left * capacity * window);
        const own = key('model.total', capacity, window);
        const at = String(now / 1000 - ago);
        const read = readKey(own, [['-1'], [String(tokens), at]], { now, localOffsetMs: null })!;
        // As the script: refill, at most to the full bucket, and a request needs `window` tokens.
        const filled = Math.min(capacity * window, tokens + ago * capacity);
        expect(capacity - numberOf(read.used!)).toBe(Math.floor(filled / window));
      },
    ),
  );
});
