/** Statistics of API keys: every request once on all keys, and costs that do not drift. */
import { Cluster, type Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ioredisClient, usageStatistics, type StatisticsOptions } from '../../src/lib/token-usage/index.js';
import { CLIENTS, type Connected } from '../limiter/clients.js';
import { startCluster } from '../support/redis-cluster.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const DAY = '2026-11-20';
const NOON = Date.parse(`${DAY}T12:00:00Z`);
let at = NOON;
const clock = { now: () => at, utcOffsetMinutes: 0 };

let server: TestServer;
let redis: Redis;
beforeAll(async () => {
  server = await startRedis();
  redis = server.client();
});
afterAll(() => server.stop());
beforeEach(async () => {
  at = NOON;
  await redis.flushall();
});

const request = { apiKeyId: 'key_123', model: 'sonnet', inputTokens: 1_000, outputTokens: 500, costMicros: 50_000 };

describe.each(Object.entries(CLIENTS))('%s', (_name, connect) => {
  let connected: Connected;
  const statistics = (more: Partial<StatisticsOptions> = {}) => usageStatistics({ client: connected.client, ...clock, ...more });
  beforeAll(async () => {
    connected = await connect(server);
  });
  afterAll(() => connected.close());

  test('counts, models and costs of an API key', async () => {
    const { record, usageOf, modelsOf, modelUsage, costOf } = statistics();
    await record(request);
    await record({ ...request, inputTokens: 2_000, outputTokens: 800, costMicros: 120_000 });
    await record({ ...request, model: 'opus', inputTokens: 1_500, outputTokens: 600, costMicros: 80_000 });
    const counts = { requests: 3, inputTokens: 4_500, outputTokens: 1_900 };
    expect(await usageOf('key_123')).toEqual({ total: counts, day: counts });
    expect(await modelsOf('key_123')).toEqual([
      { model: 'sonnet', requests: 2, inputTokens: 3_000, outputTokens: 1_300 },
      { model: 'opus', requests: 1, inputTokens: 1_500, outputTokens: 600 },
    ]);
    expect(await modelUsage('opus')).toEqual({ requests: 1, inputTokens: 1_500, outputTokens: 600 });
    expect(await costOf('key_123')).toEqual({ dayMicros: 250_000, totalMicros: 250_000 });
    expect(await costOf('nobody')).toEqual({ dayMicros: 0, totalMicros: 0 });
    at += 86_400_000;
    await record(request);
    expect(await usageOf('key_123')).toEqual({
      total: { requests: 4, inputTokens: 5_500, outputTokens: 2_400 },
      day: { requests: 1, inputTokens: 1_000, outputTokens: 500 },
    });
    expect(await usageOf('key_123', DAY)).toMatchObject({ day: counts });
    expect(await redis.ttl(`usage:daily:key_123:${DAY}`)).toBeGreaterThan(32 * 86_400 - 60);
    expect(await redis.ttl('usage:key_123')).toBe(-1);
  });

  test('costs add up to the millionth', async () => {
    const { record, costOf, topCosts } = statistics({ timeoutMs: 60_000 });
    await Promise.all(Array.from({ length: 1_000 }, () => record({ ...request, costMicros: 1_000_001 })));
    expect(await costOf('key_123')).toEqual({ dayMicros: 1_000_001_000, totalMicros: 1_000_001_000 });
    expect(await topCosts(1)).toEqual([{ apiKeyId: 'key_123', costMicros: 1_000_001_000 }]);
  });

  test('minutes add up while they are kept', async () => {
    const { record, recent } = statistics();
    for (let minute = 0; minute < 5; minute++) {
      at = NOON + minute * 60_000;
      await record({ ...request, inputTokens: 100 });
      await record({ ...request, inputTokens: 100 });
    }
    expect(await recent()).toEqual({ minutes: 5, requests: 10, tokens: 6_000 });
    expect(await recent(2)).toEqual({ minutes: 2, requests: 4, tokens: 2_400 });
  });

  test('the highest costs come first', async () => {
    const { record, topCosts } = statistics();
    for (const [apiKeyId, costMicros] of Object.entries({ a: 125_500_000, b: 89_300_000, c: 210_750_000 }))
      await record({ ...request, apiKeyId, costMicros });
    expect(await topCosts(2)).toEqual([
      { apiKeyId: 'c', costMicros: 210_750_000 },
      { apiKeyId: 'a', costMicros: 125_500_000 },
    ]);
  });

  test('the same request is booked once', async () => {
    const { record, usageOf } = statistics();
    for (let time = 0; time < 3; time++) await record({ ...request, requestId: 'request-1' });
    expect((await usageOf('key_123')).total.requests).toBe(1);
  });

  test.each([
    ['a key of another type', 'wrong-type', () => redis.set(`usage:daily:key_123:${DAY}`, 'text')],
    ['a counter that is full', 'overflow', () => redis.set('cost:micros:total:key_123', '9223372036854775807')],
    ['text in a counter', 'corrupt', () => redis.hset('usage:key_123', { totalOutputTokens: 'many' })],
  ])('%s: the request is booked nowhere', async (_what, code, spoil) => {
    await statistics().record(request);
    await spoil();
    const before = await contents();
    await expect(statistics().record({ ...request, outputTokens: 0 })).rejects.toMatchObject({ code });
    expect(await contents()).toEqual(before);
  });
});

/** Values of all keys, but for the notes of requests. */
async function contents(): Promise<Record<string, unknown>> {
  const names = (await redis.keys('*')).filter((name) => !name.includes(':request:')).toSorted();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await redis.dumpBuffer(name)).toString('latin1')])),
  );
}

test.each([
  ['an empty id', { apiKeyId: '' }],
  ['a fraction of a millionth', { costMicros: 0.5 }],
  ['a negative amount', { inputTokens: -1 }],
])('%s is refused before anything is sent', async (_what, wrong) => {
  const refuse = () => Promise.reject(new Error('sent'));
  const { record } = usageStatistics({ client: { evalsha: refuse, eval: refuse } });
  await expect(record({ ...request, ...wrong })).rejects.toMatchObject({ code: 'input' });
});

test('in a cluster each slot is booked once', async () => {
  const cluster = await startCluster({ masters: 3 });
  const nodes = new Cluster([{ host: '127.0.0.1', port: cluster.masters[0]!.port }]);
  const { record, usageOf, costOf, recent } = usageStatistics({ client: ioredisClient(nodes), cluster: true, ...clock });
  for (let time = 0; time < 2; time++) await record({ ...request, requestId: 'request-1' });
  const counts = { requests: 1, inputTokens: 1_000, outputTokens: 500 };
  expect(await usageOf('key_123')).toEqual({ total: counts, day: counts });
  expect(await costOf('key_123')).toEqual({ dayMicros: 50_000, totalMicros: 50_000 });
  expect(await recent()).toMatchObject({ requests: 1, tokens: 1_500 });
  nodes.disconnect();
  await cluster.stop();
});
