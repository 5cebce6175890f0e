import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXIT } from '../../src/lib/format/errors.js';
import { openLedger } from '../../src/lib/redis/ledger.js';

test('counts without a ceiling', () => {
  const ledger = openLedger();
  ledger.charge(500, 1);
  expect(ledger.reserve(3)).toBe(true);
  expect(ledger).toMatchObject({ commands: 503, roundTrips: 1, ceiling: Infinity, remaining: Infinity });
});

test('a charge beyond the ceiling throws and books nothing', () => {
  const ledger = openLedger(10);
  ledger.charge(8, 2);
  expect(() => ledger.charge(3, 1)).toThrow(expect.objectContaining({ code: 'command-budget', exitCode: EXIT.partial }));
  expect(ledger.reserve(3, 1)).toBe(false);
  expect(ledger).toMatchObject({ commands: 8, roundTrips: 2, remaining: 2 });
  expect(ledger.reserve(2, 1)).toBe(true);
  expect(ledger.remaining).toBe(0);
});

test('the ceiling is never passed', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.array(fc.nat(100)), (ceiling, wishes) => {
      const ledger = openLedger(ceiling);
      let granted = 0;
      for (const wish of wishes) {
        if (ledger.reserve(wish, 1)) granted += wish;
        expect(ledger.commands).toBe(granted);
        expect(ledger.commands).toBeLessThanOrEqual(ceiling);
      }
    }),
  );
});
