import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createLimiter,
  fixedWindow,
  gcra,
  ioredisClient,
  legacyListLog,
  listLog,
  type DisagreedEvent,
  type LegacyLimiter,
  type LimiterClient,
  type Mode,
} from '../../src/lib/limiter/index.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const list = { limit: 3, windowMs: 600_000 };

let server: TestServer;
let client: LimiterClient;
beforeAll(async () => {
  server = await startRedis();
  client = ioredisClient(server.client());
});
afterAll(() => server?.stop());
beforeEach(() => server.client().flushall());

const generous: LegacyLimiter = { sharesKeys: false, check: () => Promise.resolve({ allowed: true }) };

test('in mode shadow the old limiter decides, and each difference is counted and reported', async () => {
  const told: DisagreedEvent[] = [];
  const hooks = {
    disagreed: (event: DisagreedEvent) => void told.push(event),
    answered: () => {
      throw new Error('hooks may fail');
    },
  };
  const limiter = createLimiter({ client, rules: gcra(list), legacy: generous, mode: 'shadow', onError: 'closed', hooks });
  for (let check = 0; check < 5; check++) expect(await limiter.check('alice')).toMatchObject({ allowed: true, source: 'legacy' });
  expect(limiter.counts()).toMatchObject({ allowed: 5, denied: 0, failed: 0 });
  expect(limiter.counts().shadow).toEqual({ agreed: 3, onlyLegacyAllowed: 2, onlyAtomicAllowed: 0, failed: 0 });
  expect(told).toEqual(Array.from({ length: 2 }, () => ({ subject: 'alice', cost: 1, legacy: true, atomic: false })));
});

test('in mode shadow a list that both use is counted once', async () => {
  const legacy = legacyListLog({ client, ...list });
  const limiter = createLimiter({ client, rules: listLog(list), legacy, mode: 'shadow', onError: 'closed' });
  const answers = [];
  for (let check = 0; check < 5; check++) answers.push((await limiter.check('alice')).allowed);
  expect(answers).toEqual([true, true, true, false, false]);
  expect(await server.client().llen('alice')).toBe(3);
  expect(limiter.counts().shadow).toEqual({ agreed: 5, onlyLegacyAllowed: 0, onlyAtomicAllowed: 0, failed: 0 });
});

test('a script that fails in mode shadow changes no answer', async () => {
  await server.client().sadd('alice', 'member');
  const limiter = createLimiter({ client, rules: gcra(list), legacy: generous, mode: 'shadow', onError: 'closed' });
  expect(await limiter.check('alice')).toMatchObject({ allowed: true, source: 'legacy' });
  expect(limiter.counts()).toMatchObject({ failed: 0, shadow: { failed: 1 } });
});

test('a switch goes to the new limiter and back on the same list', async () => {
  let mode: Mode = 'legacy';
  const legacy = legacyListLog({ client, ...list });
  const limiter = createLimiter({
    client,
    rules: listLog(list),
    legacy,
    mode: () => mode,
    onError: 'closed',
    rememberDenials: 0,
  });
  const sources: string[] = [];
  for (mode of ['legacy', 'atomic', 'legacy', 'atomic', 'legacy'] as const) {
    const { allowed, source } = await limiter.check('alice');
    sources.push(`${source} ${allowed}`);
  }
  expect(sources).toEqual(['legacy true', 'redis true', 'legacy true', 'redis false', 'legacy false']);
});

test('an old limiter that fails is answered by the policy', async () => {
  await server.client().set('alice', 'text');
  const legacy = legacyListLog({ client, ...list });
  const limiter = createLimiter({ client, rules: listLog(list), legacy, mode: 'legacy', onError: 'open' });
  expect(await limiter.check('alice')).toMatchObject({ allowed: true, source: 'failure', failure: { code: 'wrong-type' } });
  await server.client().del('alice');
  await server.client().rpush('alice', 'no time', 'no time', 'no time');
  expect(await limiter.check('alice')).toMatchObject({ allowed: true, source: 'failure', failure: { code: 'error' } });
});

test('a mode other than atomic needs an old limiter', async () => {
  expect(() => createLimiter({ client, rules: gcra(list), mode: 'shadow', onError: 'open' })).toThrow(RangeError);
  await expect(
    createLimiter({ client, rules: gcra(list), mode: () => 'legacy', onError: 'open' }).check('alice'),
  ).rejects.toThrow(RangeError);
});

test('options that no script can compute with are refused', async () => {
  expect(() => fixedWindow({ limit: 0, windowMs: 1_000 })).toThrow('limit must be a whole number from 1');
  expect(() => fixedWindow({ limit: 1.5, windowMs: 1_000 })).toThrow(RangeError);
  expect(() => gcra({ limit: 1, windowMs: 0 })).toThrow(RangeError);
  expect(() => gcra({ limit: 1, windowMs: 1_000, burst: 0 })).toThrow(RangeError);
  expect(() => gcra({ limit: 1e12, windowMs: 1_000 })).toThrow('too high');
  expect(() => listLog({ ...list, utcOffsetMinutes: 5.5 })).toThrow(RangeError);
  expect(() => createLimiter({ client, rules: gcra(list), onError: 'ajar' as 'open' })).toThrow('onError');
  expect(() => createLimiter({ client, rules: gcra(list), onError: 'open', mode: 'old' as 'legacy' })).toThrow(
    'legacy, atomic, shadow',
  );
  expect(() => createLimiter({ client, rules: [], onError: 'open' })).toThrow(RangeError);
  expect(() => createLimiter({ client, rules: gcra(list), onError: 'open', timeoutMs: 0 })).toThrow(RangeError);
  await expect(createLimiter({ client, rules: gcra(list), onError: 'open' }).check('alice', { cost: 0.5 })).rejects.toThrow(
    RangeError,
  );
  await expect(createLimiter({ client, rules: [gcra(list), listLog(list)], onError: 'open' }).check('alice')).rejects.toThrow(
    'same key',
  );
});

test('a cost above the limit never fits, and Redis is not asked', async () => {
  const limiter = createLimiter({
    client,
    rules: [gcra({ ...list, key: (subject) => `${subject}:gcra` }), fixedWindow({ ...list, limit: 9 })],
    onError: 'open',
  });
  expect(await limiter.check('alice', { cost: 4 })).toMatchObject({
    allowed: false,
    limit: 3,
    retryAfter: Infinity,
    source: 'memory',
  });
  expect(await server.client().dbsize()).toBe(0);
});
