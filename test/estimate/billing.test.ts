import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { billableOf, billOf, cheapest, meteredPlan } from '../../src/lib/estimate/billing/bill.js';
import { breakEvens, requestsWithin } from '../../src/lib/estimate/billing/break-even.js';
import { elasticacheServerless } from '../../src/lib/estimate/billing/elasticache.js';
import { DAYS_A_MONTH, type Plan } from '../../src/lib/estimate/billing/provider.js';
import { providerNamed, providers } from '../../src/lib/estimate/billing/providers.js';
import { upstash } from '../../src/lib/estimate/billing/upstash.js';
import { flowsFor } from '../support/estimate.js';

const plan = (id: string, of: readonly Plan[] = upstash.plans): Plan => of.find((one) => one.id === id)!;
const load = fc.double({ min: 0, max: 1e9, noNaN: true });

describe('what Upstash charges', () => {
  test.each([
    ['the load of the document', 482_640, 28.9584],
    ['what it hopes to reach with its switches', 144_000, 8.64],
    ['a request of the newest release, 3,000 times', 909_000, 54.54],
    ['nothing', 0, 0],
  ])('%s: %i a day, $%f by the command', (_what, perDay, dollars) => {
    expect(billOf(plan('payg'), perDay, null).monthlyCost).toBeCloseTo(dollars, 8);
  });

  test('the free plan ends within a day and an hour under the load of the document, and holds 16,667 a day', () => {
    expect(billOf(plan('free'), 482_640, null)).toMatchObject({ fits: false, tooMuch: 'commands', monthlyCost: 0 });
    expect(billOf(plan('free'), 482_640, null).quotaDays).toBeCloseTo(1.036, 3);
    expect(billOf(plan('free'), 16_666, null)).toMatchObject({ fits: true, quotaDays: null });
    expect(billOf(plan('free'), 16_667, null).fits).toBe(false);
    expect(billOf(plan('free'), 15_000, null).fits).toBe(true);
  });

  test('a fixed plan costs the same whatever is sent, until a second holds too many', () => {
    expect(billOf(plan('fixed-250mb'), 1, null).monthlyCost).toBe(10);
    expect(billOf(plan('fixed-250mb'), 10_000 * 86_400, null)).toMatchObject({ monthlyCost: 10, fits: true });
    expect(billOf(plan('fixed-250mb'), 10_001 * 86_400, null)).toMatchObject({ fits: false, tooMuch: 'commands a second' });
    expect(billOf(plan('fixed-100gb'), 10_001 * 86_400, null).fits).toBe(true);
  });

  test('data that a plan does not hold rule it out; data beyond the first gigabyte cost extra by the command', () => {
    expect(billOf(plan('fixed-250mb'), 1, 250_000_001)).toMatchObject({ fits: false, tooMuch: 'data' });
    expect(billOf(plan('fixed-250mb'), 1, 250_000_000).fits).toBe(true);
    expect(billOf(plan('payg'), 0, 3e9).monthlyCost).toBeCloseTo(0.5, 10);
    expect(billOf(plan('payg'), 0, 1e9).monthlyCost).toBe(0);
  });

  test('the cheapest plan for the document is a fixed one, and the free one where it suffices', () => {
    const best = (perDay: number, bytes: number | null) =>
      cheapest(upstash.plans.map((one) => billOf(one, perDay, bytes)))?.plan.id;
    expect(best(482_640, null)).toBe('fixed-250mb');
    expect(best(482_640, 600e6)).toBe('fixed-1gb');
    expect(best(482_640, 2e9)).toBe('payg');
    expect(best(15_000, null)).toBe('free');
    expect(best(15_000, 300e6)).toBe('payg');
  });
});

describe('which commands are charged for', () => {
  test.each([
    ['claude-relay-service', 303, 303 - 2],
    ['new-api@G1', 43, 40 - 2 * 4 - 2],
    ['new-api@G2', 51, 26 - 2],
    ['aiecs', 5, 3],
  ])('%s: %i with Upstash, at least %i ECPU with ElastiCache', async (spec, commands, units) => {
    const flows = await flowsFor(spec);
    expect(billableOf(flows, upstash.metering).perRequest).toBeCloseTo(commands, 9);
    expect(billableOf(flows, elasticacheServerless.metering).perRequest).toBeCloseTo(units, 9);
    expect(billableOf(flows, null)).toEqual({ perRequest: 0, perDay: 0 });
  });

  test('a read region doubles what writes cost, and leaves reads as they are', async () => {
    const flows = await flowsFor('claude-relay-service');
    const reading = flows
      .flatMap(({ commands, perRequest }) => commands.map((command) => ({ ...command, perRequest: perRequest ?? 0 })))
      .filter(({ command }) => ['HGETALL', 'HGET', 'GET', 'TTL', 'MULTI', 'EXEC'].includes(command))
      .reduce((sum, { count, perRequest }) => sum + count * perRequest, 0);
    const twice = billableOf(flows, { ...upstash.metering!, writesCount: 2 });
    expect(twice.perRequest).toBeCloseTo(2 * 303 - reading, 9);
  });

  test('ElastiCache charges for a tenth of a gigabyte at least', () => {
    expect(billOf(plan('valkey', elasticacheServerless.plans), 0, null).monthlyCost).toBeCloseTo(0.1 * 0.084 * 720, 10);
    expect(billOf(plan('valkey', elasticacheServerless.plans), 1e6, 1e9).monthlyCost).toBeCloseTo(0.084 * 720 + 30 * 0.0023, 10);
  });
});

describe('bills', () => {
  test('never fall as the load grows, of any plan', () => {
    fc.assert(
      fc.property(load, load, fc.constantFrom(...providers.flatMap(({ plans }) => plans)), (one, other, any) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map((perDay) => billOf(any, perDay, null));
        expect(more!.monthlyCost ?? 0).toBeGreaterThanOrEqual(less!.monthlyCost ?? 0);
        expect(Number(more!.fits)).toBeLessThanOrEqual(Number(less!.fits));
      }),
    );
  });

  test('a quota lasts as many days as the load goes into it', () => {
    fc.assert(
      fc.property(load, (perDay) => {
        const { quotaDays, fits } = billOf(plan('free'), perDay, null);
        expect(fits).toBe(quotaDays === null);
        expect(fits).toBe(perDay * DAYS_A_MONTH <= 500_000);
        if (quotaDays !== null) expect(quotaDays * perDay).toBeCloseTo(500_000, 3);
      }),
    );
  });
});

describe('break-even', () => {
  test('the $10 plan pays from 166,667 commands a day, whatever they are', () => {
    const [first] = breakEvens(upstash.plans, { perRequest: 160.88, perDay: 482_640 }, 3000);
    expect(first).toMatchObject({ fixed: { id: 'fixed-250mb' }, metered: { id: 'payg' } });
    expect(first!.billablePerDay).toBeCloseTo(166_666.67, 2);
    expect(first!.requestsPerDay).toBeCloseTo(166_666.67 / 160.88, 2);
  });

  test('at it both plans cost the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 100_000 }), (perRequest, jobs) => {
        for (const row of breakEvens(upstash.plans, { perRequest, perDay: perRequest * 10 + jobs }, 10)) {
          expect(billOf(row.metered, row.billablePerDay, null).monthlyCost).toBeCloseTo(row.fixed.monthly!, 6);
          if (row.requestsPerDay! > 0) expect(row.requestsPerDay! * perRequest + jobs).toBeCloseTo(row.billablePerDay, 4);
        }
      }),
    );
  });

  test('jobs alone may be too much, and requests that send nothing never are', () => {
    expect(breakEvens(upstash.plans, { perRequest: 1, perDay: 200_010 }, 10)[0]!.requestsPerDay).toBe(0);
    expect(breakEvens(upstash.plans, { perRequest: 0, perDay: 0 }, 10)[0]!.requestsPerDay).toBeNull();
  });

  test('the free plan takes 5.5 commands each of 3,000 requests a day', () => {
    expect(requestsWithin(plan('free'), { perRequest: 5.5, perDay: 16_500 }, 3000)).toBeCloseTo(3030.3, 1);
    expect(requestsWithin(plan('fixed-1gb'), { perRequest: 5, perDay: 15_000 }, 3000)).toBeNull();
    expect(requestsWithin(plan('free'), { perRequest: 5, perDay: 99_000 }, 3000)).toBe(0);
  });
});

describe('providers', () => {
  test('each has a name of its own, a source, plans, and a date that is one', () => {
    expect(new Set(providers.map(({ id }) => id)).size).toBe(providers.length);
    for (const { source, plans, asOf } of providers) {
      expect(source).not.toBe('');
      expect(plans.length).toBeGreaterThan(0);
      expect(asOf ?? '2026-01').toMatch(/^20\d\d-\d\d(?:-\d\d)?$/);
      expect(new Set(plans.map(({ id }) => id)).size).toBe(plans.length);
    }
  });

  test('where no command is charged for, no price is known, since it depends on the size', () => {
    const flat = providers.filter(({ metering }) => metering === null);
    expect(flat.length).toBeGreaterThan(10);
    for (const { plans } of flat)
      expect([meteredPlan(plans), cheapest(plans.map((one) => billOf(one, 1, null)))]).toEqual([undefined, null]);
  });

  test('are found by their names', () => {
    expect(providerNamed('upstash')).toBe(upstash);
    expect(providerNamed('vercel-kv')).toBe(upstash);
    expect(() => providerNamed('upstsh')).toThrow('There is no provider "upstsh".');
  });
});
