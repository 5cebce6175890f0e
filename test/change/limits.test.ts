/** Changes of limits over random histories: each does what its name says, and undoing all of them leaves what the application has written. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeLimits, type LimitsChangeOptions } from '../../src/lib/library/change-limits.js';
import { restoreKeys } from '../../src/lib/library/restore.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const RUNS = Number(process.env['METER_LIMITS_RUNS'] ?? 12);

let server: TestServer;
let client: Redis;
let folder: string;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  folder = await mkdtemp(join(tmpdir(), 'meter-limits-'));
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const USERS = ['alice', 'tenant:7:bob', 'ünï'];
const CYCLES = ['one', 'two'];
const FIELDS = ['prompt_tokens', 'total_tokens'];

type Wish = LimitsChangeOptions extends infer Each ? (Each extends { verb: string } ? Each : never) : never;

type Step = { adds: number; user: string; cycle: string; field: string } | Wish;

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      adds: fc.integer({ min: 1, max: 9 }),
      user: fc.constantFrom(...USERS),
      cycle: fc.constantFrom(...CYCLES),
      field: fc.constantFrom(...FIELDS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      verb: fc.constant('set' as const),
      owners: fc.uniqueArray(fc.constantFrom(...USERS), { minLength: 1 }),
      amount: fc.record({ tokens: fc.integer({ min: 1, max: 99 }) }),
      cycle: fc.constantFrom(...CYCLES),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      verb: fc.constantFrom('unset' as const, 'reset' as const),
      owners: fc.uniqueArray(fc.constantFrom(...USERS), { minLength: 1 }),
      cycle: fc.constantFrom(...CYCLES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      verb: fc.constant('copy' as const),
      from: fc.constant('one'),
      to: fc.constant('two'),
      replace: fc.boolean(),
    }),
  },
);

type Hashes = Map<string, Map<string, string>>;

const nameOf = (user: string, cycle: string): string => `token_usage:${user}:${cycle}`;

function played(hashes: Hashes, each: Step): void {
  const hash = (user: string, cycle: string): Map<string, string> => {
    const own = hashes.get(nameOf(user, cycle)) ?? new Map<string, string>();
    hashes.set(nameOf(user, cycle), own);
    return own;
  };
  if ('adds' in each) {
    const own = hash(each.user, each.cycle);
    own.set(each.field, String(Number(own.get(each.field) ?? 0) + each.adds));
    return;
  }
  if (each.verb === 'copy') {
    for (const user of USERS) {
      const limit = hash(user, 'one').get('usage_limit');
      const own = hash(user, 'two');
      if (limit !== undefined && (each.replace === true || !own.has('usage_limit'))) own.set('usage_limit', limit);
    }
    return;
  }
  for (const user of each.owners) {
    const own = hash(user, each.cycle!);
    if (each.verb === 'set') own.set('usage_limit', String((each.amount as { tokens: number }).tokens));
    else if (each.verb === 'unset') own.delete('usage_limit');
    else for (const field of FIELDS) if (own.has(field)) own.set(field, '0');
  }
}

async function found(): Promise<Hashes> {
  const hashes: Hashes = new Map();
  for (const user of USERS)
    for (const cycle of CYCLES)
      hashes.set(nameOf(user, cycle), new Map(Object.entries(await client.hgetall(nameOf(user, cycle)))));
  return hashes;
}

const withoutEmpty = (hashes: Hashes): Hashes =>
  new Map([...hashes].filter(([, hash]) => hash.size > 0).toSorted(([a], [b]) => (a < b ? -1 : 1)));
const plain = (hashes: Hashes) => [...withoutEmpty(hashes)].map(([name, hash]) => [name, Object.fromEntries(hash)]);

let runs = 0;

test('each change does what its name says, and all of them together can be undone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (history) => {
      await client.flushdb();
      const redis = { port: server.port };
      // All users exist, so that none is unknown.
      for (const user of USERS) await client.hset(nameOf(user, 'before'), 'total_tokens', '1');
      const [expected, counted]: [Hashes, Hashes] = [new Map(), new Map()];
      const archives: string[] = [];
      for (const each of history) {
        played(expected, each);
        if ('adds' in each) {
          played(counted, each);
          await client.hincrby(nameOf(each.user, each.cycle), each.field, each.adds);
          continue;
        }
        const archive = join(folder, `${++runs}.archive`);
        const { data, failure, complete } = await changeLimits(redis, {
          ...each,
          profiles: ['aiecs'],
          archive,
          confirm: () => true,
        });
        expect([failure, complete]).toEqual([null, true]);
        if (data.archive !== null) archives.push(archive);
        expect(plain(await found())).toEqual(plain(expected));
      }
      for (const archive of archives.toReversed()) {
        const { failure, complete } = await restoreKeys(redis, [archive], { confirm: () => true });
        expect([failure, complete]).toEqual([null, true]);
      }
      expect(plain(await found())).toEqual(plain(counted));
    }),
    { numRuns: RUNS },
  );
});
