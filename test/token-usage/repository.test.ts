/** The repository on a real server, through each client: fields and keys are those of AIECS, and every figure is exact. */
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TokenUsageRepository, type TokenUsageOptions, type UsageStats } from '../../src/lib/token-usage/index.js';
import { CLIENTS, type Connected } from '../limiter/clients.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const DAY = '2026-11-20';
const now = () => Date.parse(`${DAY}T12:00:00Z`);
const KEY = `token_usage:alice:${DAY}`;
const LARGEST = 2n ** 63n - 1n;

let server: TestServer;
let redis: Redis;
beforeAll(async () => {
  server = await startRedis();
  redis = server.client();
});
afterAll(() => server.stop());
beforeEach(() => redis.flushall());

const empty: UsageStats = { promptTokens: 0, completionTokens: 0, totalTokens: 0, usageLimit: null };

describe.each(Object.entries(CLIENTS))('%s', (_name, connect) => {
  let connected: Connected;
  let usage: TokenUsageRepository;
  const repository = (more: Partial<TokenUsageOptions> = {}) =>
    new TokenUsageRepository({ client: connected.client, now, utcOffsetMinutes: 0, ...more });
  beforeAll(async () => {
    connected = await connect(server);
    usage = repository();
  });
  afterAll(() => connected.close());

  test('each method writes the fields that AIECS writes', async () => {
    await usage.incrementPromptTokens('alice', 150);
    expect(await redis.hgetall(KEY)).toEqual({ prompt_tokens: '150' });
    await usage.incrementCompletionTokens('alice', 75);
    await usage.incrementTotalUsage('alice', 225);
    expect(await usage.incrementDetailedUsage('alice', 10, 0)).toEqual({
      promptTokens: 160,
      completionTokens: 75,
      totalTokens: 235,
      usageLimit: null,
    });
    expect(await redis.hgetall(KEY)).toEqual({ prompt_tokens: '160', completion_tokens: '75', total_tokens: '235' });
    expect(await redis.ttl(KEY)).toBe(-1);
  });

  test('a cycle, a prefix and a hash tag are parts of the key', async () => {
    await usage.incrementTotalUsage('tenant:7:alice', 1, 'cycle-2026Q4');
    await repository({ prefix: 'tenant-7:' }).incrementTotalUsage('alice', 2);
    await repository({ hashTag: true }).incrementTotalUsage('alice', 3);
    const names = (await redis.keys('*')).filter((name) => !name.includes(':request:'));
    expect(names.toSorted()).toEqual([
      `tenant-7:token_usage:alice:${DAY}`,
      'token_usage:tenant:7:alice:cycle-2026Q4',
      `token_usage:{alice}:${DAY}`,
    ]);
  });

  test('a limit is kept by a reset, and can be removed', async () => {
    expect(await usage.checkUsageLimit('alice')).toEqual({
      exceeded: false,
      currentUsage: 0,
      limit: null,
      remaining: Infinity,
      source: 'redis',
    });
    await usage.setUsageLimit('alice', 1_000);
    await usage.incrementDetailedUsage('alice', 900, 100);
    expect(await usage.checkUsageLimit('alice')).toMatchObject({
      exceeded: true,
      currentUsage: 1_000,
      limit: 1_000,
      remaining: 0,
    });
    expect(await usage.resetUsage('alice')).toEqual({
      promptTokens: 900,
      completionTokens: 100,
      totalTokens: 1_000,
      usageLimit: 1_000,
    });
    expect(await redis.hgetall(KEY)).toEqual({ usage_limit: '1000' });
    await usage.setUsageLimit('alice', null);
    expect(await redis.exists(KEY)).toBe(0);
  });

  test('of callers at once no more pass than the limit has room for', async () => {
    await usage.setUsageLimit('alice', 100);
    const answers = await Promise.all(Array.from({ length: 60 }, () => usage.checkAndIncrement('alice', 4, 3)));
    expect(answers.filter(({ allowed }) => allowed).length).toBe(14);
    expect(await usage.getUsageStats('alice')).toEqual({
      promptTokens: 56,
      completionTokens: 42,
      totalTokens: 98,
      usageLimit: 100,
    });
    // A denied call counts nothing, also where it would have been the first.
    await usage.setUsageLimit('bob', 5);
    expect(await usage.checkAndIncrement('bob', 5, 1)).toEqual({ ...empty, allowed: false, usageLimit: 5 });
    expect(await redis.hgetall(`token_usage:bob:${DAY}`)).toEqual({ usage_limit: '5' });
  });

  test('the same request counts once', async () => {
    const call = { requestId: 'request-1' };
    for (let time = 0; time < 3; time++) await usage.incrementDetailedUsage('alice', 10, 5, undefined, call);
    await usage.setUsageLimit('alice', 20);
    for (let time = 0; time < 3; time++)
      expect(await usage.checkAndIncrement('alice', 2, 1, undefined, { requestId: 'request-2' })).toMatchObject({
        allowed: true,
      });
    for (let time = 0; time < 2; time++) await usage.resetUsage('alice', undefined, { requestId: 'request-3' });
    await usage.incrementTotalUsage('alice', 1);
    await usage.resetUsage('alice', undefined, { requestId: 'request-3' });
    expect(await usage.getUsageStats('alice')).toMatchObject({ totalTokens: 1 });
    const increments = [{ userId: 'bob', promptTokens: 1, completionTokens: 2 }];
    for (let time = 0; time < 2; time++) await usage.batchIncrementUsage(increments, { requestId: 'request-4' });
    expect(await usage.getUsageStats('bob')).toMatchObject({ totalTokens: 3 });
  });

  test('a batch adds up each user and period, and tells of each what it has', async () => {
    await redis.hset('token_usage:bad:c', 'total_tokens', 'many');
    const outcomes = await usage.batchIncrementUsage([
      { userId: 'alice', promptTokens: 1, completionTokens: 2 },
      { userId: 'alice', promptTokens: 10, completionTokens: 20 },
      { userId: 'alice', totalTokens: 5, cycleStartDate: 'c' },
      { userId: 'bad', totalTokens: 5, cycleStartDate: 'c' },
    ]);
    expect(outcomes).toEqual([
      { userId: 'alice', period: DAY, stats: { promptTokens: 11, completionTokens: 22, totalTokens: 33, usageLimit: null } },
      { userId: 'alice', period: 'c', stats: { ...empty, totalTokens: 5 } },
      { userId: 'bad', period: 'c', failure: expect.objectContaining({ code: 'corrupt' }) as unknown },
    ]);
    const { stats, failed } = await usage.getBatchUsageStats(['alice', 'bad', 'nobody', 'alice'], 'c');
    expect([...stats]).toEqual([
      ['alice', { ...empty, totalTokens: 5 }],
      ['nobody', empty],
    ]);
    expect([...failed].map(([user, { code }]) => [user, code])).toEqual([['bad', 'corrupt']]);
  });

  test('figures are exact up to 64 bits, and never beyond', async () => {
    const [first, second] = [2n ** 53n + 1n, 2n ** 62n];
    await usage.incrementTotalUsage('alice', first);
    await usage.incrementTotalUsage('alice', second);
    expect(await usage.getUsageStats('alice')).toMatchObject({ totalTokens: first + second });
    await usage.setUsageLimit('alice', first + second + 4n);
    expect(await usage.checkAndIncrement('alice', 3, 2)).toMatchObject({ allowed: false });
    expect(await usage.checkAndIncrement('alice', 2, 2)).toMatchObject({ allowed: true });
    const before = await redis.hgetall(KEY);
    await expect(usage.incrementDetailedUsage('alice', LARGEST - 1n, 1n)).rejects.toMatchObject({ code: 'overflow' });
    expect(await redis.hgetall(KEY)).toEqual(before);
  });

  test('text in a counter is told, and nothing is counted', async () => {
    await redis.hset(KEY, { prompt_tokens: '7', completion_tokens: 'seven' });
    for (const call of [
      usage.incrementDetailedUsage('alice', 1, 1),
      usage.getUsageStats('alice'),
      usage.checkUsageLimit('alice'),
      usage.verifyDataConsistency('alice', undefined, { repair: true }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'corrupt', message: expect.not.stringContaining('seven') as unknown });
    expect(await redis.hgetall(KEY)).toEqual({ prompt_tokens: '7', completion_tokens: 'seven' });
    await redis.set('token_usage:bob:c', 'text');
    await expect(usage.incrementTotalUsage('bob', 1, 'c')).rejects.toMatchObject({ code: 'wrong-type' });
  });

  test.each([
    ['equal', { prompt_tokens: '10', completion_tokens: '5', total_tokens: '15' }, 'consistent', 0, '15'],
    ['too low', { prompt_tokens: '10', completion_tokens: '5', total_tokens: '3' }, 'under-counted', 12, '15'],
    ['missing', { prompt_tokens: '10' }, 'under-counted', 10, '10'],
    ['too high', { prompt_tokens: '10', completion_tokens: '5', total_tokens: '40' }, 'over-counted', -25, '40'],
    ['without parts', { total_tokens: '40' }, 'total-only', 0, '40'],
    [
      'a large one',
      { prompt_tokens: '9007199254740993', total_tokens: '1' },
      'under-counted',
      9007199254740992n,
      '9007199254740993',
    ],
  ])('a total that is %s is judged, and raised where it is too low', async (_what, fields, verdict, difference, total) => {
    await redis.hset(KEY, fields);
    expect(await usage.verifyDataConsistency('alice')).toMatchObject({ verdict, difference, repaired: false });
    expect(await redis.hgetall(KEY)).toEqual(fields);
    const isLow = verdict === 'under-counted';
    expect(await usage.verifyDataConsistency('alice', undefined, { repair: true })).toMatchObject({ verdict, repaired: isLow });
    expect(await redis.hget(KEY, 'total_tokens')).toBe(total);
  });
});

test('repairs at once, among calls, raise a total once', async () => {
  const connected = await CLIENTS['ioredis']!(server);
  const usage = new TokenUsageRepository({ client: connected.client, now, utcOffsetMinutes: 0 });
  await redis.hset(KEY, { prompt_tokens: '1000', completion_tokens: '500', total_tokens: '1' });
  const repairs = Array.from({ length: 10 }, () => usage.verifyDataConsistency('alice', undefined, { repair: true }));
  const calls = Array.from({ length: 100 }, () => usage.incrementDetailedUsage('alice', 2, 1));
  await Promise.all([...repairs, ...calls]);
  await usage.verifyDataConsistency('alice', undefined, { repair: true });
  expect(await redis.hgetall(KEY)).toEqual({ prompt_tokens: '1200', completion_tokens: '600', total_tokens: '1800' });
  connected.close();
});

test('ten thousand operations at once are the truth', async () => {
  const connected = await CLIENTS['ioredis']!(server);
  const usage = new TokenUsageRepository({ client: connected.client, now, utcOffsetMinutes: 0, timeoutMs: 60_000 });
  const users = Array.from({ length: 20 }, (_, at) => `user-${at}`);
  await Promise.all(Array.from({ length: 10_000 }, (_, at) => usage.incrementDetailedUsage(users[at % 20]!, at, 1)));
  const { stats } = await usage.getBatchUsageStats(users);
  for (const [at, user] of users.entries()) {
    // at, at + 20, … at + 9,980
    const prompt = 500 * at + 20 * ((499 * 500) / 2);
    expect(stats.get(user)).toEqual({ promptTokens: prompt, completionTokens: 500, totalTokens: prompt + 500, usageLimit: null });
  }
  connected.close();
});

test('any history of calls ends as plain sums say', async () => {
  const connected = await CLIENTS['ioredis']!(server);
  const usage = new TokenUsageRepository({ client: connected.client, now, utcOffsetMinutes: 0 });
  const tokens = fc.bigInt({ min: 0n, max: 2n ** 61n });
  const step = fc.oneof(
    fc.record({ kind: fc.constant('detailed' as const), prompt: tokens, completion: tokens }),
    fc.record({ kind: fc.constant('checked' as const), prompt: tokens, completion: tokens }),
    fc.record({ kind: fc.constant('limit' as const), limit: fc.option(tokens, { nil: null }) }),
    fc.record({ kind: fc.constant('reset' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      await redis.flushall();
      let [prompt, completion, total] = [0n, 0n, 0n];
      let limit: bigint | null = null;
      for (const each of steps) {
        if (each.kind === 'limit') {
          limit = each.limit;
          await usage.setUsageLimit('alice', limit);
        } else if (each.kind === 'reset') {
          [prompt, completion, total] = [0n, 0n, 0n];
          await usage.resetUsage('alice');
        } else {
          const sum = each.prompt + each.completion;
          const overflows = [prompt + each.prompt, completion + each.completion, total + sum].some((value) => value > LARGEST);
          const call = each.kind === 'detailed' ? 'incrementDetailedUsage' : 'checkAndIncrement';
          const answer = usage[call]('alice', each.prompt, each.completion);
          if (overflows) await expect(answer).rejects.toMatchObject({ code: 'overflow' });
          else {
            const fits = each.kind === 'detailed' || limit === null || total + sum <= limit;
            if (each.kind === 'checked') expect(await answer).toMatchObject({ allowed: fits });
            await answer;
            if (fits) [prompt, completion, total] = [prompt + each.prompt, completion + each.completion, total + sum];
          }
        }
      }
      const stats = await usage.getUsageStats('alice');
      expect([stats.promptTokens, stats.completionTokens, stats.totalTokens].map(BigInt)).toEqual([prompt, completion, total]);
      expect(stats.usageLimit === null ? null : BigInt(stats.usageLimit)).toBe(limit);
    }),
    { numRuns: 60 },
  );
  connected.close();
});

describe('what makes no sense is refused before anything is sent', () => {
  const sent: unknown[] = [];
  const client = {
    evalsha: (...call: unknown[]) => (sent.push(call), Promise.reject(new Error('sent'))),
    eval: () => Promise.reject(new Error('sent')),
  };
  const usage = new TokenUsageRepository({ client });
  test.each([
    ['a negative amount', () => usage.incrementDetailedUsage('alice', 5, -1)],
    ['a fraction', () => usage.incrementTotalUsage('alice', 1.5)],
    ['no number', () => usage.incrementPromptTokens('alice', Number.NaN)],
    ['an amount beyond 64 bits', () => usage.incrementTotalUsage('alice', LARGEST + 1n)],
    ['a sum beyond 64 bits', () => usage.incrementDetailedUsage('alice', LARGEST, 1n)],
    ['a number that was rounded', () => usage.incrementTotalUsage('alice', 2 ** 60)],
    ['an empty id', () => usage.getUsageStats('')],
    ['a cycle with a colon', () => usage.getUsageStats('alice', 'a:b')],
    ['a negative limit', () => usage.setUsageLimit('alice', -1)],
    [
      'one of a batch',
      () =>
        usage.batchIncrementUsage([
          { userId: 'a', totalTokens: 1 },
          { userId: 'b', promptTokens: -1 },
        ]),
    ],
  ])('%s', async (_what, call) => {
    await expect(call()).rejects.toMatchObject({ name: 'TokenUsageError', code: 'input' });
    expect(sent).toEqual([]);
  });
});

test.each([
  ['2026-11-30T16:30:00Z', 480, '2026-12-01'],
  ['2026-11-30T15:59:59Z', 480, '2026-11-30'],
  ['2026-12-31T23:59:59Z', -210, '2026-12-31'],
  ['2028-02-29T03:29:59Z', -210, '2028-02-28'],
])('at %s and UTC%i min the period is %s', async (time, utcOffsetMinutes, day) => {
  const connected = await CLIENTS['ioredis']!(server);
  let asked = 0;
  const clock = () => (asked++, Date.parse(time));
  await new TokenUsageRepository({ client: connected.client, now: clock, utcOffsetMinutes }).incrementDetailedUsage(
    'alice',
    1,
    1,
  );
  expect([await redis.exists(`token_usage:alice:${day}`), asked]).toEqual([1, 1]);
  connected.close();
});
