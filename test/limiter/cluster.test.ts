import { Cluster } from 'ioredis';
import { createCluster } from 'redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createLimiter,
  fixedWindow,
  gcra,
  ioredisClient,
  legacyListLog,
  listLog,
  nodeRedisCluster,
  type LimiterClient,
} from '../../src/lib/limiter/index.js';
import { startCluster, type TestCluster } from '../support/redis-cluster.js';

let cluster: TestCluster;
let clients: Record<'ioredis' | 'node-redis', LimiterClient>;
let close: () => void;
beforeAll(async () => {
  cluster = await startCluster({ masters: 3 });
  const { port } = cluster.masters[0]!;
  const one = new Cluster([{ host: '127.0.0.1', port }], { redisOptions: { protocol: 2 } });
  const other = createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${port}` }] });
  await other.connect();
  clients = { ioredis: ioredisClient(one), 'node-redis': nodeRedisCluster(other) };
  close = () => {
    one.disconnect();
    other.destroy();
  };
});
afterAll(async () => {
  close?.();
  await cluster?.stop();
});

const common = { onError: 'closed', timeoutMs: 20_000 } as const;

describe.each(['ioredis', 'node-redis'] as const)('%s', (name) => {
  test('each key is limited on its own node, with the request ids beside it', async () => {
    const limiter = createLimiter({ ...common, client: clients[name], rules: listLog({ limit: 2, windowMs: 60_000 }) });
    for (const subject of ['a', 'b', 'c', 'd{tag}', 'e{']) {
      const key = `${name}:${subject}`;
      const first = await limiter.check(key, { requestId: 'one' });
      expect(first).toMatchObject({ allowed: true, used: 1, source: 'redis' });
      expect(await limiter.check(key, { requestId: 'one' })).toEqual(first);
      expect(await limiter.check(key)).toMatchObject({ allowed: true, used: 2 });
      expect(await limiter.check(key)).toMatchObject({ allowed: false, used: 2 });
    }
    // No other key can be in the slot of such a key.
    expect(await limiter.check(`${name}:e}`, { requestId: 'one' })).toMatchObject({ failure: { code: 'cross-slot' } });
  });

  test('rules with the same hash tag are one step, and others are answered by the policy', async () => {
    const rules = [
      fixedWindow({ limit: 2, windowMs: 60_000, key: (user) => `${name}:hour:{${user}}` }),
      gcra({ limit: 9, windowMs: 60_000, key: (user) => `${name}:smooth:{${user}}` }),
    ];
    const together = createLimiter({ ...common, client: clients[name], rules });
    expect(await together.check('alice')).toMatchObject({ allowed: true, limit: 2, used: 1 });
    const apart = [
      fixedWindow({ limit: 2, windowMs: 60_000, key: () => 'one' }),
      gcra({ limit: 9, windowMs: 60_000, key: () => 'two' }),
    ];
    const failed = await createLimiter({ ...common, client: clients[name], rules: apart }).check('alice');
    expect(failed).toMatchObject({ allowed: false, source: 'failure', failure: { code: 'cross-slot' } });
  });

  test('the old list is checked on its node', async () => {
    const options = { limit: 2, windowMs: 60_000 };
    const legacy = legacyListLog({ client: clients[name], ...options });
    const limiter = createLimiter({ ...common, client: clients[name], rules: listLog(options), mode: 'shadow', legacy });
    const answers = [];
    for (let check = 0; check < 3; check++) answers.push((await limiter.check(`${name}:old`)).allowed);
    expect(answers).toEqual([true, true, false]);
    expect(limiter.counts().shadow).toMatchObject({ agreed: 3 });
  });
});
