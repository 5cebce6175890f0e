/** Denials that are remembered in the process. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLimiter, fixedWindow, ioredisClient, listLog, type LimiterClient } from '../../src/lib/limiter/index.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
let client: LimiterClient;
let sent = 0;
beforeAll(async () => {
  server = await startRedis();
  const inner = ioredisClient(server.client());
  client = {
    evalsha: (...args) => (sent++, inner.evalsha(...args)),
    eval: (...args) => inner.eval(...args),
  };
});
afterAll(() => server?.stop());
beforeEach(async () => {
  await server.client().flushall();
  sent = 0;
});

test('a key that denies is asked again when it allows again, and not before, however late its denial arrived', async () => {
  const LATE_MS = 600;
  const late: LimiterClient = {
    ...client,
    async evalsha(...args) {
      const reply = await client.evalsha(...args);
      if (sent === 2) await sleep(LATE_MS);
      return reply;
    },
  };
  const limiter = createLimiter({
    client: late,
    rules: listLog({ limit: 1, windowMs: 2_000 }),
    onError: 'closed',
    timeoutMs: 20_000,
  });
  await limiter.check('alice');
  const asked = performance.now();
  const denied = await limiter.check('alice');
  expect(denied).toMatchObject({ allowed: false, source: 'redis' });
  expect(await limiter.check('alice')).toMatchObject({ allowed: false, source: 'memory' });
  await sleep(asked + denied.retryAfter! + 50 - performance.now());
  // The reply was late, so this is still within a window of it.
  expect(await limiter.check('alice')).toMatchObject({ allowed: true, source: 'redis' });
  expect(sent).toBe(3);
});

test('a smaller cost than the denied one is asked', async () => {
  const limiter = createLimiter({ client, rules: fixedWindow({ limit: 10, windowMs: 60_000 }), onError: 'closed' });
  await limiter.check('alice', { cost: 5 });
  expect(await limiter.check('alice', { cost: 6 })).toMatchObject({ allowed: false, source: 'redis' });
  expect(await limiter.check('alice', { cost: 7 })).toMatchObject({ allowed: false, source: 'memory' });
  expect(await limiter.check('alice', { cost: 5 })).toMatchObject({ allowed: true, source: 'redis' });
});

test('no more denials are remembered than the option says', async () => {
  const limiter = createLimiter({
    client,
    rules: fixedWindow({ limit: 1, windowMs: 60_000 }),
    onError: 'closed',
    rememberDenials: 2,
  });
  for (const subject of ['a', 'b', 'c']) for (let check = 0; check < 2; check++) await limiter.check(subject);
  expect(sent).toBe(6);
  for (const subject of ['b', 'c', 'a']) await limiter.check(subject);
  expect(sent).toBe(7);
});

test('only the rule that denies is remembered', async () => {
  const rules = [
    fixedWindow({ limit: 1, windowMs: 60_000, key: (user) => `one:{${user.slice(0, 1)}}` }),
    fixedWindow({ limit: 9, windowMs: 60_000, key: (user) => `nine:{${user}}` }),
  ];
  const limiter = createLimiter({ client, rules, onError: 'closed' });
  await limiter.check('a1');
  await limiter.check('a1');
  const other = await limiter.check('a2');
  expect(other).toMatchObject({ allowed: false, source: 'memory', limit: 1, used: 1 });
  expect(other.rules[1]).toMatchObject({ used: null });
  expect(await limiter.check('b1')).toMatchObject({ allowed: true });
});
