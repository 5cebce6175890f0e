/** A repairer beside an application that writes, at the turn of a day, without scripts, and on several nodes. */
import { Cluster, type Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { relayKeyspace } from '../../../src/lib/demo/relay.js';
import { loadKeyspace } from '../../../src/lib/demo/load.js';
import { checkServer, told } from '../../support/consistency.js';
import { DAMAGES, DamagedRelay } from '../../support/damages.js';
import { BASE } from '../../support/clock.js';
import { startCluster } from '../../support/redis-cluster.js';
import { repairServer } from '../../support/repair.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';

const RELAY = {
  keys: 745,
  booked: true,
  traffic: { days: 10, hours: 48 },
  seed: 4,
  now: BASE,
  minTtl: 7200,
  problems: false,
};

const PLAIN = { user: 'plain', password: 'pass' };
const DAY = 'token_usage:ann:2026-11-20';
const NEXT = 'token_usage:ann:2026-11-21';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  await client.call('ACL', 'SETUSER', 'plain', 'on', '>pass', '~*', '+@all', '-eval', '-evalsha');
});
afterAll(() => server.stop());
beforeEach(() => client.flushall());

/** One request, in one transaction or, as the application does it, in three commands. */
async function count(key: string, together: boolean): Promise<void> {
  const fields = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
  if (together) {
    const transaction = client.multi();
    for (const [field, amount] of Object.entries(fields)) transaction.hincrby(key, field, amount);
    await transaction.exec();
  } else for (const [field, amount] of Object.entries(fields)) await client.hincrby(key, field, amount);
}

/** Until `stop`, which answers how many requests went out. */
function writeAllTheTime(
  key: () => string,
  { together, pauseMs }: { together: boolean; pauseMs: number },
): { stop: () => Promise<number> } {
  let [sent, isOver] = [0, false];
  const run = async (): Promise<void> => {
    while (!isOver) {
      await count(key(), together);
      sent++;
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const running = run();
  return {
    stop: async () => {
      isOver = true;
      await running;
      return sent;
    },
  };
}

const figures = async (key: string): Promise<number[]> =>
  (await client.hmget(key, 'prompt_tokens', 'completion_tokens', 'total_tokens')).map(Number);

describe('beside an application that writes', () => {
  test.each([{}, { user: PLAIN }])('a figure that never stands still is raised once, with nothing lost %o', async (given) => {
    await client.hset(DAY, { prompt_tokens: '600', completion_tokens: '400', total_tokens: '10' });
    const writer = writeAllTheTime(() => DAY, { together: true, pauseMs: 4 });
    const { changed } = await repairServer(server.port, { profile: 'aiecs', ...given });
    const sent = await writer.stop();
    expect(changed).toBe(1);
    expect(await figures(DAY)).toEqual([600 + 3 * sent, 400 + 4 * sent, 1_000 + 7 * sent]);
  });

  test('requests under way at full speed are not taken for ones that were cut off', async () => {
    await client.hset(DAY, { prompt_tokens: '600', completion_tokens: '400', total_tokens: '10' });
    const writer = writeAllTheTime(() => DAY, { together: false, pauseMs: 0 });
    await repairServer(server.port, { profile: 'aiecs' });
    const sent = await writer.stop();
    await repairServer(server.port, { profile: 'aiecs' });
    expect(sent).toBeGreaterThan(100);
    expect(await figures(DAY)).toEqual([600 + 3 * sent, 400 + 4 * sent, 1_000 + 7 * sent]);
  });

  test('when the day turns between check and change, each day gets its own', async () => {
    await client.hset(DAY, { prompt_tokens: '600', completion_tokens: '400', total_tokens: '10' });
    await count(DAY, false);
    const { changed } = await repairServer(server.port, {
      profile: 'aiecs',
      now: new Date('2026-11-20T23:59:59.900Z'),
      beforeApplied: async () => {
        // The last of the old day comes in late, and the new one begins with a request that is cut off.
        await count(DAY, false);
        await count(NEXT, false);
        await client.hincrby(NEXT, 'prompt_tokens', 5);
      },
    });
    expect(changed).toBe(2);
    expect(await figures(DAY)).toEqual([606, 408, 1_014]);
    expect(await figures(NEXT)).toEqual([8, 4, 12]);
  });
});

describe('totals above their parts', () => {
  const daily = 'usage:daily:0f0e0d0c-0000-4000-8000-000000000001:2026-11-20';
  const above = { inputTokens: '10', outputTokens: '5', tokens: '9007199254741008', allTokens: '15' };

  test('are never lowered unless it is asked for, and then by what is too much', async () => {
    await client.hset(daily, above);
    const given = { invariants: ['P1'], now: new Date('2026-11-21T00:00:00Z') };
    expect(await repairServer(server.port, given)).toMatchObject({ changed: 0, skipped: { changed: 0 } });
    expect(await client.hget(daily, 'tokens')).toBe(above.tokens);
    await client.hset(daily, { tokens: '20' });
    const { changed } = await repairServer(server.port, {
      ...given,
      allowLower: true,
      // What is counted meanwhile stays counted.
      beforeApplied: async () => {
        for (const field of ['inputTokens', 'tokens', 'allTokens']) await client.hincrby(daily, field, 7);
      },
    });
    expect(changed).toBe(1);
    expect(await client.hget(daily, 'tokens')).toBe('22');
    expect((await repairServer(server.port, { ...given, allowLower: true })).changed).toBe(0);
  });
});

describe('lists and lives', () => {
  test('a large index is read in pieces, and whole', async () => {
    const index = 'usage:hourly:index:2026-11-20:05';
    const ghosts = Array.from({ length: 12_000 }, (_, at) => `key-${at}`);
    await client.sadd(index, ghosts);
    await client.config('RESETSTAT');
    const { findings } = await checkServer(server.port, { invariants: ['I2'], now: new Date('2026-11-21T00:00:00Z') });
    expect(
      findings
        .flatMap(({ members }) => members!.ghosts)
        .sort()
        .join(),
    ).toBe(ghosts.sort().join());
    expect(await client.info('commandstats')).not.toContain('cmdstat_smembers');
  });

  /** Of those that a repair undoes. */
  const KINDS = [
    'allTokens below its parts',
    'a ghost of an owner',
    'a member missing',
    'an index taken away',
    'a wrong time of creation',
    'a way to a key missing',
    'a life lost',
    'a total that ends',
  ];

  test('are put right without scripts', async () => {
    const keys = relayKeyspace(RELAY);
    await loadKeyspace(keys, { host: '127.0.0.1', port: server.port });
    const relay = new DamagedRelay(client, (await client.keys('*')).sort());
    const damages = DAMAGES.filter(({ what }) => KINDS.includes(what));
    for (const { apply } of damages) await apply(relay);
    const done = await repairServer(server.port, { user: PLAIN });
    expect(done).toMatchObject({ changed: KINDS.length, way: 'transactions', complete: true });
    expect((await checkServer(server.port)).findings.map(told)).toEqual([]);
  }, 60_000);

  test('an index that loses its last member is marked as empty, and one that gets its first is so no longer', async () => {
    const now = new Date('2026-11-21T00:00:00Z');
    const [emptied, filled] = ['usage:hourly:index:2026-11-20:05', 'usage:hourly:index:2026-11-20:06'];
    const owner = '0f0e0d0c-0000-4000-8000-000000000001';
    await client.hset(`apikey:${owner}`, { id: owner });
    await client.sadd(emptied, owner);
    await client.hset(`usage:hourly:${owner}:2026-11-20:06`, { requests: '1' });
    await client.set(`${filled}:empty`, '1');
    await repairServer(server.port, { invariants: ['I2'], now });
    expect(await client.exists(emptied)).toBe(0);
    expect(await client.get(`${emptied}:empty`)).toBe('1');
    expect(await client.ttl(`${emptied}:empty`)).toBeGreaterThan(3_500);
    expect(await client.smembers(filled)).toEqual([owner]);
    expect(await client.exists(`${filled}:empty`)).toBe(0);
  });
});

const IN_A_CLUSTER = [
  'allTokens below its parts',
  "the system's day taken away",
  'a member missing',
  'a way to a key missing',
  'a life lost',
];

test('in a cluster each key is changed on its own node, and sums over several nodes are right', async () => {
  const cluster = await startCluster({ masters: 3 });
  const nodes = new Cluster([{ host: '127.0.0.1', port: cluster.masters[0]!.port }]);
  try {
    const { port } = cluster.masters[1]!;
    const keys = relayKeyspace(RELAY);
    const names = new Set<string>();
    await Promise.all(
      [...keys].map(([command, ...args]) => {
        names.add(args[0]!);
        return nodes.call(command!, ...args);
      }),
    );
    const relay = new DamagedRelay(nodes as unknown as Redis, [...names].sort());
    const damages = DAMAGES.filter(({ what }) => IN_A_CLUSTER.includes(what));
    for (const { apply } of damages) await apply(relay);
    const found = new Set((await checkServer(port)).findings.map(told));
    for (const { told: expected } of damages) for (const text of expected(relay)) expect(found).toContain(text);
    expect(await repairServer(port)).toMatchObject({ complete: true });
    expect((await checkServer(port)).findings.map(told)).toEqual([]);
  } finally {
    nodes.disconnect();
    await cluster.stop();
  }
}, 120_000);
