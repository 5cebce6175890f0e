/** Many callers at once: what atomic scripts let through, and what the old commands do. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createLimiter,
  fixedWindow,
  gcra,
  ioredisClient,
  legacyListLog,
  listLog,
  slidingWindow,
  tokenBucket,
  zsetLog,
  type Limiter,
  type RuleOptions,
  type Rule,
} from '../../src/lib/limiter/index.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const LIMIT = 20;
const CALLERS = 200;
const CONNECTIONS = 10;
const ROUNDS = 5;
/** So long that nothing is refilled during a round. */
const options: RuleOptions = { limit: LIMIT, windowMs: 6 * 3_600_000 };

let server: TestServer;
let connections: Redis[];
beforeAll(async () => {
  server = await startRedis();
  connections = Array.from({ length: CONNECTIONS }, () => server.client());
  await Promise.all(connections.map((each) => each.ping()));
});
afterAll(() => server?.stop());

/** How many of the callers are let through in each round, by as many processes as there are connections. */
async function letThrough(limiterOf: (redis: Redis) => Limiter): Promise<number[]> {
  const limiters = connections.map(limiterOf);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const calls = Array.from({ length: CALLERS }, (_, caller) => limiters[caller % CONNECTIONS]!.check(`round:${round}`));
    rounds.push((await Promise.all(calls)).filter(({ allowed }) => allowed).length);
  }
  await connections[0]!.flushall();
  return rounds;
}

const common = { onError: 'closed', timeoutMs: 30_000, rememberDenials: 0 } as const;
const EXACT = Array.from({ length: ROUNDS }, () => LIMIT);

test.each<[string, (rule: RuleOptions) => Rule]>([
  ['listLog', listLog],
  ['fixedWindow', fixedWindow],
  ['slidingWindow', slidingWindow],
  ['tokenBucket', tokenBucket],
  ['gcra', gcra],
  ['zsetLog', zsetLog],
])('%s lets exactly the limit through', async (_name, make) => {
  expect(await letThrough((redis) => createLimiter({ ...common, client: ioredisClient(redis), rules: make(options) }))).toEqual(
    EXACT,
  );
});

test('several rules together let exactly the smallest limit through', async () => {
  const rules = [
    listLog({ ...options, limit: 50, key: (subject) => `list:{${subject}}` }),
    fixedWindow({ ...options, key: (subject) => `counter:{${subject}}` }),
  ];
  expect(await letThrough((redis) => createLimiter({ ...common, client: ioredisClient(redis), rules }))).toEqual(EXACT);
});

test('the old list lets more through', async () => {
  const legacyOf = (redis: Redis): Limiter => {
    const client = ioredisClient(redis);
    const legacy = legacyListLog({ client, ...options });
    return createLimiter({ ...common, client, rules: listLog(options), mode: 'legacy', legacy });
  };
  const rounds = await letThrough(legacyOf);
  expect(rounds.reduce((sum, each) => sum + each)).toBeGreaterThan(2 * LIMIT * ROUNDS);
});
