/** What limiters leave in Redis, and keys that other programs wrote. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createLimiter,
  fixedWindow,
  functionClient,
  ioredisClient,
  listLog,
  tokenBucket,
  zsetLog,
  type Rule,
} from '../../src/lib/limiter/index.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { serverTime } from '../support/server-clock.js';
import { needsServer } from '../support/server-program.js';

const WINDOW_MS = 60_000;

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server?.stop());
beforeEach(() => server.client().flushall());

const limiterOf = (rules: Rule) =>
  createLimiter({ client: ioredisClient(server.client()), rules, onError: 'closed', timeoutMs: 20_000 });

test.each([1, 9])('a counter of %i without TTL gets one', async (count) => {
  const redis = server.client();
  await redis.set('alice', String(count));
  const answer = await limiterOf(fixedWindow({ limit: 5, windowMs: WINDOW_MS })).check('alice');
  expect(answer.allowed).toBe(count < 5);
  const left = await redis.pttl('alice');
  expect(left).toBeGreaterThan(WINDOW_MS / 2);
  expect(left).toBeLessThanOrEqual(WINDOW_MS);
  if (!answer.allowed) expect(answer).toMatchObject({ used: 9, remaining: 0, retryAfter: WINDOW_MS });
});

test('a look changes nothing, not even the missing TTL', async () => {
  const redis = server.client();
  await redis.set('alice', '9');
  expect(await limiterOf(fixedWindow({ limit: 5, windowMs: WINDOW_MS })).look('alice')).toMatchObject({
    allowed: false,
    used: 9,
  });
  expect(await redis.ttl('alice')).toBe(-1);
});

test('a list that was pushed to by a race is cut at the next request, and decided by its newest entries', async () => {
  const redis = server.client();
  const now = await serverTime(redis);
  const entry = (agoMs: number): string => new Date(now - agoMs).toISOString();
  await redis.rpush('alice', ...[1, 2, 30, 40, 80, 90, 100].map((seconds) => entry(seconds * 1_000)));
  const limiter = limiterOf(listLog({ limit: 5, windowMs: WINDOW_MS }));
  expect(await limiter.check('alice')).toMatchObject({ allowed: true, used: 5 });
  expect(await redis.llen('alice')).toBe(5);
});

test('entries in the future deny for as long as they say', async () => {
  const redis = server.client();
  const later = new Date((await serverTime(redis)) + 8 * 3_600_000).toISOString();
  await redis.rpush('alice', later, later);
  const { allowed, retryAfter } = await limiterOf(listLog({ limit: 2, windowMs: WINDOW_MS })).check('alice');
  expect(allowed).toBe(false);
  expect(retryAfter).toBeGreaterThan(8 * 3_600_000 - 60_000);
});

test('an entry that is no time is answered by the policy', async () => {
  await server.client().rpush('alice', 'yesterday', 'yesterday');
  expect(await limiterOf(listLog({ limit: 2, windowMs: WINDOW_MS })).check('alice')).toMatchObject({
    source: 'failure',
    failure: { code: 'error' },
  });
});

test('members that have left the window are removed from the sorted set', async () => {
  const redis = server.client();
  const now = await serverTime(redis);
  await redis.zadd('alice', ...[500, 90, 61].flatMap((seconds) => [now - seconds * 1_000, `old-${seconds}`]), now - 1_000, 'new');
  expect(await limiterOf(zsetLog({ limit: 2, windowMs: WINDOW_MS })).check('alice')).toMatchObject({ allowed: true, used: 2 });
  expect(await redis.zcount('alice', 0, now - 60_500)).toBe(0);
});

test('denials are not stored', async () => {
  const redis = server.client();
  for (const rule of [zsetLog({ limit: 20, windowMs: WINDOW_MS }), tokenBucket({ limit: 20, windowMs: WINDOW_MS })]) {
    await redis.flushall();
    const limiter = createLimiter({
      client: ioredisClient(redis),
      rules: rule,
      onError: 'closed',
      rememberDenials: 0,
      timeoutMs: 20_000,
    });
    for (let check = 0; check < 20; check++) await limiter.check('alice');
    const [value, left] = [await redis.dumpBuffer('alice'), await redis.pttl('alice')];
    for (let check = 0; check < 30; check++) await limiter.check('alice');
    if (rule.algorithm === 'zsetLog') expect((await redis.dumpBuffer('alice')).equals(value)).toBe(true);
    expect(await redis.pttl('alice')).toBeLessThanOrEqual(left);
  }
});

/** What new-api's second limiters send: the count is raised by denials too. It returns whether the request passes. */
const COUNTER = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
if redis.call('TTL', KEYS[1]) < 0 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return count <= tonumber(ARGV[1]) and 1 or 0`;

test('fixedWindow decides as the counter of new-api does, on the same key', async () => {
  const redis = server.client();
  const rules = fixedWindow({ limit: 6, windowMs: WINDOW_MS });
  const limiter = createLimiter({
    client: ioredisClient(redis),
    rules,
    onError: 'closed',
    rememberDenials: 0,
    timeoutMs: 20_000,
  });
  const answers: boolean[] = [];
  for (let request = 0; request < 12; request++) {
    const isOld = request % 3 === 0;
    answers.push(isOld ? (await redis.eval(COUNTER, 1, 'alice', '6', '60')) === 1 : (await limiter.check('alice')).allowed);
  }
  expect(answers).toEqual(Array.from({ length: 12 }, (_, request) => request < 6));
  expect(await limiter.look('alice')).toMatchObject({ allowed: false, remaining: 0 });
  expect(await redis.ttl('alice')).toBeGreaterThan(0);
});

/** Answers INCREX as its documentation says, by a script, for servers that lack it. */
const INCREX = `
local value, by, most = tonumber(redis.call('GET', KEYS[1]) or 0), tonumber(ARGV[2]), tonumber(ARGV[4])
if value + by > most then return { value, 0 } end
value = redis.call('INCRBY', KEYS[1], by)
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[6]) end
return { value, by }`;

test('where the server has INCREX, a counter takes it and no script', async () => {
  const redis = server.client();
  const sent: string[] = [];
  const client = functionClient(([name = '', ...args]) => {
    sent.push(name);
    if (name !== 'INCREX') return redis.call(name, ...args);
    expect(args).toEqual(['alice', 'BYINT', '2', 'UBOUND', '5', 'PX', String(WINDOW_MS), 'ENX']);
    return redis.eval(INCREX, 1, ...args);
  });
  const limiter = createLimiter({
    client,
    rules: fixedWindow({ limit: 5, windowMs: WINDOW_MS }),
    onError: 'closed',
    rememberDenials: 0,
  });
  expect(await limiter.check('alice', { cost: 2 })).toMatchObject({ allowed: true, used: 2, remaining: 3 });
  expect(await limiter.check('alice', { cost: 2 })).toMatchObject({ allowed: true, used: 4 });
  const denied = await limiter.check('alice', { cost: 2 });
  expect(denied).toMatchObject({ allowed: false, used: 4 });
  expect(denied.retryAfter).toBeGreaterThan(WINDOW_MS / 2);
  expect(sent).toEqual(['INCREX', 'PTTL', 'INCREX', 'PTTL', 'INCREX', 'PTTL']);
  await redis.persist('alice');
  expect(await limiter.check('alice', { cost: 2 })).toMatchObject({ allowed: false, used: 4, retryAfter: WINDOW_MS });
  expect(await redis.pttl('alice')).toBeGreaterThan(WINDOW_MS / 2);
});

test('a counter and INCREX of the server itself', async (context) => {
  needsServer(context, '8.8', 'INCREX');
  const redis = server.client();
  const sent: string[] = [];
  const client = functionClient(([name = '', ...args]) => {
    sent.push(name);
    return redis.call(name, ...args);
  });
  const common = { client, onError: 'closed', rememberDenials: 0 } as const;
  const limiter = createLimiter({ ...common, rules: fixedWindow({ limit: 5, windowMs: WINDOW_MS }) });
  expect(await limiter.check('alice', { cost: 2 })).toMatchObject({ allowed: true, used: 2, remaining: 3 });
  expect(await limiter.check('alice', { cost: 3 })).toMatchObject({ allowed: true, used: 5, remaining: 0 });
  const ttl = await redis.pttl('alice');
  const denied = await limiter.check('alice');
  expect(denied).toMatchObject({ allowed: false, used: 5 });
  expect(denied.retryAfter).toBeLessThanOrEqual(ttl + 1);
  expect(new Set(sent)).toEqual(new Set(['INCREX', 'PTTL']));
  // A denial changes nothing, and a counter of new-api's own script is counted on.
  expect(await redis.get('alice')).toBe('5');
  await redis.eval(COUNTER, 1, 'bob', '5', '60');
  expect(await limiter.check('bob', { cost: 4 })).toMatchObject({ allowed: true, used: 5 });
  expect(await limiter.check('bob')).toMatchObject({ allowed: false, used: 5 });
  // Keys of older generations are answered by the script.
  await redis.rpush('carol', 'x');
  await expect(limiter.check('carol')).resolves.toMatchObject({ allowed: false });
});

test('where the server has no INCREX, it is asked once', async () => {
  const redis = server.client();
  const sent: string[] = [];
  const client = functionClient(([name = '', ...args]) => {
    sent.push(name);
    return redis.call(name === 'INCREX' ? 'NO-INCREX' : name, ...args);
  });
  const limiter = createLimiter({ client, rules: fixedWindow({ limit: 5, windowMs: WINDOW_MS }), onError: 'closed' });
  for (const used of [1, 2, 3]) expect(await limiter.check('alice')).toMatchObject({ allowed: true, used });
  expect(sent.filter((name) => name === 'INCREX' || name === 'PTTL')).toEqual(['INCREX', 'PTTL']);
});
