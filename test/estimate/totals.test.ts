import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowsOf } from '../../src/lib/estimate/flows.js';
import { roundTripsOf, totalsOf } from '../../src/lib/estimate/totals.js';
import { workloadOf } from '../../src/lib/estimate/workload.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import { flowsFor, totalsFor } from '../support/estimate.js';

const profiles = await Promise.all(
  [
    'claude-relay-service',
    'claude-relay-service@1.1.250',
    'claude-relay-service@documented',
    'new-api@G1',
    'new-api',
    'aiecs',
  ].map(loadProfile),
);
const workload = fc.record({
  requestsPerDay: fc.integer({ min: 0, max: 10_000_000 }),
  accounts: fc.integer({ min: 0, max: 100 }),
  apiKeys: fc.integer({ min: 0, max: 1000 }),
  keys: fc.integer({ min: 0, max: 10_000_000 }),
});
const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(a, b, 1);

test('sources, families and grains each add up to the whole', () => {
  fc.assert(
    fc.property(fc.constantFrom(...profiles), workload, (profile, given) => {
      const { sources, families, grains, perDay, perRequest } = totalsOf(flowsOf(profile, null, workloadOf(profile, given)));
      for (const groups of [sources, families, grains]) {
        for (const count of ['wire', 'counted'] as const) {
          expect(
            near(
              groups.reduce((sum, group) => sum + group.perDay[count], 0),
              perDay[count],
            ),
          ).toBe(true);
          expect(
            near(
              groups.reduce((sum, group) => sum + group.perRequest[count], 0),
              perRequest[count],
            ),
          ).toBe(true);
        }
      }
      const trips = sources.reduce((sum, source) => sum + source.perDay.roundTrips, 0);
      expect(near(trips, perDay.roundTrips)).toBe(true);
    }),
  );
});

test('a day is its requests times what comes with each, and the background', () => {
  fc.assert(
    fc.property(fc.constantFrom(...profiles), workload, (profile, given) => {
      const load = workloadOf(profile, given);
      const { perDay, perRequest } = totalsOf(flowsOf(profile, null, load));
      const idle = totalsOf(flowsOf(profile, null, { ...load, requestsPerDay: 0 }));
      expect(near(perDay.counted, perRequest.counted * load.requestsPerDay + idle.perDay.counted)).toBe(true);
    }),
  );
});

test('round trips follow the way that commands travel', async () => {
  const trips = new Map(
    (await flowsFor('claude-relay-service', { shares: { 'concurrency-limit': 1 } })).map((flow) => [
      flow.event,
      roundTripsOf(flow),
    ]),
  );
  expect(trips.get('token-usage')).toBe(1); // a pipeline of 163
  expect(trips.get('account-usage')).toBe(1); // 86 at once
  expect(trips.get('usage-record')).toBe(1); // MULTI to EXEC
  expect(trips.get('concurrency.enter')).toBe(1); // one script
  expect(trips.get('api-key')).toBe(6); // one after the other
});

test('what a script calls is counted by the server, but does not travel', async () => {
  const { sources } = await totalsFor('claude-relay-service', { shares: { 'concurrency-limit': 1 } });
  expect(sources.find(({ id }) => id === 'concurrency')).toMatchObject({ perRequest: { wire: 2, counted: 10, roundTrips: 2 } });
});

test('a share is a mean: half of the requests without cost make half of the difference', async () => {
  const wire = async (cost: number): Promise<number> =>
    (await totalsFor('claude-relay-service', { shares: { cost } })).perRequest.wire;
  expect(await wire(0.5)).toBe((303 + 277) / 2);
});

test('commands that count by several entities are told under each', async () => {
  const { dimensions } = await totalsFor('claude-relay-service@1.1.314');
  expect(dimensions.find(({ id }) => id === 'model')?.perRequest.counted).toBe(126);
});

test('a day without requests tells what one would send, all the same', async () => {
  const { perDay, perRequest, sources } = await totalsFor('claude-relay-service', { requestsPerDay: 0, accounts: 0, apiKeys: 0 });
  expect(perRequest.wire).toBe(303);
  expect(perDay.wire).toBe(0);
  expect(sources.map(({ id }) => id)).not.toContain('limiter');
});

test('a profile without events sends nothing', async () => {
  const { operations: _, ...profile } = await loadProfile('aiecs');
  expect(totalsOf(flowsOf(profile, null, workloadOf(profile)))).toMatchObject({
    sources: [],
    perDay: { wire: 0, counted: 0, roundTrips: 0 },
  });
});
