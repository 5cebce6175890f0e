/** Replies that are lost, servers that are away: nothing is counted twice, and nothing fails without a word. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  jsonLines,
  tokenUsageMetrics,
  TokenUsageRepository,
  type OperationEvent,
  type TokenUsageOptions,
} from '../../src/lib/token-usage/index.js';
import { CLIENTS } from '../limiter/clients.js';
import { connectionFor, startFake, type FakeServer } from '../support/fake-server.js';
import { seededRandom } from '../support/random.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
let redis: Redis;
let proxy: FakeServer;
/** What becomes of the next replies to scripts. */
let fate: () => 'deliver' | 'drop' | 'late' = () => 'deliver';

beforeAll(async () => {
  server = await startRedis();
  redis = server.client();
  proxy = await startFake((client) => {
    const toServer = connectionFor(client, server.port);
    client.on('data', (chunk) => toServer.write(chunk));
    toServer.on('data', (chunk) => {
      const next = fate();
      if (next === 'deliver') client.write(chunk);
      else if (next === 'drop') client.destroy();
      else void sleep(150).then(() => client.write(chunk));
    });
  });
});
afterAll(async () => {
  await proxy?.stop();
  await server?.stop();
});
beforeEach(async () => {
  fate = () => 'deliver';
  await redis.flushall();
});

describe.each(Object.entries(CLIENTS))('%s', (_name, connect) => {
  const open = async (options: Partial<TokenUsageOptions> = {}) => {
    const connected = await connect(server, proxy.port);
    const usage = new TokenUsageRepository({
      client: connected.client,
      timeoutMs: 100,
      retry: { attempts: 8, waitMs: 5 },
      ...options,
    });
    return { usage, close: connected.close };
  };

  test('lost and late replies count once: sums are what was acknowledged', async () => {
    const { usage, close } = await open();
    await usage.incrementTotalUsage('alice', 0, 'c');
    const random = seededRandom(7);
    fate = () => (random() < 0.12 ? 'drop' : random() < 0.08 ? 'late' : 'deliver');
    let [acknowledged, unknown] = [0, 0];
    for (let round = 0; round < 20; round++) {
      const calls = Array.from({ length: 5 }, (_, at) => usage.incrementDetailedUsage('alice', 10 + at, 1, 'c'));
      for (const [at, settled] of (await Promise.allSettled(calls)).entries()) {
        if (settled.status === 'fulfilled') acknowledged += 11 + at;
        else unknown += 11 + at;
      }
    }
    fate = () => 'deliver';
    close();
    const total = Number(await redis.hget('token_usage:alice:c', 'total_tokens'));
    expect(acknowledged).toBeGreaterThan(0);
    expect(total).toBeGreaterThanOrEqual(acknowledged);
    expect(total).toBeLessThanOrEqual(acknowledged + unknown);
    expect(Number(await redis.hget('token_usage:alice:c', 'prompt_tokens'))).toBe(
      total - Number(await redis.hget('token_usage:alice:c', 'completion_tokens')),
    );
  });

  test('a repetition after a lost reply is told, and counts once', async () => {
    const told: OperationEvent[] = [];
    const { usage, close } = await open({
      hooks: { done: (event) => void told.push(event) },
      retry: { attempts: 20, waitMs: 20 },
    });
    await usage.incrementTotalUsage('alice', 1, 'c');
    let lost = 0;
    fate = () => (lost++ === 0 ? 'drop' : 'deliver');
    expect(await usage.incrementTotalUsage('alice', 5, 'c')).toMatchObject({ totalTokens: 6 });
    close();
    const last = told.at(-1)!;
    expect(last).toMatchObject({ operation: 'incrementTotalUsage', kind: 'increment', tokens: { total: 5n } });
    // ioredis itself may send it again on a new connection.
    expect(last.error).toBeUndefined();
    expect(await redis.hget('token_usage:alice:c', 'total_tokens')).toBe('6');
  });
});

/** A client whose server is away. */
const away = { evalsha: () => Promise.reject(new Error('connect ECONNREFUSED')), eval: () => Promise.reject(new Error('away')) };
const brief = { timeoutMs: 30, retry: { attempts: 3, waitMs: 1 } };

describe('a server that is away', () => {
  test.each([
    ['reject', undefined],
    ['open', { exceeded: false, source: 'failure' }],
    ['closed', { exceeded: true, source: 'failure' }],
  ] as const)('a limit is checked as the policy says (%s)', async (onError, answer) => {
    const usage = new TokenUsageRepository({ client: away, onError, ...brief });
    const check = usage.checkUsageLimit('alice');
    if (answer) expect(await check).toMatchObject(answer);
    else await expect(check).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('every attempt is made, then the call rejects, and metrics and log say so', async () => {
    const metrics = tokenUsageMetrics();
    const lines: string[] = [];
    const log = jsonLines({ write: (line) => lines.push(line), onlyTroubled: true, now: () => 0 });
    const broken = {
      done: () => {
        throw new Error('a hook');
      },
    };
    const usage = new TokenUsageRepository({ client: away, hooks: [broken, metrics, log], ...brief });
    await expect(usage.incrementTotalUsage('alice', 1)).rejects.toMatchObject({ code: 'unreachable' });
    expect(await usage.healthCheck()).toMatchObject({ status: 'unhealthy', error: 'connect ECONNREFUSED' });
    expect(metrics.text()).toContain('redis_operations_total{status="unreachable"} 2\n');
    expect(metrics.text()).toContain('token_operation_retries_total{operation="incrementTotalUsage"} 2\n');
    expect(JSON.parse(lines[0]!)).toMatchObject({
      time: '1970-01-01T00:00:00.000Z',
      level: 'error',
      attempts: 3,
      error: 'unreachable',
    });
    expect(lines.join('')).not.toContain('alice');
  });

  test('a client that never answers is given up at the deadline', async () => {
    const silent = { evalsha: () => new Promise(() => {}), eval: () => new Promise(() => {}) };
    const usage = new TokenUsageRepository({ client: silent, ...brief });
    await expect(usage.getUsageStats('alice')).rejects.toMatchObject({ code: 'timeout' });
  });

  test.each([
    ['a reply of another shape', () => Promise.resolve('OK'), 'bad-reply', 1],
    ['a refusal', () => Promise.reject(new Error("NOPERM User has no permissions to run the 'evalsha' command")), 'refused', 1],
    ['a server that loads', () => Promise.reject(new Error('LOADING Redis is loading the dataset in memory')), 'unreachable', 3],
  ])('%s', async (_what, evalsha, code, attempts) => {
    const told: OperationEvent[] = [];
    const usage = new TokenUsageRepository({
      client: { evalsha, eval: evalsha },
      hooks: { done: (event) => void told.push(event) },
      ...brief,
    });
    await expect(usage.getUsageStats('alice')).rejects.toMatchObject({ code });
    expect(told).toMatchObject([{ error: code, attempts }]);
  });
});

test('the health check writes nothing', async () => {
  const connected = await CLIENTS['ioredis']!(server);
  const metrics = tokenUsageMetrics();
  const usage = new TokenUsageRepository({ client: connected.client, hooks: metrics });
  expect(await usage.healthCheck()).toMatchObject({ status: 'healthy' });
  expect(await redis.dbsize()).toBe(0);
  await usage.incrementDetailedUsage('alice', 4, 3, 'c');
  await usage.setUsageLimit('alice', 10, 'c');
  for (const requestId of ['one', 'one', 'two']) await usage.checkAndIncrement('alice', 2, 1, 'c', { requestId });
  const text = metrics.text();
  expect(text).toContain('token_increments_total{token_type="prompt"} 6\n');
  expect(text).toContain('token_increments_total{token_type="total"} 10\n');
  expect(text).toContain('token_queries_total{operation="healthCheck"} 1\n');
  expect(text).toContain('redis_operations_total{status="success"} 6\n');
  expect(text).toMatch(/^token_operations_duration_seconds_bucket\{le="\+Inf"\} 6$/m);
  for (const line of text.trimEnd().split('\n'))
    expect(line).toMatch(/^(?:# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{[a-z_]+="[^"]*"\})? \d[\d.e+-]*)$/);
  connected.close();
});
