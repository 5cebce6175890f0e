/** The same limits, whatever way leads to the names of the keys: all names, index sets, a cluster. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Standings } from '../../src/lib/alerts/progress.js';
import { alertsServer, type AlertsResult } from '../../src/lib/library/alerts.js';
import { limitsServer } from '../../src/lib/library/limits.js';
import type { LimitsData } from '../../src/lib/limits/model.js';
import { BASE, dayAgo } from '../support/clock.js';
import { limitsOfLarge } from '../support/large-database.js';
import { startCluster, type TestCluster } from '../support/redis-cluster.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
let cluster: TestCluster;
beforeAll(async () => {
  [server, cluster] = await Promise.all([startRedis(), startCluster({ masters: 2 })]);
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await cluster?.stop();
});

const KEYS = 40;

/** Commands of a small relay. */
function* relay(): Generator<[string, ...string[]]> {
  yield ['SET', 'system:migrated:version', '1.1.314'];
  yield ['SADD', 'claude_console_account:index', 'a1'];
  yield [
    'HSET',
    'claude_console_account:a1',
    'name',
    'one',
    'isActive',
    'true',
    'schedulable',
    'true',
    'maxConcurrentTasks',
    '3',
  ];
  for (let index = 0; index < KEYS; index++) {
    const id = `k${index}`;
    yield ['HSET', `apikey:${id}`, 'name', `key ${index}`, 'isActive', 'true', 'concurrencyLimit', '0', 'rateLimitWindow', '0'];
    yield ['HSET', `apikey:${id}`, 'dailyCostLimit', index % 2 === 0 ? '10' : '0', 'totalCostLimit', index % 3 === 0 ? '50' : ''];
    yield ['SADD', 'apikey:idx:all', id];
    yield ['SET', `usage:cost:daily:${id}:${dayAgo(0)}`, String(index / 4)];
    yield ['SET', `usage:cost:total:${id}`, String(index)];
    yield ['HSET', `usage:${id}`, 'totalRequests', '9', 'totalTokens', '9', 'totalAllTokens', '9'];
  }
}

/** Asks the master that holds the key. */
async function inCluster(command: string, ...args: string[]): Promise<void> {
  for (const master of cluster.masters) {
    const moved = await master
      .client()
      .call(command, ...args)
      .then(
        () => false,
        (error: Error) => error.message.startsWith('MOVED'),
      );
    if (!moved) return;
  }
}

const COMMON = { now: BASE, utcOffset: 8, showIds: true } as const;

const shown = ({ rows, subjects, closed, unreadable }: LimitsData): unknown => ({
  rows: rows.map((row) => `${row.subject.id} ${row.limit} ${row.used} ${row.allowed} ${row.reached}`).toSorted(),
  subjects,
  closed,
  unreadable,
});

const byIndexes = () => limitsOfLarge(server.port);

test('by all names, by index sets, and in a cluster', async () => {
  const client: Redis = server.client();
  for (const [command, ...args] of relay()) {
    await client.call(command, ...args);
    await inCluster(command, ...args);
  }
  const { data } = await limitsServer({ port: server.port }, COMMON);
  expect(data.rows).toHaveLength(KEYS / 2 + Math.ceil(KEYS / 3) + 1);
  expect(data.source.names).toBe('names');
  const indexed = await byIndexes();
  expect(indexed.data.source.names).toBe('indexes');
  expect(shown(indexed.data)).toEqual(shown(data));
  const clustered = await limitsServer({ port: cluster.masters[0]!.port, cluster: true }, COMMON);
  expect(shown(clustered.data)).toEqual(shown(data));
  // Without its list, all names are looked at.
  await client.del('apikey:idx:all');
  const scanned = await byIndexes();
  expect(scanned.data.source.names).toBe('names');
  expect(shown(scanned.data)).toEqual(shown(data));
});

test('alerts of limits and of budgets, in a cluster and on one server', async () => {
  const asked = { ...COMMON, budgets: ['all=100usd/total', 'key:*=38usd/total'] };
  const inClusterWith = (more: { since?: Standings }) =>
    alertsServer({ port: cluster.masters[0]!.port, cluster: true }, { ...asked, ...more });
  const [one, clustered] = await Promise.all([alertsServer({ port: server.port }, asked), inClusterWith({})]);
  expect(new Set(one.data.alerts.map(({ kind, level }) => `${kind} ${level}`))).toEqual(
    new Set(['limit warning', 'limit info', 'budget critical', 'budget warning', 'budget info']),
  );
  const told = ({ alerts, events, compared }: AlertsResult): unknown => ({ alerts, events, compared });
  expect(told(clustered.data)).toEqual(told(one.data));
  // What is used up on one node is told once, and so is a new period on another.
  await inCluster('SET', `usage:cost:daily:k20:${dayAgo(0)}`, '10');
  await inCluster('DEL', `usage:cost:daily:k38:${dayAgo(0)}`);
  const { data: next } = await inClusterWith({ since: clustered.data.standings });
  expect(next.events.map(({ type, level, subject }) => `${type} ${level} ${subject?.id}`).toSorted()).toEqual([
    'reached critical k20',
    'recovered warning k38',
  ]);
  expect((await inClusterWith({ since: next.standings })).data.events).toEqual([]);
});

test('an owner that no list names is found by its keys', async () => {
  const client = server.client();
  await client.set('user:u1', JSON.stringify({ username: 'anna' }));
  await client.hset('apikey:k0', 'userId', 'u1');
  await client.sadd('apikey:idx:all', ...Array.from({ length: KEYS }, (_, index) => `k${index}`));
  const { data } = await limitsOfLarge(server.port, { owners: ['user:anna'] });
  expect(new Set(data.rows.map(({ subject }) => subject.id))).toEqual(new Set(['k0']));
});
