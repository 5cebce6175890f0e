import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { builtinProfile } from '../../src/lib/profile/builtin/index.js';
import type { MeasureData } from '../../src/lib/measure/model.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { serverHas } from '../support/server-program.js';
import { playRequests, type Played } from './replay.js';

const relay = (await builtinProfile('claude-relay-service'))!;

interface Run {
  data: MeasureData;
  text: string;
  code: number | null;
}

/** What was sent last may still be on its way to who watches. */
const ON_ITS_WAY_MS = 300;

/** Measures while `play` runs, and is interrupted when that is done. */
async function measured(args: readonly string[], play: () => Promise<void>): Promise<Run> {
  const playing: Promise<void>[] = [];
  const result = await runMeterInside(['measure', '--json', '--seconds', '60', ...args], {
    onTalk(text, interrupt) {
      if (text.includes('Measuring'))
        playing.push(
          play()
            .then(() => sleep(ON_ITS_WAY_MS))
            .finally(interrupt),
        );
    },
  });
  await Promise.all(playing);
  if (result.stdout === '') throw new Error(result.stderr);
  const { data } = result.json<Envelope<MeasureData>>();
  return { data, text: result.stdout, code: result.code };
}

const bySource = ({ sources }: MeasureData): Record<string, number> =>
  Object.fromEntries(sources.filter(({ measured }) => measured! > 0).map(({ id, measured }) => [id, rounded(measured)]));
const byFamily = ({ families }: MeasureData): Record<string, number> =>
  Object.fromEntries(families.filter(({ measured }) => measured! > 0).map(({ id, measured }) => [id ?? '-', rounded(measured)]));
const rounded = (count: number | null): number => Math.round(count! * 1e6) / 1e6;

const LIMITED = { 'cost-limits': 1, 'rate-window': 1, 'concurrency-limit': 1, 'shared-pool': 1 };
const CASES = [
  { name: 'the newest release', version: '1.1.314', shares: {} },
  { name: 'the newest release, every limit on', version: '1.1.314', shares: LIMITED },
  { name: 'zero cost', version: '1.1.314', shares: { cost: 0 } },
  { name: 'an old release', version: '1.1.250', shares: {} },
];
const WAYS = [
  { how: 'commandstats', flags: [] },
  { how: 'monitor', flags: ['--monitor', '--yes'] },
];
const EACH = WAYS.flatMap((way) => CASES.map((one) => ({ ...way, ...one })));

describe('requests played as the profile describes them', () => {
  let server: TestServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = server.client();
  });
  afterAll(() => server.stop());
  beforeEach(() => client.flushall());

  test.each(EACH)('$how, $name: as many by source and family as were sent', async ({ how, flags, version, shares }) => {
    await playRequests(client, relay, version, 1, shares);
    let played: Played | null = null;
    const named = Object.entries(shares).map(([id, share]) => `--share=${id}=${share}`);
    const run = await measured(['-u', server.url, '--profile', `${relay.name}@${version}`, ...named, ...flags], async () => {
      played = await playRequests(client, relay, version, 7, shares);
    });
    const { sources, families, commands, wire } = played!;
    expect(run.code).toBe(130);
    expect(run.data.how).toBe(how);
    expect(run.data.requests.count).toBe(7);
    expect(run.data.requests.how).toBe(how === 'monitor' ? 'sample' : version === '1.1.250' ? 'sum' : 'counter');
    expect(run.data.total.measured).toBe(commands);
    expect(run.data.total.wire).toBe(how === 'monitor' ? wire : null);
    expect(bySource(run.data)).toEqual(sources);
    expect(byFamily(run.data)).toEqual(families);
    expect(run.data.unexplained.commands).toBe(0);
    for (const row of run.data.sources.filter(({ withRequests }) => withRequests)) expect(row.difference).toBeCloseTo(0, 6);
    expect(run.text).not.toContain('topsecretvalue');
  });

  test.each(WAYS)('$how: without being told, application and release are found', async ({ flags }) => {
    for (const version of ['1.1.314', '1.1.250']) {
      await client.flushall();
      await playRequests(client, relay, version, 1);
      const { data } = await measured(['-u', server.url, ...flags], async () => {
        await playRequests(client, relay, version, 3);
      });
      expect(data.profile?.name).toBe(relay.name);
      expect(data.profile?.version).toBe(version === '1.1.250' ? '1.1.262' : '1.1.314');
      expect(data.requests.count).toBe(3);
      expect(data.unexplained.commands).toBe(0);
    }
  });

  test.each(WAYS)('$how: what other clients send is what nothing explains', async ({ how, flags }) => {
    await playRequests(client, relay, '1.1.314', 1);
    const { data } = await measured(['-u', server.url, '--profile', `${relay.name}@1.1.314`, ...flags], async () => {
      await playRequests(client, relay, '1.1.314', 2);
      for (let time = 0; time < 5; time++) {
        await client.get('foreign:thing');
        await client.hgetall(relay.families.find(({ id }) => id === 'model.hourly')!.examples[0]!);
        await client.lrange(relay.families.find(({ id }) => id === 'usage.records')!.examples[0]!, 0, 10);
      }
      await client.ping();
    });
    // Timers have their share of a few seconds.
    expect(data.unexplained.commands).toBeCloseTo(16, 1);
    const top = data.unexplained.top.map(({ command, keys, family, commands }) => [command, keys, family, rounded(commands)]);
    if (how === 'monitor') {
      expect(top).toHaveLength(4);
      expect(top).toEqual(
        expect.arrayContaining([
          ['GET', 'unrecognised', null, 5],
          ['HGETALL', 'family', 'model.hourly', 5],
          ['LRANGE', 'family', 'usage.records', 5],
          ['PING', 'none', null, 1],
        ]),
      );
      expect(data.screens).toEqual([
        { id: 'usage-trend.hour', title: 'usage trend by hour', atLeast: 5, atMost: 5 },
        { id: 'records', title: 'usage records', atLeast: 5, atMost: 5 },
      ]);
      expect(data.hotKeys![0]!.commands).toBeGreaterThan(10);
    } else {
      expect(top.map(([command, keys]) => [command, keys])).toEqual(
        expect.arrayContaining([
          ['LRANGE', 'unseen'],
          ['PING', 'unseen'],
        ]),
      );
      expect(data.screens).toBeNull();
      expect(data.hotKeys).toBeNull();
    }
  });

  test('bytes are those that clients have sent and got, beside what is computed', async () => {
    await playRequests(client, relay, '1.1.314', 1);
    const { stream } = client;
    const at = () => ({ sent: stream.bytesWritten, received: stream.bytesRead });
    let [before, after] = [at(), at()];
    const { data } = await measured(['-u', server.url, '--profile', `${relay.name}@1.1.314`], async () => {
      before = at();
      await playRequests(client, relay, '1.1.314', 20);
      after = at();
    });
    const { sent, received } = data.traffic!;
    // Within a handful of bytes of the tool's own.
    expect(Math.abs(sent.measured! - (after.sent - before.sent))).toBeLessThan(100);
    expect(Math.abs(received.measured! - (after.received - before.received))).toBeLessThan(100);
    expect(sent.perRequest.predicted).toBeGreaterThan(30_000);
    expect(received.perRequest.predicted).toBeGreaterThan(10_000);
  });

  test('conditions that nobody told are found where keys are seen', async () => {
    const limits = { 'cost-limits': 1, 'rate-window': 1 };
    await playRequests(client, relay, '1.1.314', 1, limits);
    let played: Played | null = null;
    const flags = ['-u', server.url, '--profile', `${relay.name}@1.1.314`, '--monitor', '--yes'];
    const { data, text } = await measured(flags, async () => {
      await playRequests(client, relay, '1.1.314', 3);
      played = await playRequests(client, relay, '1.1.314', 5, limits);
    });
    expect(data.requests.count).toBe(8);
    expect(data.unexplained.commands).toBe(0);
    const found = data.conditions.map(({ event, when, requests, share }) => [event, when, rounded(requests), rounded(share)]);
    expect(found).toEqual([
      ['cost-limits', ['cost-limits'], 5, 0.625],
      ['rate-window', ['rate-window'], 5, 0.625],
    ]);
    expect(data.sources.find(({ id }) => id === 'limiter')).toMatchObject({
      withRequests: true,
      measured: played!.sources['limiter'],
      predicted: 0,
    });
    // The checks of limits are no reads of a screen, and nothing of this came without requests.
    expect(data.screens).toEqual([]);
    expect(data.background.commands).toBeLessThan(1);
    expect(text).not.toContain('topsecretvalue');
  });

  test('where they are not, those with a command of their own are', async () => {
    const shares = { 'rate-window': 1, 'console-account': 1 };
    await playRequests(client, relay, '1.1.314', 1, shares);
    let played: Played | null = null;
    const { data } = await measured(['-u', server.url, '--profile', `${relay.name}@1.1.314`], async () => {
      played = await playRequests(client, relay, '1.1.314', 4, shares);
    });
    expect(data.conditions.map(({ event }) => event)).toEqual(['console-account', 'rate-window']);
    // Timers may take a little of what is read.
    for (const { share } of data.conditions) expect(share).toBeCloseTo(1, 2);
    expect(data.unexplained.commands).toBeLessThan(0.05 * data.total.measured!);
    expect(bySource(data)['limiter']).toBe(played!.sources['limiter']);
  });

  test.each(WAYS)('$how: reads that requests may send are those of no screen and no job', async ({ flags }) => {
    await playRequests(client, relay, '1.1.314', 1);
    const cost = relay.families.find(({ id }) => id === 'cost.daily')!.examples[0]!;
    const { data } = await measured(['-u', server.url, '--profile', `${relay.name}@1.1.314`, ...flags], async () => {
      await playRequests(client, relay, '1.1.314', 2);
      for (let time = 0; time < 300; time++) await client.get(cost);
      for (let time = 0; time < 10; time++) await client.scan('0');
    });
    expect(data.unexplained.commands).toBeGreaterThan(299);
    expect(data.screens ?? []).toEqual([]);
    expect(data.background.top[0]).toEqual({ command: 'SCAN', commands: 10 });
    expect(data.background.commands).toBeLessThan(11);
  });

  test.runIf(serverHas('6.2'))('what failed is told, and no source is said to have sent it', async () => {
    await playRequests(client, relay, '1.1.314', 1);
    const flags = ['-u', server.url, '--profile', `${relay.name}@1.1.314`, '--share', 'concurrency-limit=0.5'];
    const { data } = await measured(flags, async () => {
      await playRequests(client, relay, '1.1.314', 2);
      for (let time = 0; time < 300; time++) await client.evalsha('a'.repeat(40), 1, 'concurrency:k1').catch(() => {});
      for (let time = 0; time < 30; time++) await client.call('HGETALL').catch(() => {});
    });
    expect(data.failed).toMatchObject({
      commands: 300,
      rejected: 30,
      errors: [
        { error: 'NOSCRIPT', count: 300 },
        { error: 'ERR', count: 30 },
      ],
    });
    expect(data.failed!.top).toEqual([
      { command: 'EVALSHA', failed: 300, rejected: 0 },
      { command: 'HGETALL', failed: 0, rejected: 30 },
    ]);
    expect(data.unexplained.commands).toBe(0);
    expect(data.commands.find(({ command }) => command === 'EVALSHA')?.measured).toBe(300);
    // No script ran, so no place was taken or given back.
    expect(data.sources.find(({ id }) => id === 'concurrency')?.measured).toBe(0);
  });

  test.each(WAYS)('$how: the figures of the document can be put beside what is sent', async ({ flags }) => {
    await playRequests(client, relay, '1.1.250', 1);
    const profile = `${relay.name}@documented`;
    const { data } = await measured(['-u', server.url, '--profile', profile, ...flags], async () => {
      await playRequests(client, relay, '1.1.250', 2);
    });
    const per = data.sources.map(({ id, perRequest }) => [id, perRequest.predicted]);
    expect(per).toEqual([
      ['token-usage', 93],
      ['account-usage', 60],
      ['other', 7.88],
    ]);
    expect(data.profile?.version).toBe('documented');
    expect(data.requests.count).toBe(2);
    expect(data.total.perRequest.predicted).toBeCloseTo(160.88, 9);
    expect(data.unexplained.commands).toBeGreaterThan(0);
  });

  test.each(WAYS)('$how: without traffic everything is background', async ({ flags }) => {
    await playRequests(client, relay, '1.1.314', 1);
    const { data } = await measured(['-u', server.url, '--profile', `${relay.name}@1.1.314`, ...flags], async () => {
      for (let time = 0; time < 10; time++) await client.scan('0', 'MATCH', 'concurrency:*', 'COUNT', 200);
    });
    const { background } = data;
    expect(data.requests.count).toBe(0);
    expect(background).toMatchObject({ withoutTraffic: true, commands: 10 });
    // Of a few keys, each walk is one call.
    expect(background.statedPerKeyPerDay! * background.keys!).toBeGreaterThan(1440 * 4);
    expect(background.keys).toBe(await client.dbsize());
    expect(background.perKeyPerDay).toBeCloseTo(((10 / data.interval.seconds) * 86_400) / background.keys!, 6);
    expect(background.top).toEqual([{ command: 'SCAN', commands: 10 }]);
    expect(data.total.perRequest.measured).toBeNull();
  });
});
