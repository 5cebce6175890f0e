/** Denials that are remembered in the process. */
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

test('a key that denies is asked again when it allows again, and not before', async () => {
  const limiter = createLimiter({ client, rules: listLog({ limit: 1, windowMs: 300 }), onError: 'closed' });
  await limiter.check('alice');
  const denied = await limiter.check('alice');
  expect(denied).toMatchObject({ allowed: false, source: 'redis' });
  expect(sent).toBe(2);
  const until = performance.now() + denied.retryAfter!;
  let last = denied;
  while (last.source !== 'redis' || last === denied) {
    last = await limiter.check('alice');
    if (last.source === 'memory') expect(last.retryAfter).toBeLessThanOrEqual(denied.retryAfter!);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (performance.now() > until + 5_000) throw new Error('it denies for too long');
  }
  expect(last.allowed).toBe(true);
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
