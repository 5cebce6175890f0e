import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/lib/consistency/finding.js';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import { checkServer, told, type CheckedServer } from '../support/consistency.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

/** A relay whose sums hold, as of now, so that lives are those of its periods. */
const KEYS = 5_000;

let server: TestServer;
let client: Redis;
let names: string[];
let ids: string[];
let accounts: string[];
let before: CheckedServer;
let after: CheckedServer;

beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  const relay = relayKeyspace({ keys: KEYS, booked: true, seed: 4, now: new Date(), minTtl: 7200, problems: false });
  await loadKeyspace(relay, { host: '127.0.0.1', port: server.port });
  names = (await client.keys('*')).sort();
  ids = names.flatMap((name) => /^apikey:([\da-f]{8}-.*)$/.exec(name)?.[1] ?? []);
  accounts = names.flatMap((name) => /^account_usage:([\da-f]{8}-[^:]*)$/.exec(name)?.[1] ?? []);
  before = await checkServer(server.port);
  for (const { apply } of DAMAGES) await apply();
  after = await checkServer(server.port);
}, 60_000);
afterAll(() => server?.stop());

/** The newest keys of a form but two, which are still far from any TTL; `index`: counted back from there. */
const recent = (form: string, index = 0): string => {
  const fitting = names.filter((name) => name.startsWith(form) && !name.includes(':index:'));
  const found = fitting.at(-3 - index);
  if (found === undefined) throw new Error(`no key ${form}`);
  return found;
};
const key = (form: (id: string) => string, owner: number, index = 0): string => recent(form(ids[owner]!), index);
const daily = (owner: number, index = 0): string => key((id) => `usage:daily:${id}:`, owner, index);
const hourly = (owner: number, index = 0): string => key((id) => `usage:hourly:${id}:`, owner, index);
const cost = (owner: number, index = 0): string => key((id) => `usage:cost:daily:${id}:`, owner, index);
const dayOf = (name: string): string => name.slice(-10);
const modelDay = (owner: number, index = 0): string => key((id) => `usage:${id}:model:daily:`, owner, index);

interface Damage {
  what: string;
  apply: () => Promise<unknown>;
  /** Invariant, class and key of what must be told; more may be. */
  told: () => string[];
}

const damage = (what: string, apply: () => Promise<unknown>, expected: () => string[]): Damage => ({
  what,
  apply,
  told: expected,
});

const lastDay = (prefix: string, index = 0): string => recent(prefix, index);

const DAMAGES: Damage[] = [
  damage(
    'tokens above its parts',
    () => client.hincrby(daily(0), 'tokens', 5),
    () => [`P1 partial-write ${daily(0)}`],
  ),
  damage(
    'allTokens below its parts',
    () => client.hincrby(daily(0, 1), 'allTokens', -3),
    () => [`P2 partial-write ${daily(0, 1)}`],
  ),
  damage(
    'a field taken away',
    () => client.hdel(daily(0, 2), 'inputTokens'),
    () => [`P1 partial-write ${daily(0, 2)}`, `P2 partial-write ${daily(0, 2)}`, `S1 partial-write ${daily(0, 2)}`],
  ),
  damage(
    'no number',
    () => client.hset(hourly(0), 'inputTokens', 'abc'),
    () => [`V1 corruption ${hourly(0)}`],
  ),
  damage(
    'a number with a blank',
    () => client.hset(hourly(0, 1), 'requests', ' 12'),
    () => [`V1 corruption ${hourly(0, 1)}`],
  ),
  damage(
    'a fraction',
    () => client.hset(hourly(0, 2), 'requests', '1.5'),
    () => [`V1 corruption ${hourly(0, 2)}`],
  ),
  damage(
    'beyond 64 bits',
    () => client.hset(hourly(0, 3), 'requests', '9223372036854775808'),
    () => [`V1 corruption ${hourly(0, 3)}`],
  ),
  damage(
    'negative',
    () => client.hset(daily(1), 'outputTokens', '-5'),
    () => [`V1 corruption ${daily(1)}`],
  ),
  damage(
    'another type',
    async () => {
      await client.del(hourly(1));
      await client.set(hourly(1), 'text', 'EX', 600_000);
    },
    () => [`V1 corruption ${hourly(1)}`],
  ),
  damage(
    'the largest counter',
    () => client.hset(`usage:${ids[1]!}`, 'totalInputTokens', '9223372036854775807'),
    () => [`S4 corruption usage:${ids[1]!}`, `P1 corruption usage:${ids[1]!}`],
  ),
  damage(
    'cache writes below their split',
    () => client.hset(lastDay(`account_usage:daily:${accounts[0]!}`), 'ephemeral5mTokens', '900000000'),
    () => [`P3 corruption ${lastDay(`account_usage:daily:${accounts[0]!}`)}`],
  ),
  damage(
    'a day taken away',
    () => client.del(daily(2)),
    () => [`I1 index usage:daily:index:${dayOf(daily(2))}`],
  ),
  damage(
    "a day's model taken away",
    () => client.del(modelDay(2, 4)),
    () => [`I6 index usage:keymodel:daily:index:${dayOf(modelDay(2, 4))}`],
  ),
  damage(
    "the system's day taken away",
    () => client.del(lastDay('usage:global:daily:', 4)),
    () => [],
  ),
  damage(
    'a doubled request',
    async () => {
      for (const [field, value] of Object.entries(await client.hgetall(modelDay(3))))
        await client.hincrby(modelDay(3), field, Number(value));
    },
    () => [`S1 partial-write usage:daily:${ids[3]!}:${dayOf(modelDay(3))}`],
  ),
  damage(
    'no cost',
    () => client.set(cost(0), 'abc', 'KEEPTTL'),
    () => [`V1 corruption ${cost(0)}`],
  ),
  damage(
    'a negative cost',
    () => client.set(`usage:cost:total:${ids[0]!}`, '-1'),
    () => [`V1 corruption usage:cost:total:${ids[0]!}`],
  ),
  damage(
    'a cost too high',
    () => client.incrbyfloat(cost(1), 1.5),
    () => [`C4 partial-write ${cost(1)}`, `C2 partial-write ${cost(1)}`],
  ),
  damage(
    'a micro-USD too much',
    () => client.incrbyfloat(cost(1, 1), 0.001),
    () => [`C2 partial-write ${cost(1, 1)}`],
  ),
  damage(
    'a real cost taken away',
    () => client.del(cost(2).replace('cost:', 'cost:real:')),
    () => [`C8 partial-write ${cost(2)}`],
  ),
  damage(
    'Claude cost above all cost',
    () => client.set(`usage:opus:total:${ids[2]!}`, '99999'),
    () => [`C7 corruption usage:cost:total:${ids[2]!}`],
  ),
  damage(
    'a ghost without owner',
    () => client.sadd(`usage:daily:index:${dayOf(daily(3))}`, 'nobody'),
    () => [`I1 orphan D4 usage:daily:index:${dayOf(daily(3))}`],
  ),
  damage(
    'a ghost of an owner',
    () => client.sadd(lastIndex('usage:keymodel:hourly:index:'), `${ids[0]!}:no-such-model`),
    () => [`I7 index ${lastIndex('usage:keymodel:hourly:index:')}`],
  ),
  damage(
    'a member missing',
    () => client.srem(lastIndex('account_usage:model:daily:index:'), lastMember()),
    () => [`I10 index ${lastIndex('account_usage:model:daily:index:')}`],
  ),
  damage(
    'an index taken away',
    () => client.del(lastIndex('account_usage:hourly:index:', 3)),
    () => [`I9 index ${lastIndex('account_usage:hourly:index:', 3)}`],
  ),
  damage(
    'the ghost of a migration',
    () => client.sadd(lastIndex('usage:model:daily:index:'), 'index'),
    () => [`I3 known-drift D12 ${lastIndex('usage:model:daily:index:')}`],
  ),
  damage(
    'a month missing',
    () => client.del('usage:model:monthly:months'),
    () => ['I5b index usage:model:monthly:months'],
  ),
  damage(
    'an API key missing in its list',
    () => client.srem('apikey:idx:all', ids[0]!),
    () => ['K1 index apikey:idx:all'],
  ),
  damage(
    'a wrong time of creation',
    () => client.zadd('apikey:idx:createdAt', 1, ids[1]!),
    () => ['K2 index apikey:idx:createdAt'],
  ),
  damage(
    'a wrong time of use',
    () => client.zadd('apikey:idx:lastUsedAt', 1, ids[1]!),
    () => ['K3 index apikey:idx:lastUsedAt'],
  ),
  damage(
    'a ghost name',
    () => client.zadd('apikey:idx:name', 0, 'old\0id'),
    () => ['K4 index apikey:idx:name'],
  ),
  damage(
    'a key that is not active',
    () => client.srem('apikey:set:active', ids[2]!),
    () => ['K5 index apikey:set:active'],
  ),
  damage(
    'a key that is not deleted',
    () => client.sadd('apikey:set:deleted', ids[2]!),
    () => ['K6 index apikey:set:deleted'],
  ),
  damage(
    'a tag too much',
    () => client.sadd('apikey:tag:other', ids[3]!),
    () => ['K7 index apikey:tag:other'],
  ),
  damage(
    'a tag missing',
    () => client.del('apikey:tags:all'),
    () => ['K7b index apikey:tags:all'],
  ),
  damage(
    'a way to a key missing',
    async () => {
      const hash = await client.hget(`apikey:${ids[0]!}`, 'apiKey');
      await client.hdel('apikey:hash_map', hash!);
    },
    () => ['K8 index apikey:hash_map'],
  ),
  damage(
    'a life lost',
    () => client.persist(hourly(2)),
    () => [`N1 leak ${hourly(2)}`],
  ),
  damage(
    'a life too long',
    () => client.expire(hourly(2, 1), 30 * 86_400),
    () => [`N1 leak ${hourly(2, 1)}`],
  ),
  damage(
    'a life too short',
    () => client.expire(daily(3, 1), 86_400),
    () => [`N1 corruption ${daily(3, 1)}`],
  ),
  damage(
    'a total that ends',
    () => client.expire(`usage:${ids[3]!}`, 9_000),
    () => [`N1 corruption usage:${ids[3]!}`],
  ),
  damage(
    'a counter beyond its window',
    () => client.set(`rate_limit:tokens:${ids[0]!}`, '5'),
    () => [`N1 leak D13 rate_limit:tokens:${ids[0]!}`],
  ),
  damage(
    "an account's total",
    () => client.hincrby(`account_usage:${accounts[0]!}`, 'totalRequests', 3),
    () => [`A5 partial-write account_usage:${accounts[0]!}`],
  ),
  damage(
    "an account's hour inside",
    () => client.hincrby(recent(`account_usage:hourly:${accounts[0]!}`), `model:${'gpt-x'}:requests`, 1),
    () => [`A4 partial-write ${recent(`account_usage:hourly:${accounts[0]!}`)}`],
  ),
  damage(
    "the system's total",
    () => client.hset('usage:global:total', 'requests', '1'),
    () => ['S14 corruption usage:global:total'],
  ),
  damage(
    'an owner gone',
    () => client.del(`apikey:${ids[4]!}`),
    () => [`O1 orphan D4 usage`],
  ),
];

function lastIndex(prefix: string, index = 0): string {
  return names.filter((name) => name.startsWith(prefix)).at(-3 - index)!;
}

function lastMember(): string {
  const day = dayOf(lastIndex('account_usage:model:daily:index:'));
  const name = names.find(
    (each) => each.startsWith('account_usage:model:daily:') && each.endsWith(day) && !each.includes(':index:'),
  )!;
  return name.slice('account_usage:model:daily:'.length, -day.length - 1);
}

describe('a relay whose sums hold', () => {
  test('holds in every invariant, in thousands of groups', () => {
    expect(before.findings.map(told)).toEqual([]);
    expect(before.counts.get('S1')!.holds).toBeGreaterThan(50);
    for (const [id, { checked, holds }] of before.counts) {
      // Ranks and the members of tags apart, every invariant has something to hold in.
      if (!['K6', 'K9'].includes(id)) expect([id, checked > 0 && holds > 0]).toEqual([id, true]);
    }
  });
});

describe('damaged', () => {
  test.each(DAMAGES)('$what is found', ({ told: expected }) => {
    expect(after.findings.map(told)).toEqual(expect.arrayContaining(expected().map((text) => expect.stringContaining(text))));
  });

  test('nothing is repaired by lowering or guesswork', () => {
    for (const { repair } of after.findings) {
      if (repair.kind === 'raise') expect(repair.fields.every(({ delta }) => !delta.startsWith('-') && delta !== '0')).toBe(true);
    }
    const kinds = (kind: Finding['class']): Set<string> =>
      new Set(after.findings.filter((finding) => finding.class === kind).map(({ repair }) => repair.kind));
    expect(kinds('orphan').has('raise')).toBe(false);
    expect(kinds('known-drift').has('raise')).toBe(false);
  });

  test('the same is found when sums have to go to disk', async () => {
    const spilled = await checkServer(server.port, { maxBytes: 0 });
    expect(spilled.spilled).toBe(true);
    expect(spilled.findings.map(told).sort()).toEqual(after.findings.map(told).sort());
  });

  test('groups with a value that is no number are not computed with', () => {
    expect(after.counts.get('S1')!.unjudged.corrupt).toBeGreaterThan(0);
  });
});
