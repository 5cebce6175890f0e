import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flowsOf } from '../../src/lib/estimate/flows.js';
import { savingsOf } from '../../src/lib/estimate/savings.js';
import { loadOf } from '../../src/lib/estimate/totals.js';
import { workloadOf } from '../../src/lib/estimate/workload.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import { sourcesFor, totalsFor } from '../support/estimate.js';

const relay = await loadProfile('claude-relay-service');
const savings = (version: string) => savingsOf(relay, version, workloadOf(relay));
const rows = (version: string) =>
  new Map(
    savings(version).flatMap(({ env, otherReading, ...own }) => [
      [env, own],
      ...(otherReading ? ([[`${env}, all fields`, otherReading]] as const) : []),
    ]),
  );

/** Commands of one usage record and of a whole request beyond the statistics that the switches were measured on. */
const newest = { rows: rows('1.1.314'), rest: 303 - 249 };
const older = { rows: rows('1.1.250'), rest: 166 - 148 };

describe('the switches of the document, on 249 commands of 1.1.314', () => {
  test.each([
    ['ENABLE_HOURLY_STATS', 72, 72, 177],
    ['ENABLE_MINUTE_STATS', 7, 7, 170],
    ['ENABLE_MODEL_STATS', 126, 80, 90],
    ['ENABLE_DETAILED_CACHE_STATS', 44, 18, 72],
    ['ENABLE_DETAILED_CACHE_STATS, all fields', 90, 36, 54],
  ])('%s: %i alone, %i on top of the ones before, %i left', (env, overlap, marginal, left) => {
    const saving = newest.rows.get(env)!;
    expect(saving.overlap.perRequest.counted).toBe(overlap);
    expect(saving.marginal.perRequest.counted).toBe(marginal);
    expect(saving.left.perRequest.counted - newest.rest).toBe(left);
  });

  test.each([
    ['ENABLE_HOURLY_STATS', 39, 33],
    ['ENABLE_MINUTE_STATS', 7, 0],
    ['ENABLE_MODEL_STATS', 85, 41],
    ['ENABLE_DETAILED_CACHE_STATS', 28, 16],
  ])('%s alone takes %i of the token statistics and %i of the account statistics', async (env, token, account) => {
    const off = await sourcesFor('claude-relay-service@1.1.314', {}, { [env]: 'false' });
    expect([163 - off['token-usage']!, 86 - off['account-usage']!]).toEqual([token, account]);
  });
});

test.each([
  ['ENABLE_HOURLY_STATS', 43, 43, 105],
  ['ENABLE_MINUTE_STATS', 7, 7, 98],
  ['ENABLE_MODEL_STATS', 73, 46, 52],
  ['ENABLE_DETAILED_CACHE_STATS', 10, 6, 46],
  ['ENABLE_DETAILED_CACHE_STATS, all fields', 48, 18, 34],
])('%s on 148 commands of 1.1.250: %i alone, %i on top, %i left', (env, overlap, marginal, left) => {
  const saving = older.rows.get(env)!;
  expect(saving.overlap.perRequest.counted).toBe(overlap);
  expect(saving.marginal.perRequest.counted).toBe(marginal);
  expect(saving.left.perRequest.counted - older.rest).toBe(left);
});

test('statistics off takes the whole record, with every cost that a limit needs', async () => {
  const env = { ENABLE_USAGE_STATISTICS: 'false' };
  expect(await sourcesFor('claude-relay-service@1.1.314', {}, env)).toEqual({ auth: 2, scheduling: 24 });
  expect(await sourcesFor('claude-relay-service@1.1.183', {}, env)).toEqual({ auth: 2 });
});

test('billing events off takes one command', async () => {
  expect((await totalsFor('claude-relay-service', {}, { BILLING_EVENTS_ENABLED: 'false' })).perRequest.wire).toBe(302);
});

test('a longer interval makes its job rarer, and is worth what it says', async () => {
  const load = { accounts: 7, keys: 1000, apiKeys: 3 };
  const perDay = async (env: Record<string, string>): Promise<number> =>
    (await totalsFor('claude-relay-service', load, env)).perDay.wire;
  const before = await perDay({});
  expect(before - (await perDay({ RATE_LIMIT_CLEANUP_INTERVAL: '60' }))).toBe((288 - 24) * 7);
  expect(before - (await perDay({ CLEANUP_INTERVAL: '86400000' }))).toBe((24 - 1) * (5 * 5 + 3 * 32));
  expect(await perDay({ RATE_LIMIT_CLEANUP_INTERVAL: '5', CLEANUP_INTERVAL: '3600000' })).toBe(before);
  const alone = savingsOf(relay, null, workloadOf(relay, load)).find(({ env }) => env === 'RATE_LIMIT_CLEANUP_INTERVAL')!;
  expect(alone.overlap.perDay.wire).toBe((288 - 24) * 7);
});

test.each(['0', '-5', 'soon', '', 'Infinity'])('an interval of "%s" is refused', async (text) => {
  await expect(totalsFor('claude-relay-service', {}, { RATE_LIMIT_CLEANUP_INTERVAL: text })).rejects.toMatchObject({
    exitCode: 2,
    message: 'RATE_LIMIT_CLEANUP_INTERVAL must be a number of minutes above 0.',
  });
});

test('a value that is not the one that switches off changes nothing', async () => {
  for (const value of ['true', '0', 'FALSE', '']) {
    expect((await totalsFor('claude-relay-service', {}, { ENABLE_HOURLY_STATS: value })).perRequest.wire).toBe(303);
  }
});

const load = fc.record({
  requestsPerDay: fc.integer({ min: 0, max: 1_000_000 }),
  keys: fc.integer({ min: 0, max: 1_000_000 }),
  shares: fc.dictionary(
    fc.constantFrom('cost', 'long-context', 'account', 'claude-account', 'known-key', 'details', 'opus'),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ),
});
const version = fc.constantFrom('1.1.6', '1.1.122', '1.1.250', '1.1.263', '1.1.314');

test('on top of others a switch saves at most what it saves alone, and all savings and the rest make the whole', () => {
  fc.assert(
    fc.property(load, version, (given, at) => {
      const workload = workloadOf(relay, given);
      const full = loadOf(flowsOf(relay, at, workload)).perDay.counted;
      const all = savingsOf(relay, at, workload);
      const dust = full * 1e-9;
      let left = full;
      for (const { overlap, marginal, left: after } of all) {
        expect(marginal.perDay.counted).toBeGreaterThanOrEqual(0);
        expect(marginal.perDay.counted).toBeLessThanOrEqual(overlap.perDay.counted + dust);
        left -= marginal.perDay.counted;
        expect(Math.abs(left - after.perDay.counted)).toBeLessThanOrEqual(dust);
      }
    }),
    { numRuns: 50 },
  );
});
