/** What every client must do, on a real server. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createLimiter,
  fixedWindow,
  gcra,
  listLog,
  slidingWindow,
  tokenBucket,
  zsetLog,
  type LimiterOptions,
  type RuleOptions,
  type Rule,
} from '../../src/lib/limiter/index.js';
import { launch, startRedis, end, type TestServer } from '../support/redis-server.js';
import { serverTime } from '../support/server-clock.js';
import { CLIENTS, type Connected } from './clients.js';

const MINUTE_MS = 60_000;
const ALGORITHMS: Record<string, (options: RuleOptions) => Rule> = {
  listLog,
  fixedWindow,
  slidingWindow,
  tokenBucket,
  gcra,
  zsetLog,
};

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server?.stop());

describe.each(Object.entries(CLIENTS))('%s', (_name, connect) => {
  let connected: Connected;
  beforeEach(async () => {
    await server.client().flushall();
    connected = await connect(server);
  });
  afterEach(() => connected.close());

  const limiterOf = (rules: Rule | Rule[], options: Partial<LimiterOptions> = {}) =>
    createLimiter({ client: connected.client, rules, onError: 'closed', timeoutMs: 20_000, ...options });

  test.each(Object.entries(ALGORITHMS))('%s allows up to its limit, then says when to come again', async (_algorithm, make) => {
    const limiter = limiterOf(make({ limit: 3, windowMs: MINUTE_MS }));
    const started = await serverTime(server.client());
    for (const used of [1, 2, 3]) {
      const answer = await limiter.check('alice');
      expect(answer).toMatchObject({ allowed: true, limit: 3, used, remaining: 3 - used, retryAfter: 0, source: 'redis' });
      expect(answer.resetAt).toBeGreaterThan(started);
      expect(answer.resetAt).toBeLessThanOrEqual((await serverTime(server.client())) + 2 * MINUTE_MS);
    }
    const denied = await limiter.check('alice');
    expect(denied).toMatchObject({ allowed: false, used: 3, remaining: 0, source: 'redis' });
    expect(denied.retryAfter).toBeGreaterThan(0);
    expect(denied.retryAfter).toBeLessThanOrEqual(2 * MINUTE_MS);
    expect(await limiter.check('alice')).toMatchObject({ allowed: false, used: 3, source: 'memory' });
    expect(await limiter.check('bob')).toMatchObject({ allowed: true, used: 1 });
    expect(await server.client().pttl('alice')).toBeGreaterThan(0);
    expect(limiter.counts()).toMatchObject({ allowed: 4, denied: 2, fromMemory: 1, failed: 0 });
  });

  test('a request is counted by all rules or by none', async () => {
    const limiter = limiterOf([
      listLog({ limit: 5, windowMs: MINUTE_MS, key: (subject) => `minute:{${subject}}` }),
      fixedWindow({ limit: 2, windowMs: 60 * MINUTE_MS, key: (subject) => `hour:{${subject}}` }),
      gcra({ limit: 100, windowMs: MINUTE_MS, key: (subject) => `smooth:{${subject}}` }),
    ]);
    await limiter.check('alice');
    const second = await limiter.check('alice');
    expect(second).toMatchObject({ allowed: true, limit: 2, used: 2, remaining: 0 });
    const third = await limiter.check('alice');
    expect(third).toMatchObject({ allowed: false, limit: 2, used: 2 });
    expect(third.rules.map(({ used }) => used)).toEqual([2, 2, 2]);
    expect(await server.client().llen('minute:{alice}')).toBe(2);
  });

  test('a repeated request counts once and is answered as before, even at the limit', async () => {
    const limiter = limiterOf([
      slidingWindow({ limit: 2, windowMs: MINUTE_MS, key: (subject) => `slow:{${subject}}` }),
      tokenBucket({ limit: 2, windowMs: MINUTE_MS, key: (subject) => `fast:{${subject}}` }),
    ]);
    const first = await limiter.check('alice', { requestId: 'one' });
    await limiter.check('alice', { requestId: 'two' });
    expect(await limiter.check('alice', { requestId: 'three' })).toMatchObject({ allowed: false });
    expect(await limiter.check('alice', { requestId: 'one' })).toEqual(first);
    expect(first.rules.map(({ used }) => used)).toEqual([1, 1]);
  });

  test.each(Object.entries(ALGORITHMS))('%s answers where a key is of another type', async (_algorithm, make) => {
    const redis = server.client();
    await redis.sadd('alice', 'member');
    const [open, closed] = [
      limiterOf(make({ limit: 3, windowMs: MINUTE_MS }), { onError: 'open' }),
      limiterOf(make({ limit: 3, windowMs: MINUTE_MS })),
    ];
    const answer = await open.check('alice');
    expect(answer).toMatchObject({ allowed: true, used: null, source: 'failure', failure: { code: 'wrong-type' } });
    expect(await closed.check('alice')).toMatchObject({ allowed: false, source: 'failure', failure: { code: 'wrong-type' } });
    expect(await redis.smembers('alice')).toEqual(['member']);
  });

  test('scripts that the server has forgotten are sent again, and nothing fails', async () => {
    const limiter = limiterOf(zsetLog({ limit: 1_000, windowMs: MINUTE_MS }));
    const redis = server.client();
    const answers = [];
    for (let round = 0; round < 5; round++) {
      await redis.script('FLUSH');
      answers.push(...(await Promise.all(Array.from({ length: 20 }, () => limiter.check('alice')))));
    }
    expect(answers.filter(({ source, allowed }) => source !== 'redis' || !allowed)).toEqual([]);
    expect(await redis.zcard('alice')).toBe(100);
    expect(limiter.counts()).toMatchObject({ allowed: 100, failed: 0 });
    expect(limiter.counts().loaded).toBeGreaterThanOrEqual(5);
  });

  test('a check is answered by the policy when Redis is too slow, and by a function if that is the policy', async () => {
    const redis = server.client();
    await redis.ping();
    const asked: string[] = [];
    const limiter = limiterOf(gcra({ limit: 3, windowMs: MINUTE_MS }), {
      timeoutMs: 50,
      onError: ({ subject, cost, failure }) => {
        asked.push(`${subject} ${cost} ${failure.code}`);
        return Promise.resolve(true);
      },
    });
    await limiter.look('alice');
    void redis.call('DEBUG', 'SLEEP', '0.4').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
    const started = performance.now();
    expect(await limiter.check('alice', { cost: 2 })).toMatchObject({
      allowed: true,
      source: 'failure',
      limit: 3,
      remaining: null,
    });
    expect(performance.now() - started).toBeLessThan(300);
    expect(asked).toEqual(['alice 2 timeout']);
  });
});

test.each(Object.entries(CLIENTS))('%s: a server that is killed and restarted costs no error', async (_name, connect) => {
  const own = await startRedis();
  let again = own.process;
  const connected = await connect(own);
  try {
    const rules = slidingWindow({ limit: 10, windowMs: MINUTE_MS });
    const limiter = createLimiter({ client: connected.client, rules, onError: 'closed', timeoutMs: 20_000 });
    expect(await limiter.check('alice')).toMatchObject({ allowed: true, used: 1 });
    await end(own.process);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const waiting = limiter.check('alice');
    again = await launch(own.args, { folder: own.dir });
    expect(await waiting).toMatchObject({ allowed: true, used: 1, source: 'redis' });
    expect(limiter.counts()).toMatchObject({ failed: 0, loaded: 2 });
  } finally {
    connected.close();
    await end(again);
    await own.stop();
  }
});
