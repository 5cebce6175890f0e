/** The modes on a real server, through each client: all of them leave the same keys, and the server counts the same commands. */
import type { Redis } from 'ioredis';
import { Cluster } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createRecorder,
  functionClient,
  ioredisClient,
  type RecordedRequest,
  type RecorderMode,
} from '../../src/lib/recorder/index.js';
import { CLIENTS } from '../limiter/clients.js';
import { startCluster } from '../support/redis-cluster.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
let redis: Redis;
beforeAll(async () => {
  server = await startRedis();
  redis = server.client();
});
afterAll(() => server.stop());
beforeEach(() => redis.flushall());

const AT = Date.parse('2026-11-29T10:05:00Z');
const requests: RecordedRequest[] = Array.from({ length: 12 }, (_, at) => ({
  apiKey: `key-${at % 3}`,
  account: `account-${at % 2}`,
  accountType: at % 4 === 0 ? 'openai' : 'claude-official',
  model: ['claude-opus-4', 'gpt-5', 'deepseek/deepseek-r1:free'][at % 3]!,
  inputTokens: 10 * at,
  outputTokens: at,
  cacheReadTokens: 1_000,
  cost: at % 5 === 0 ? 0 : 0.001_234 * at,
  longContext: at % 6 === 0,
  // The last ones are of the next day and month, by the application's offset.
  at: AT + at * 3 * 3_600_000,
}));

/** All keys that an application reads, with their types, values and TTLs in minutes. Events have ids of their own. */
async function contents(from: Redis): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const key of (await from.keys('*')).toSorted()) {
    if (key.startsWith('meter:')) continue;
    const type = await from.type(key);
    const ttl = Math.round((await from.ttl(key)) / 60);
    const value =
      type === 'hash'
        ? await from.hgetall(key)
        : type === 'set'
          ? (await from.smembers(key)).toSorted()
          : type === 'list'
            ? (await from.lrange(key, 0, -1)).toSorted()
            : type === 'stream'
              ? await from.xlen(key)
              : // Sums of floats depend on their order in the last digits.
                Number(await from.get(key)).toFixed(9);
    all[key] = { type, ttl, value };
  }
  return all;
}

const recordAll = async (
  mode: RecorderMode,
  client: Parameters<typeof createRecorder>[0]['client'],
  more: Partial<Parameters<typeof createRecorder>[0]> = {},
) => {
  await using recorder = await createRecorder({ client, mode, timeoutMs: 30_000, ...more });
  const answers = [];
  for (const request of requests) answers.push(await recorder.record(request));
  await recorder.flush();
  return answers;
};

describe.each(Object.entries(CLIENTS))('%s', (_name, connect) => {
  test('all modes leave the same keys', async () => {
    const { client, close } = await connect(server);
    const left: Record<string, unknown>[] = [];
    for (const mode of ['pipeline', 'script', 'buffered'] as const) {
      await redis.flushall();
      const answers = await recordAll(mode, client);
      expect(answers.map(({ again, refused }) => [again, refused])).toEqual(requests.map(() => [false, 0]));
      left.push(await contents(redis));
    }
    expect(Object.keys(left[0]!).length).toBeGreaterThan(150);
    expect(left[0]!['usage:daily:key-1:2026-11-30']).toMatchObject({ value: { requests: '2' } });
    expect(left[1]).toEqual(left[0]);
    expect(left[2]).toEqual(left[0]);
    close();
  });
});

describe('the server counts', () => {
  const request: RecordedRequest = {
    apiKey: 'K',
    account: 'A',
    accountType: 'claude-official',
    model: 'm',
    inputTokens: 10,
    outputTokens: 20,
    cost: 0.25,
  };
  const NOT_COUNTED = /^cmdstat_(?:info|config|client|hello|select|command|flushall|evalsha|eval|script)/;
  const counted = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await redis.info('commandstats'))
        .split('\r\n')
        .filter((line) => line.startsWith('cmdstat_') && !NOT_COUNTED.test(line))
        .map((line) => [/^cmdstat_([^:]+)/.exec(line)![1]!, Number(/calls=(\d+)/.exec(line)![1])]),
    );

  test.each([
    ['1.1.183', 148],
    ['1.1.270', 215],
    ['1.1.314', 249],
  ])('as many commands of statistics as the application sends: %s, %i', async (release, statistics) => {
    const { client, close } = await CLIENTS['ioredis']!(server);
    const isOld = release === '1.1.183';
    // Costs, lists and events. A script needs no MULTI and EXEC, and has a note; a batch reads its note and writes it.
    const others = isOld ? 7 + 5 + 1 : 10 + 5 + 1;
    const notes = { pipeline: 0, script: 1 - 2, buffered: 1 - 2 + 2 };
    // The API key is read, or asked for, and written.
    const ofKey = { pipeline: isOld ? 1 + 2 : 2 + 3, script: 1 + (isOld ? 2 : 3), buffered: 1 + (isOld ? 2 : 3) };
    await redis.hset('apikey:K', 'name', 'one');
    for (const mode of ['pipeline', 'script', 'buffered'] as const) {
      await redis.config('RESETSTAT');
      const recorder = await createRecorder({ client, mode, release });
      await recorder.record({ ...request, model: 'gpt-5' });
      await recorder.close();
      const sum = Object.values(await counted()).reduce((total, calls) => total + calls, 0);
      expect([mode, sum]).toEqual([mode, statistics + others + ofKey[mode] + notes[mode]]);
    }
    close();
  });

  test('a script is one command on the wire for each request, and a batch one for all', async () => {
    const { client, close } = await CLIENTS['ioredis']!(server);
    const scripts = async (mode: RecorderMode, more = {}) => {
      await recordAll(mode, client, { release: '1.1.314', ...more });
      await redis.config('RESETSTAT');
      await recordAll(mode, client, { release: '1.1.314', ...more });
      return Number(/cmdstat_evalsha:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1]);
    };
    expect(await scripts('script')).toBe(requests.length);
    // Its entries are too many for one script.
    expect(await scripts('buffered')).toBeLessThanOrEqual(requests.length + 4);
    close();
  });
});

describe.each(['pipeline', 'script', 'buffered'] as const)('mode %s', (mode) => {
  const record = async (...all: RecordedRequest[]) => {
    const { client, close } = await CLIENTS['node-redis']!(server);
    const recorder = await createRecorder({ client, mode });
    await Promise.all(all.map((request) => recorder.record(request)));
    await recorder.close();
    close();
  };

  test('writes when an API key was used last, and brings no deleted key back', async () => {
    await redis.hset('apikey:K', { name: 'one', lastUsedAt: '' });
    const at = Date.now();
    await record({ apiKey: 'K', model: 'm', at }, { apiKey: 'deleted', model: 'm', at }, { apiKey: 'K', model: 'm', at });
    expect(await redis.hgetall('apikey:K')).toEqual({ name: 'one', lastUsedAt: new Date(at).toISOString() });
    expect(await redis.ttl('apikey:K')).toBeGreaterThan(364 * 86_400);
    expect(await redis.zrange('apikey:idx:lastUsedAt', '0', '-1', 'WITHSCORES')).toEqual(['K', String(at)]);
    expect(await redis.exists('apikey:deleted')).toBe(0);
  });

  test('counts in a rate window that has not ended', async () => {
    const counters = ['rate_limit:tokens:K', 'rate_limit:cost:K'];
    await Promise.all(counters.map((key) => redis.set(key, '100', 'EX', 60)));
    const request = { apiKey: 'K', model: 'm', inputTokens: 5, cacheReadTokens: 2, cost: 0.5, rateWindow: true };
    await record(request, { ...request, rateWindow: false }, request);
    expect(await redis.mget(counters)).toEqual(['114', '101']);
    expect(await redis.ttl(counters[0]!)).toBeGreaterThan(0);
    await record({ ...request, apiKey: 'ended' });
    // The application creates the counters again, without a TTL.
    expect(await redis.get('rate_limit:tokens:ended')).toBe(mode === 'pipeline' ? '7' : null);
  });
});

test('what a server refuses is told, and the rest is counted', async () => {
  await redis.set('usage:K', 'text');
  for (const mode of ['pipeline', 'script'] as const) {
    const { client, close } = await CLIENTS['ioredis']!(server);
    const recorder = await createRecorder({ client, mode });
    const answer = await recorder.record({ apiKey: 'K', model: 'm', inputTokens: 5 });
    expect(answer).toMatchObject({
      status: 'recorded',
      refused: 9,
      firstRefusal: expect.stringMatching(/^HINCRBY: .*WRONGTYPE/) as unknown,
    });
    expect(recorder.counts).toMatchObject({ recorded: 1, refused: 9 });
    close();
  }
  expect(await redis.hget('usage:global:total', 'inputTokens')).toBe('10');
});

test('a request with the same id is recorded once', async () => {
  for (const mode of ['script', 'buffered'] as const) {
    await redis.flushall();
    const { client, close } = await CLIENTS['ioredis']!(server);
    await using recorder = await createRecorder({ client, mode });
    const request = { apiKey: 'K', model: 'm', inputTokens: 5, cost: 0.5, requestId: 'request:1' };
    const answers = await Promise.all([1, 2, 3].map(() => recorder.record(request)));
    await recorder.flush();
    expect(answers.filter(({ again }) => again)).toHaveLength(2);
    expect(await redis.hget('usage:K', 'totalRequests')).toBe('1');
    expect([await redis.get('usage:cost:total:K'), await redis.llen('usage:records:K')]).toEqual(['0.5', 1]);
    close();
  }
});

describe('requests that come together', () => {
  const scriptsSoFar = async () => Number(/cmdstat_evalsha:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1] ?? 0);

  test('are one script, and leave what they leave one by one', async () => {
    const { client, close } = await CLIENTS['ioredis']!(server);
    await recordAll('script', client);
    const expected = await contents(redis);
    await redis.flushall();
    await redis.config('RESETSTAT');
    const recorder = await createRecorder({ client, mode: 'script' });
    const answers = await Promise.all(requests.map((request) => recorder.record(request)));
    expect(answers.map(({ again, refused }) => [again, refused])).toEqual(requests.map(() => [false, 0]));
    expect([await scriptsSoFar(), recorder.counts.recorded]).toEqual([1, requests.length]);
    expect(await contents(redis)).toEqual(expected);
    await redis.config('RESETSTAT');
    const single = await createRecorder({ client, mode: 'script', requestsPerScript: 1 });
    await Promise.all(requests.map((request) => single.record(request)));
    expect(await scriptsSoFar()).toBe(requests.length);
    close();
  });

  test('are left out if they were recorded before, and the others are not', async () => {
    const { client, close } = await CLIENTS['ioredis']!(server);
    const named = requests.map((request, at) => ({ ...request, requestId: `request-${at}` }));
    const earlier = await createRecorder({ client, mode: 'script' });
    for (const at of [0, 5, 11]) await earlier.record(named[at]!);
    const recorder = await createRecorder({ client, mode: 'script' });
    const answers = await Promise.all(named.map((request) => recorder.record(request)));
    expect(answers.flatMap(({ again }, at) => (again ? [at] : []))).toEqual([0, 5, 11]);
    expect(await redis.hget('usage:global:total', 'requests')).toBe(String(requests.length));
    // Notes were left for all of them.
    const later = await Promise.all(named.map((request) => recorder.record(request)));
    expect(later.every(({ again }) => again)).toBe(true);
    close();
  });

  test('wait only a moment for one that gets no answer', async () => {
    let calls = 0;
    const client = functionClient(([name = '', ...args]) => (++calls === 1 ? new Promise(() => {}) : redis.call(name, ...args)));
    const recorder = await createRecorder({ client, mode: 'script', timeoutMs: 60_000 });
    // It is given up when the test has ended.
    recorder.record(requests[0]!).catch(() => {});
    await Promise.resolve();
    expect(await recorder.record(requests[1]!)).toMatchObject({ status: 'recorded', again: false });
  });

  test('are refused, and not repeated without end, after a reply that makes no sense', async () => {
    const client = functionClient(() => Promise.resolve([0, 0, '', '', [99]]));
    const recorder = await createRecorder({ client, mode: 'script' });
    await expect(recorder.record(requests[0]!)).rejects.toMatchObject({ code: 'bad-reply' });
  });
});

test('a cluster has one script for each slot, and the same keys', async () => {
  const cluster = await startCluster({ masters: 3 });
  const client = new Cluster([{ host: '127.0.0.1', port: cluster.masters[0]!.port }]);
  try {
    await expect(createRecorder({ client: ioredisClient(client), mode: 'pipeline', cluster: true })).rejects.toMatchObject({
      code: 'input',
    });
    await recordAll('script', ioredisClient(redis), {});
    const expected = await contents(redis);
    for (const mode of ['script', 'buffered'] as const) {
      const nodes = client.nodes('master');
      await Promise.all(nodes.map((node) => node.flushall()));
      await recordAll(mode, ioredisClient(client), { cluster: true });
      const left = await Promise.all(nodes.map((node) => contents(node)));
      expect(left.every((part) => Object.keys(part).length > 0)).toBe(true);
      expect(Object.assign({}, ...left)).toEqual(expected);
    }
    const nodes = client.nodes('master');
    await Promise.all(nodes.map((node) => node.flushall()));
    const recorder = await createRecorder({ client: ioredisClient(client), mode: 'script', cluster: true, timeoutMs: 30_000 });
    await Promise.all(requests.map((request) => recorder.record(request)));
    expect(Object.assign({}, ...(await Promise.all(nodes.map((node) => contents(node)))))).toEqual(expected);
  } finally {
    client.disconnect();
    await cluster.stop();
  }
});
