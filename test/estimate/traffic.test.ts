/** Bytes on the wire beside what the server counted: INFO total_net_input_bytes and total_net_output_bytes over 100 requests of 1.1.314. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scenariosOf } from '../../src/lib/estimate/scenarios.js';
import { wireBytes } from '../../src/lib/estimate/wire-bytes.js';
import { workloadOf } from '../../src/lib/estimate/workload.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import type { Workload } from '../../src/lib/profile/operations.js';
import { estimated } from '../support/estimated.js';
import { flowsFor } from '../support/estimate.js';

const relay = await loadProfile('claude-relay-service');
const traffic = async (given: Partial<Workload>) => wireBytes(relay, await flowsFor('claude-relay-service@1.1.314', given));

const OFF = 0.06;

test.each([
  ['a console account', { shares: { 'console-account': 1 } }, 36_289, 13_317],
  ['a responses account', { shares: { 'responses-account': 1 } }, 31_299, 15_196],
])('a request through %s takes what was counted', async (_what, given, sent, received) => {
  const { perRequest } = await traffic(given);
  expect(Math.abs(perRequest.sent / sent - 1)).toBeLessThan(OFF);
  expect(Math.abs(perRequest.received / received - 1)).toBeLessThan(OFF);
});

test('jobs take what their calls of SCAN do', async () => {
  // 23 commands in 65 s were counted to take 1,869 bytes, the pings of connections among them.
  const { perDay } = await traffic({ requestsPerDay: 0, keys: 637, accounts: 1 });
  const commands = 1440 * (4 + 3 * 7) + 24 * 5 * 4 + 228 * 7;
  expect(perDay.sent / commands).toBeGreaterThan(1869 / 23);
  expect(perDay.sent / commands).toBeLessThan((1.3 * 1869) / 23);
});

test('a day is its requests and its jobs', () =>
  fc.assert(
    fc.asyncProperty(fc.nat({ max: 10_000 }), fc.nat({ max: 100_000 }), async (requestsPerDay, keys) => {
      const [both, jobs] = await Promise.all([traffic({ requestsPerDay, keys }), traffic({ requestsPerDay: 0, keys })]);
      for (const way of ['sent', 'received'] as const)
        expect(both.perDay[way] - jobs.perDay[way]).toBeCloseTo(requestsPerDay * both.perRequest[way], -1);
    }),
    { numRuns: 20 },
  ));

test('one script carries the keys and amounts of what it calls', async () => {
  const workload = workloadOf(relay);
  const scenarios = scenariosOf({
    profile: relay,
    version: null,
    workload,
    env: {},
    set: {},
    flushSeconds: 60,
    reads: () => null,
  });
  const of = (id: string) => wireBytes(relay, scenarios.find((one) => one.id === id)!.flows).perRequest;
  expect(of('script').sent).toBeLessThan(of('now').sent);
  expect(of('script').sent).toBeGreaterThan(0.7 * of('now').sent);
  expect(of('script').received).toBeLessThan(of('now').received);
});

test('a fixed plan does not take more traffic than it includes, and a metered one charges for it', async () => {
  const { data } = await estimated('claude-relay-service', { requestsPerDay: 100_000 });
  const { perDay } = data.total.traffic!;
  const month = 30 * (perDay.sent + perDay.received);
  expect(month).toBeGreaterThan(100e9);
  const row = (plan: string) => data.billing.find((one) => one.provider === 'upstash' && one.plan === plan)!;
  expect(row('fixed-250mb')).toMatchObject({ fits: false, tooMuch: 'traffic' });
  expect(row('fixed-1gb')).toMatchObject({ fits: false, tooMuch: 'traffic' });
  expect(row('fixed-5gb')).toMatchObject({ fits: true, tooMuch: null });
  const many = (await estimated('claude-relay-service', { requestsPerDay: 1_000_000 })).data;
  const bytes = 30 * (many.total.traffic!.perDay.sent + many.total.traffic!.perDay.received);
  const payg = many.billing.find((one) => one.plan === 'payg')!;
  expect(payg.monthlyCost).toBeCloseTo((30 * many.total.billablePerDay * 2) / 1e6 + ((bytes - 200e9) / 1e9) * 0.03, 4);
});

test('of a document nothing is known', async () => {
  const profile = await loadProfile('claude-relay-service@documented');
  const { data } = await estimated('claude-relay-service', {}, { profile, variant: 'documented' });
  expect(data.total.traffic).toBeNull();
});
