import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buffered } from '../../src/lib/estimate/buffer.js';
import { sentence } from '../../src/lib/format/message.js';
import { estimate } from '../../src/lib/report/messages/en/estimate.js';
import { scenariosOf, type Scenario } from '../../src/lib/estimate/scenarios.js';
import { inOneScript } from '../../src/lib/estimate/script.js';
import { loadOf, totalsOf } from '../../src/lib/estimate/totals.js';
import { workloadOf } from '../../src/lib/estimate/workload.js';
import { isRead } from '../../src/lib/recognise/is-read.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import type { Workload } from '../../src/lib/profile/operations.js';
import { estimated } from '../support/estimated.js';
import { flowsFor } from '../support/estimate.js';

interface Options {
  given?: Partial<Workload>;
  env?: Record<string, string>;
  set?: Record<string, string>;
  flushSeconds?: number;
  familyKeys?: ReadonlyMap<string, number>;
}

async function scenarios(
  spec: string,
  { given = {}, env = {}, set = {}, flushSeconds = 60, familyKeys }: Options = {},
): Promise<Scenario[]> {
  const [name = '', version = null] = spec.endsWith('@documented') ? [spec] : spec.split('@');
  const profile = await loadProfile(name);
  const at = version ?? profile.versions?.newest ?? null;
  return scenariosOf({
    profile,
    version,
    workload: workloadOf(profile, given),
    env,
    set,
    flushSeconds,
    familyKeys,
    reads: (one) => isRead(one, { from: at, to: at }),
  });
}

const textOf = (loses: Scenario['loses']): string => loses.map((loss) => sentence(estimate.losses, loss)).join(' ');

async function perDay(spec: string, options: Options = {}): Promise<Record<string, number>> {
  return Object.fromEntries((await scenarios(spec, options)).map(({ id, flows }) => [id, loadOf(flows).perDay.wire]));
}

describe('the remedies', () => {
  test('of the newest release, in commands a day', async () => {
    const jobs = 2016;
    expect(await perDay('claude-relay-service')).toMatchObject({
      now: 303 * 3000 + jobs,
      // 249 of statistics become 72.
      switches: (303 - 249 + 72) * 3000 + jobs,
      statistics: (303 - 277) * 3000 + jobs,
      // 163 + 86 + 10 + 6 + 5 + 1 become one; the API key is read and written as before.
      script: (303 - 271 + 1) * 3000 + jobs,
      sizes: 303 * 3000 + jobs,
      plan: 303 * 3000 + jobs,
    });
  });

  test('a switch of one job is a remedy of its own, where the release may read it', async () => {
    const given = { keys: 11_000, apiKeys: 12 };
    const all = await scenarios('claude-relay-service@1.1.314', { given });
    const own = all.filter(({ title }) => title.code === 'switch-off' && title.params.title !== 'all recording of requests');
    expect(own.map(({ id, effort }) => [id, effort])).toEqual([
      ['ACCOUNT_TEST_SCHEDULER_ENABLED', 'settings'],
      ['BILLING_EVENTS_ENABLED', 'settings'],
    ]);
    const before = loadOf(all[0]!.flows).perDay.wire;
    // Three walks a minute, of 11 replies of SCAN with a thousand names and a hundred each.
    expect(before - loadOf(own[0]!.flows).perDay.wire).toBe(475_200);
    expect((await scenarios('claude-relay-service@1.1.100', { given })).map(({ id }) => id)).not.toContain(
      'ACCOUNT_TEST_SCHEDULER_ENABLED',
    );
  });

  test('of the document, by its own parts', async () => {
    expect(await perDay('claude-relay-service@documented')).toMatchObject({
      now: 482_640,
      switches: (28 + 60 + 7.88) * 3000,
      statistics: 15_000,
    });
  });

  test('those that a profile has no switch for, or that would change nothing, are left out', async () => {
    expect(Object.keys(await perDay('one-api'))).toEqual(['now', 'plan']);
    expect(Object.keys(await perDay('claude-relay-service', { given: { requestsPerDay: 0, accounts: 0 } }))).toEqual([
      'now',
      'sizes',
      'plan',
    ]);
  });

  test('fewer keys spare what jobs do with them', async () => {
    const given = { keys: 19_494, apiKeys: 51 };
    const found = await scenarios('claude-relay-service', { given });
    const [now] = found;
    const keys = found.find(({ id }) => id === 'keys')!;
    expect([keys.title, keys.effort]).toEqual([{ code: 'fewer-keys', params: { keys: 1000 } }, 'keys']);
    // Calls of SCAN: a walk of 5 and three of 10 each minute, five of 5 each hour, 228 of 10 a day.
    const spared = 1440 * (5 + 30) + 24 * 25 + 228 * 10;
    expect(loadOf(now!.flows).perDay.wire - loadOf(keys.flows).perDay.wire).toBe(spared);
    expect(Object.keys(await perDay('new-api@G1', { given }))).not.toContain('keys');
  });

  test('intervals are those that the release reads, where it reads any', async () => {
    const given = { keys: 19_494, apiKeys: 51 };
    const [now, intervals] = (await scenarios('claude-relay-service@1.1.314', { given })).filter(({ id }) =>
      ['now', 'intervals'].includes(id),
    );
    expect([intervals!.effort, textOf(intervals!.loses)]).toEqual([
      'settings',
      'Old keys without a TTL stay until the next cleanup.',
    ]);
    expect(loadOf(now!.flows).perDay.wire - loadOf(intervals!.flows).perDay.wire).toBe(48_806);
  });

  test('switches for statistics spare jobs as well, as far as their keys were counted', async () => {
    const given = { keys: 20_000, apiKeys: 1 };
    const of = async (familyKeys?: ReadonlyMap<string, number>): Promise<Scenario> =>
      (await scenarios('claude-relay-service', { given, ...(familyKeys && { familyKeys }) })).find(
        ({ id }) => id === 'switches',
      )!;
    const [without, none] = [await of(), await of(new Map([['usage.daily', 9000]]))];
    expect(without.loses.at(-1)).toEqual({ code: 'jobs-not-counted', params: {} });
    expect(loadOf(none.flows)).toEqual(loadOf(without.flows));
    const some = await of(
      new Map([
        ['usage.hourly', 1500],
        ['key-model.daily', 2500],
        ['usage.daily', 9000],
      ]),
    );
    const spared = 4 * (1440 * (5 + 30) + 24 * 25 + 228 * 10);
    expect(loadOf(without.flows).perDay.wire - loadOf(some.flows).perDay.wire).toBe(spared);
    expect(textOf(some.loses.slice(-1))).toBe(
      'Jobs save 213,120 of these commands a day, once 4,000 of the 20,000 keys, which are no longer written, have expired.',
    );
  });

  test('a switch that is off already is not turned off again', async () => {
    const env = {
      ENABLE_HOURLY_STATS: 'false',
      ENABLE_MINUTE_STATS: 'false',
      ENABLE_MODEL_STATS: 'false',
      ENABLE_DETAILED_CACHE_STATS: 'false',
    };
    const found = await perDay('claude-relay-service', { env });
    expect(found['now']).toBe((303 - 249 + 72) * 3000 + 2016);
    expect(found).not.toHaveProperty('switches');
  });

  test('what is tried out stands beside what is deployed', async () => {
    const found = await scenarios('claude-relay-service', { set: { ENABLE_HOURLY_STATS: 'false' } });
    expect(found.map(({ id }) => id).slice(0, 2)).toEqual(['now', 'set']);
    expect(loadOf(found[1]!.flows).perRequest.wire).toBe(303 - 72);
    expect(found[1]).toMatchObject({
      title: { code: 'tried', params: { settings: ['ENABLE_HOURLY_STATS=false'] } },
      effort: 'settings not read',
    });
  });

  test('each says what it loses', async () => {
    const loses = Object.fromEntries((await scenarios('claude-relay-service')).map((one) => [one.id, textOf(one.loses)]));
    expect(loses['statistics']).toContain('cost limits of API keys are no longer enforced');
    expect(loses['switches']).toContain('Daily quotas of console and CCR accounts are no longer enforced');
    expect(loses['switches']).toContain('Screens with no data: ');
    expect(loses['buffer']).toContain('loses up to 60 s of statistics');
    expect([loses['script'], loses['plan']]).toEqual(['', '']);
  });
});

describe('one script a request', () => {
  test.each(['claude-relay-service', 'claude-relay-service@1.1.250', 'new-api@G1', 'new-api@G2', 'one-api', 'aiecs'])(
    '%s: the server runs the same commands, but for MULTI, EXEC and the call itself',
    async (spec) => {
      const flows = await flowsFor(spec);
      const after = inOneScript(flows);
      const brackets = (all: typeof flows): number =>
        all.reduce(
          (sum, { perDay: times, commands }) =>
            sum +
            times *
              commands.filter(({ command }) => command === 'MULTI' || command === 'EXEC').reduce((n, { count }) => n + count, 0),
          0,
        );
      const calls = after.filter(({ event }) => event === 'recording-script').reduce((sum, one) => sum + one.perDay, 0);
      expect(loadOf(after).perDay.counted).toBeCloseTo(
        loadOf(flows).perDay.counted - (brackets(flows) - brackets(after)) + calls,
        4,
      );
      expect(loadOf(after).perDay.wire).toBeLessThanOrEqual(loadOf(flows).perDay.wire);
      expect(loadOf(after).perDay.roundTrips).toBeLessThanOrEqual(loadOf(flows).perDay.roundTrips);
    },
  );

  test('leaves the commands of every family but for how they travel', async () => {
    const flows = await flowsFor('claude-relay-service', { shares: { 'long-context': 0.2, cost: 0.9 } });
    const counted = (all: typeof flows): Record<string, number> =>
      Object.fromEntries(
        totalsOf(all).families.flatMap(({ id, perDay: sum }) => (id === null ? [] : [[id, Math.round(sum.counted)]])),
      );
    expect(counted(inOneScript(flows))).toEqual(counted(flows));
  });

  test('is no cheaper where each command in it is charged for', async () => {
    const { data } = await estimated();
    const [now, script] = ['now', 'script'].map((id) => data.scenarios.find((one) => one.id === id)!);
    expect(script!.wirePerDay).toBeLessThan(now!.wirePerDay / 5);
    expect(script!.billablePerDay).toBe(now!.billablePerDay - 3000);
  });
});

describe('statistics kept for a while', () => {
  const workloads = fc.record({
    requestsPerDay: fc.integer({ min: 1, max: 1_000_000 }),
    accounts: fc.integer({ min: 1, max: 50 }),
    models: fc.integer({ min: 1, max: 20 }),
    apiKeys: fc.integer({ min: 1, max: 500 }),
  });

  test('never send more, and less the longer they are kept', async () => {
    const profile = await loadProfile('claude-relay-service');
    const { flowsOf } = await import('../../src/lib/estimate/flows.js');
    fc.assert(
      fc.property(workloads, fc.integer({ min: 1, max: 43_200 }), (given, seconds) => {
        const workload = workloadOf(profile, given);
        const flows = flowsOf(profile, null, workload);
        const sent = [flows, buffered(flows, workload, seconds), buffered(flows, workload, 2 * seconds)].map(
          (all) => loadOf(all).perDay.wire,
        );
        expect(sent[1]!).toBeLessThanOrEqual(sent[0]! * (1 + 1e-9));
        expect(sent[2]!).toBeLessThanOrEqual(sent[1]! * (1 + 1e-9));
      }),
      { numRuns: 60 },
    );
  });

  test('save nothing where requests come one at a time', async () => {
    const workload = workloadOf(await loadProfile('aiecs'), { requestsPerDay: 10 });
    const flows = await flowsFor('aiecs', { requestsPerDay: 10 });
    expect(loadOf(buffered(flows, workload, 1)).perDay.wire).toBeCloseTo(loadOf(flows).perDay.wire, 1);
  });

  test('with one of each kind come to one request an interval under heavy load', async () => {
    const given = { requestsPerDay: 10_000_000, accounts: 1, models: 1, apiKeys: 1 };
    const workload = workloadOf(await loadProfile('claude-relay-service'), given);
    const flows = await flowsFor('claude-relay-service', given);
    const before = loadOf(flows).perDay.wire;
    const after = loadOf(buffered(flows, workload, 60)).perDay.wire;
    expect(before - after).toBeCloseTo(249 * (given.requestsPerDay - 1440), -2);
  });

  test('touch as many keys as requests at random times do', async () => {
    const given = { requestsPerDay: 2880, accounts: 1, models: 1, apiKeys: 5 };
    const workload = workloadOf(await loadProfile('claude-relay-service'), given);
    const flows = await flowsFor('claude-relay-service', given);
    const commands = buffered(flows, workload, 600).find(({ event }) => event === 'recording-buffer')!;
    const daily = commands.commands.filter(({ family }) => family === 'usage.daily').reduce((sum, { count }) => sum + count, 0);
    // 20 requests an interval over 5 keys: a key stays untouched in e^-4 of the intervals.
    expect(daily * commands.perDay).toBeCloseTo(144 * 5 * (1 - Math.exp(-4)) * 10, 6);
  });

  test('money is written at once, so that limits hold', async () => {
    const [now, buffer] = await Promise.all(
      ['now', 'buffer'].map(async (id) => (await scenarios('claude-relay-service')).find((one) => one.id === id)!),
    );
    const money = ({ flows }: Scenario) => totalsOf(flows).sources.filter(({ id }) => id.endsWith('-cost'));
    expect(money(buffer!)).toEqual(money(now!));
    expect(money(now!).length).toBe(2);
    expect(buffer!.lossSeconds).toBe(60);
  });
});
