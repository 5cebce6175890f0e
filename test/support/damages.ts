/** Forty-five kinds of damage to a relay with consistent sums, with the findings of a check and the result of a repair. */
import type { Redis } from 'ioredis';

export interface Damage {
  what: string;
  apply: (relay: DamagedRelay) => Promise<unknown>;
  /** Invariant, class and key of required findings; there may be more. */
  told: (relay: DamagedRelay) => string[];
  /** `back`: the key that a repair restores. `changed`: the keys that it changes otherwise. All other keys stay unchanged. */
  back?: (relay: DamagedRelay) => string;
  changed?: (relay: DamagedRelay) => string[];
}

const damage = (
  what: string,
  apply: Damage['apply'],
  told: Damage['told'],
  repaired: Pick<Damage, 'back' | 'changed'> = {},
): Damage => ({ what, apply, told, ...repaired });

const dayOf = (name: string): string => name.slice(-10);

/** The relay, with the names of its keys before the damage. */
export class DamagedRelay {
  readonly client: Redis;
  readonly names: readonly string[];
  /** Five API keys; in a small relay some are equal. */
  readonly ids: readonly string[];
  readonly accounts: readonly string[];

  constructor(client: Redis, names: readonly string[]) {
    this.client = client;
    this.names = names;
    const owners = names.flatMap((name) => /^apikey:([\da-f]{8}-.*)$/.exec(name)?.[1] ?? []);
    this.ids = Array.from({ length: 5 }, (_, index) => owners[index % owners.length]!);
    this.accounts = names.flatMap((name) => /^account_usage:([\da-f]{8}-[^:]*)$/.exec(name)?.[1] ?? []);
  }

  /** The third newest key of a form, which is far from its TTL; `index`: counted back from there. */
  recent(form: string, index = 0): string {
    const fitting = this.names.filter((name) => name.startsWith(form) && !name.includes(':index:'));
    const found = fitting.at(-3 - index);
    if (found === undefined) throw new Error(`no key ${form}`);
    return found;
  }

  daily(owner: number, index = 0): string {
    return this.recent(`usage:daily:${this.ids[owner]!}:`, index);
  }

  hourly(owner: number, index = 0): string {
    return this.recent(`usage:hourly:${this.ids[owner]!}:`, index);
  }

  cost(owner: number, index = 0): string {
    return this.recent(`usage:cost:daily:${this.ids[owner]!}:`, index);
  }

  modelDay(owner: number, index = 0): string {
    return this.recent(`usage:${this.ids[owner]!}:model:daily:`, index);
  }

  lastIndex(prefix: string, index = 0): string {
    return this.names.filter((name) => name.startsWith(prefix)).at(-3 - index)!;
  }

  lastMember(): string {
    const day = dayOf(this.lastIndex('account_usage:model:daily:index:'));
    const name = this.names.find(
      (each) => each.startsWith('account_usage:model:daily:') && each.endsWith(day) && !each.includes(':index:'),
    )!;
    return name.slice('account_usage:model:daily:'.length, -day.length - 1);
  }
}

/** Lists that contain every API key, except its tags. A deleted key is removed from them. */
const LISTS = ['idx:all', 'idx:createdAt', 'idx:lastUsedAt', 'idx:name', 'set:active', 'hash_map'].map(
  (name) => `apikey:${name}`,
);

/** No two damages affect the same keys in a relay of about 5,000 keys. */
export const DAMAGES: Damage[] = [
  damage(
    'tokens above its parts',
    (r) => r.client.hincrby(r.daily(0), 'tokens', 5),
    (r) => [`P1 partial-write ${r.daily(0)}`],
  ),
  damage(
    'allTokens below its parts',
    (r) => r.client.hincrby(r.daily(0, 1), 'allTokens', -3),
    (r) => [`P2 partial-write ${r.daily(0, 1)}`],
    { back: (r) => r.daily(0, 1) },
  ),
  damage(
    'a field taken away',
    (r) => r.client.hdel(r.daily(0, 2), 'inputTokens'),
    (r) => [`P1 partial-write ${r.daily(0, 2)}`, `P2 partial-write ${r.daily(0, 2)}`, `S1 partial-write ${r.daily(0, 2)}`],
    { back: (r) => r.daily(0, 2) },
  ),
  damage(
    'no number',
    (r) => r.client.hset(r.hourly(0), 'inputTokens', 'abc'),
    (r) => [`V1 corruption ${r.hourly(0)}`],
  ),
  damage(
    'a number with a blank',
    (r) => r.client.hset(r.hourly(0, 1), 'requests', ' 12'),
    (r) => [`V1 corruption ${r.hourly(0, 1)}`],
  ),
  damage(
    'a fraction',
    (r) => r.client.hset(r.hourly(0, 2), 'requests', '1.5'),
    (r) => [`V1 corruption ${r.hourly(0, 2)}`],
  ),
  damage(
    'beyond 64 bits',
    (r) => r.client.hset(r.hourly(0, 3), 'requests', '9223372036854775808'),
    (r) => [`V1 corruption ${r.hourly(0, 3)}`],
  ),
  damage(
    'negative',
    (r) => r.client.hset(r.daily(1), 'outputTokens', '-5'),
    (r) => [`V1 corruption ${r.daily(1)}`],
  ),
  damage(
    'another type',
    async (r) => {
      await r.client.del(r.hourly(1));
      await r.client.set(r.hourly(1), 'text', 'EX', 600_000);
    },
    (r) => [`V1 corruption ${r.hourly(1)}`],
  ),
  damage(
    'the largest counter',
    (r) => r.client.hset(`usage:${r.ids[1]!}`, 'totalInputTokens', '9223372036854775807'),
    (r) => [`S4 corruption usage:${r.ids[1]!}`, `P1 corruption usage:${r.ids[1]!}`],
  ),
  damage(
    'cache writes below their split',
    (r) => r.client.hset(r.recent(`account_usage:daily:${r.accounts[0]!}`), 'ephemeral5mTokens', '900000000'),
    (r) => [`P3 corruption ${r.recent(`account_usage:daily:${r.accounts[0]!}`)}`],
  ),
  damage(
    'a day taken away',
    (r) => r.client.del(r.daily(2)),
    (r) => [`I1 index usage:daily:index:${dayOf(r.daily(2))}`],
    { back: (r) => r.daily(2) },
  ),
  damage(
    "a day's model taken away",
    (r) => r.client.del(r.modelDay(2, 4)),
    (r) => [`I6 index usage:keymodel:daily:index:${dayOf(r.modelDay(2, 4))}`],
    { changed: (r) => [`usage:keymodel:daily:index:${dayOf(r.modelDay(2, 4))}`] },
  ),
  damage(
    "the system's day taken away",
    (r) => r.client.del(r.recent('usage:global:daily:', 4)),
    () => [],
    { back: (r) => r.recent('usage:global:daily:', 4) },
  ),
  damage(
    'a doubled request',
    async (r) => {
      for (const [field, value] of Object.entries(await r.client.hgetall(r.modelDay(3))))
        await r.client.hincrby(r.modelDay(3), field, Number(value));
    },
    (r) => [`S1 partial-write usage:daily:${r.ids[3]!}:${dayOf(r.modelDay(3))}`],
  ),
  damage(
    'no cost',
    (r) => r.client.set(r.cost(0), 'abc', 'KEEPTTL'),
    (r) => [`V1 corruption ${r.cost(0)}`],
  ),
  damage(
    'a negative cost',
    (r) => r.client.set(`usage:cost:total:${r.ids[0]!}`, '-1'),
    (r) => [`V1 corruption usage:cost:total:${r.ids[0]!}`],
  ),
  damage(
    'a cost too high',
    (r) => r.client.incrbyfloat(r.cost(1), 1.5),
    (r) => [`C4 partial-write ${r.cost(1)}`, `C2 partial-write ${r.cost(1)}`],
  ),
  damage(
    'a micro-USD too much',
    (r) => r.client.incrbyfloat(r.cost(1, 1), 0.001),
    (r) => [`C2 partial-write ${r.cost(1, 1)}`],
  ),
  damage(
    'a real cost taken away',
    (r) => r.client.del(r.cost(2).replace('cost:', 'cost:real:')),
    (r) => [`C8 partial-write ${r.cost(2)}`],
    { back: (r) => r.cost(2).replace('cost:', 'cost:real:') },
  ),
  damage(
    'Claude cost above all cost',
    (r) => r.client.set(`usage:opus:total:${r.ids[2]!}`, '99999'),
    (r) => [`C7 corruption usage:cost:total:${r.ids[2]!}`],
  ),
  damage(
    'a ghost without owner',
    (r) => r.client.sadd(`usage:daily:index:${dayOf(r.daily(3))}`, 'nobody'),
    (r) => [`I1 orphan D4 usage:daily:index:${dayOf(r.daily(3))}`],
    { back: (r) => `usage:daily:index:${dayOf(r.daily(3))}` },
  ),
  damage(
    'a ghost of an owner',
    (r) => r.client.sadd(r.lastIndex('usage:keymodel:hourly:index:'), `${r.ids[0]!}:no-such-model`),
    (r) => [`I7 index ${r.lastIndex('usage:keymodel:hourly:index:')}`],
    { back: (r) => r.lastIndex('usage:keymodel:hourly:index:') },
  ),
  damage(
    'a member missing',
    (r) => r.client.srem(r.lastIndex('account_usage:model:daily:index:'), r.lastMember()),
    (r) => [`I10 index ${r.lastIndex('account_usage:model:daily:index:')}`],
    { back: (r) => r.lastIndex('account_usage:model:daily:index:') },
  ),
  damage(
    'an index taken away',
    (r) => r.client.del(r.lastIndex('account_usage:hourly:index:', 3)),
    (r) => [`I9 index ${r.lastIndex('account_usage:hourly:index:', 3)}`],
    { back: (r) => r.lastIndex('account_usage:hourly:index:', 3) },
  ),
  damage(
    'the ghost of a migration',
    (r) => r.client.sadd(r.lastIndex('usage:model:daily:index:'), 'index'),
    (r) => [`I3 known-drift D12 ${r.lastIndex('usage:model:daily:index:')}`],
    { back: (r) => r.lastIndex('usage:model:daily:index:') },
  ),
  damage(
    'a month missing',
    (r) => r.client.del('usage:model:monthly:months'),
    () => ['I5b index usage:model:monthly:months'],
    { back: () => 'usage:model:monthly:months' },
  ),
  damage(
    'an API key missing in its list',
    (r) => r.client.srem('apikey:idx:all', r.ids[0]!),
    () => ['K1 index apikey:idx:all'],
    { back: () => 'apikey:idx:all' },
  ),
  damage(
    'a wrong time of creation',
    (r) => r.client.zadd('apikey:idx:createdAt', 1, r.ids[1]!),
    () => ['K2 index apikey:idx:createdAt'],
    { back: () => 'apikey:idx:createdAt' },
  ),
  damage(
    'a wrong time of use',
    (r) => r.client.zadd('apikey:idx:lastUsedAt', 1, r.ids[1]!),
    () => ['K3 index apikey:idx:lastUsedAt'],
    { back: () => 'apikey:idx:lastUsedAt' },
  ),
  damage(
    'a ghost name',
    (r) => r.client.zadd('apikey:idx:name', 0, 'old\0id'),
    () => ['K4 index apikey:idx:name'],
    { back: () => 'apikey:idx:name' },
  ),
  damage(
    'a key that is not active',
    (r) => r.client.srem('apikey:set:active', r.ids[2]!),
    () => ['K5 index apikey:set:active'],
    { back: () => 'apikey:set:active' },
  ),
  damage(
    'a key that is not deleted',
    (r) => r.client.sadd('apikey:set:deleted', r.ids[2]!),
    () => ['K6 index apikey:set:deleted'],
    { back: () => 'apikey:set:deleted' },
  ),
  damage(
    'a tag too much',
    (r) => r.client.sadd('apikey:tag:other', r.ids[3]!),
    () => ['K7 index apikey:tag:other'],
    { back: () => 'apikey:tag:other' },
  ),
  damage(
    'a tag missing',
    (r) => r.client.del('apikey:tags:all'),
    () => ['K7b index apikey:tags:all'],
    { back: () => 'apikey:tags:all' },
  ),
  damage(
    'a way to a key missing',
    async (r) => {
      const hash = await r.client.hget(`apikey:${r.ids[0]!}`, 'apiKey');
      await r.client.hdel('apikey:hash_map', hash!);
    },
    () => ['K8 index apikey:hash_map'],
    { back: () => 'apikey:hash_map' },
  ),
  damage(
    'a life lost',
    (r) => r.client.persist(r.hourly(2)),
    (r) => [`N1 leak ${r.hourly(2)}`],
    { back: (r) => r.hourly(2) },
  ),
  damage(
    'a life too long',
    (r) => r.client.expire(r.hourly(2, 1), 30 * 86_400),
    (r) => [`N1 leak ${r.hourly(2, 1)}`],
    { back: (r) => r.hourly(2, 1) },
  ),
  damage(
    'a life too short',
    (r) => r.client.expire(r.daily(3, 1), 86_400),
    (r) => [`N1 corruption ${r.daily(3, 1)}`],
    { back: (r) => r.daily(3, 1) },
  ),
  damage(
    'a total that ends',
    (r) => r.client.expire(`usage:${r.ids[3]!}`, 9_000),
    (r) => [`N1 corruption usage:${r.ids[3]!}`],
    { back: (r) => `usage:${r.ids[3]!}` },
  ),
  damage(
    'a counter beyond its window',
    (r) => r.client.set(`rate_limit:tokens:${r.ids[0]!}`, '5'),
    (r) => [`N1 leak D13 rate_limit:tokens:${r.ids[0]!}`],
    { changed: (r) => [`rate_limit:tokens:${r.ids[0]!}`] },
  ),
  damage(
    "an account's total",
    (r) => r.client.hincrby(`account_usage:${r.accounts[0]!}`, 'totalRequests', 3),
    (r) => [`A5 partial-write account_usage:${r.accounts[0]!}`],
  ),
  damage(
    "an account's hour inside",
    (r) => r.client.hincrby(r.recent(`account_usage:hourly:${r.accounts[0]!}`), 'model:gpt-x:requests', 1),
    (r) => [`A4 partial-write ${r.recent(`account_usage:hourly:${r.accounts[0]!}`)}`],
    {
      // A model that only the hour contains is added, unless hours and models of the day disagree.
      changed: (r) => {
        const hour = r.recent(`account_usage:hourly:${r.accounts[0]!}`);
        const at = hour.slice(-13);
        return [hour, `account_usage:model:hourly:${r.accounts[0]!}:gpt-x:${at}`, `account_usage:model:hourly:index:${at}`];
      },
    },
  ),
  damage(
    "the system's total",
    (r) => r.client.hset('usage:global:total', 'requests', '1'),
    () => ['S14 corruption usage:global:total'],
  ),
  damage(
    'an owner gone',
    (r) => r.client.del(`apikey:${r.ids[4]!}`),
    () => [`O1 orphan D4 usage`],
    { changed: () => LISTS },
  ),
];
