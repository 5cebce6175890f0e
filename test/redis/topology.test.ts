import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MeterError } from '../../src/lib/format/errors.js';
import { parseShards } from '../../src/lib/redis/cluster.js';
import { countKeys } from '../../src/lib/redis/count-keys.js';
import { readOnlyGuard } from '../../src/lib/redis/guard.js';
import { infoDatabases, infoField } from '../../src/lib/redis/info.js';
import { openLedger, type Ledger } from '../../src/lib/redis/ledger.js';
import { resolveTarget, type TargetInputs } from '../../src/lib/redis/resolve-target.js';
import { openSession, type Session } from '../../src/lib/redis/topology.js';
import { CLOSED_PORT } from '../support/closed-port.js';
import { startCluster, type TestCluster } from '../support/redis-cluster.js';
import { until } from '../support/waiting.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { startSentinel } from '../support/redis-sentinel.js';

const sessions: Session[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.close();
});

async function open(inputs: TargetInputs, ledger: Ledger = openLedger()): Promise<Session> {
  const session = await openSession(await resolveTarget(inputs, {}), { guard: readOnlyGuard(), ledger });
  sessions.push(session);
  return session;
}

const failureCode = (inputs: TargetInputs): Promise<unknown> =>
  open(inputs).then(
    () => 'none',
    (error: unknown) => (error instanceof MeterError ? error.code : error),
  );

const ports = (session: Session): number[] => session.nodes.map(({ address }) => address.port).sort((a, b) => a - b);
const portsOf = (servers: readonly TestServer[]): number[] => servers.map(({ port }) => port).sort((a, b) => a - b);

async function startReplica(master: TestServer): Promise<TestServer> {
  const replica = await startRedis(['--replicaof', `127.0.0.1 ${master.port}`, '--repl-diskless-sync-delay', '0']);
  await until(async () => (await replica.client().info('replication')).includes('master_link_status:up'));
  return replica;
}

describe('standalone', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startRedis(['--unixsocket', 'redis.sock', '--repl-diskless-sync-delay', '0']);
    await server.client({ db: 15 }).set('a', '1');
  });
  afterAll(() => server.stop());

  test('one node, its INFO, and what it cost', async () => {
    const ledger = openLedger();
    const session = await open({ port: server.port, db: 15 }, ledger);
    expect(session).toMatchObject({ mode: 'standalone', notes: [] });
    expect(ports(session)).toEqual([server.port]);
    expect(infoField(session.info, 'redis_version')).toMatch(/^\d+\.\d+/);
    expect(infoDatabases(session.info)).toEqual([{ db: 15, keys: 1, withTtl: 0 }]);
    expect(session.nodeForKey('any')).toBe(session.nodes[0]);
    expect(await session.nodes[0].control.call('DBSIZE')).toBe(1);
    // PING; SELECT and CLIENT SETNAME together; INFO; DBSIZE.
    expect(ledger).toMatchObject({ commands: 5, roundTrips: 4 });
    expect(String(await server.client().client('LIST'))).toContain('name=meter');
  });

  test('over a Unix socket', async () => {
    const session = await open({ url: `unix://${server.dir}/redis.sock?db=15` });
    expect(await session.nodes[0].control.call('DBSIZE')).toBe(1);
  });

  test('keys are byte strings both ways', async () => {
    const key = Buffer.from([0, 255, 128, 13, 10]);
    await server.client().lpush(key, Buffer.from([254, 1]));
    const { control } = (await open({ port: server.port })).nodes[0];
    expect(await control.call('TYPE', key.toString('latin1'))).toBe('list');
    expect(await control.call('LINDEX', key.toString('latin1'), '0')).toBe('\u00fe\u0001');
  });

  test('no writing command leaves', async () => {
    const { control } = (await open({ port: server.port })).nodes[0];
    await expect(control.ask('SET', 'planted', '1')).rejects.toMatchObject({ code: 'not-read-only' });
    await expect(control.ask('CONFIG', 'SET', 'maxmemory', '1')).rejects.toMatchObject({ code: 'not-read-only' });
    expect(await server.client().exists('planted')).toBe(0);
  });

  test('a spent budget stops the session before a command too many', async () => {
    for (const ceiling of [0, 1, 2]) {
      const ledger = openLedger(ceiling);
      await expect(open({ port: server.port }, ledger)).rejects.toMatchObject({ code: 'command-budget', exitCode: 6 });
      expect(ledger.commands).toBeLessThanOrEqual(ceiling);
    }
  });

  test('a server that dies is an error at once', async () => {
    const mortal = await startRedis();
    const { control } = (await open({ port: mortal.port })).nodes[0];
    await mortal.stop();
    await expect(control.call('PING')).rejects.toMatchObject({ code: 'closed', exitCode: 5 });
  });

  test('a replica by choice', async () => {
    expect(await failureCode({ port: server.port, replica: true })).toBe('no-replica');
    const replica = await startReplica(server);
    try {
      await until(async () => /slave0:.*state=online/.test(await server.client().info('replication')));
      const session = await open({ port: server.port, replica: true });
      expect(ports(session)).toEqual([replica.port]);
      expect(infoField(session.info, 'role')).toBe('slave');
      expect(session.notes).toHaveLength(1);
      expect(ports(await open({ port: replica.port, replica: true }))).toEqual([replica.port]);
    } finally {
      await replica.stop();
    }
  });

  test('not a cluster', async () => {
    expect(await failureCode({ port: server.port, cluster: true })).toBe('not-a-cluster');
  });

  test('a user without INFO', async () => {
    await server.client().call('ACL', 'SETUSER', 'scanner', 'on', '>pw', '~*', '+scan');
    const session = await open({ port: server.port, user: 'scanner', password: 'pw' });
    expect(session.mode).toBe('standalone');
    expect(session.info.size).toBe(0);
    expect(session.notes).toMatchObject([{ code: 'info-refused' }]);
    expect(await session.nodes[0].control.call('SCAN', '0', 'MATCH', 'nothing')).toEqual(['0', []]);
    await expect(session.nodes[0].control.call('DBSIZE')).rejects.toMatchObject({ code: 'denied' });
  });
});

describe('cluster', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster({ masters: 3, replicas: 1, args: ['--repl-diskless-sync-delay', '0'] });
  }, 60_000);
  afterAll(() => cluster.stop());

  test('every master, asked for or not', async () => {
    const { port } = cluster.masters[0]!;
    const asked = await open({ port, cluster: true });
    expect(asked).toMatchObject({ mode: 'cluster', notes: [] });
    expect(ports(asked)).toEqual(portsOf(cluster.masters));
    const unasked = await open({ port });
    expect(ports(unasked)).toEqual(portsOf(cluster.masters));
    expect(unasked.notes).toMatchObject([{ code: 'cluster-shards' }]);
  });

  test('keys are counted on every master', async () => {
    // The slots of these tags are in the first, second and third part.
    for (const [part, tag] of ['b', 'c', 'a'].entries()) await cluster.masters[part]!.client().set(`{${tag}}counted`, '');
    const target = await resolveTarget({ port: cluster.masters[0]!.port }, {});
    const session = await openSession(target, { guard: readOnlyGuard(), ledger: openLedger() });
    try {
      expect(await countKeys(session)).toBe(3);
    } finally {
      session.close();
    }
  });

  test('a replica of each, also when a replica was named', async () => {
    expect(ports(await open({ port: cluster.replicas[0]!.port }))).toEqual(portsOf(cluster.masters));
    const session = await open({ port: cluster.masters[0]!.port, replica: true });
    expect(ports(session)).toEqual(portsOf(cluster.replicas));
    expect(session.nodes.every(({ readonly }) => readonly)).toBe(true);
    // Without READONLY a replica would answer MOVED.
    expect(await session.nodeForKey('k').control.call('TYPE', 'k')).toBe('none');
  });

  test('each key has its node', async () => {
    const session = await open({ port: cluster.masters[0]!.port });
    for (const key of ['a', 'b', 'c', 'usage:1', '{tag}x', '\u00ff\u0000']) {
      expect(await session.nodeForKey(key).control.call('TYPE', key)).toBe('none');
    }
    const slots = session.nodes.flatMap((node) => node.slots).reduce((sum, [first, last]) => sum + last - first + 1, 0);
    expect(slots).toBe(16_384);
  });

  test('a cluster has one database', async () => {
    expect(await failureCode({ port: cluster.masters[0]!.port, db: 1 })).toBe('cluster-db');
  });

  test('slots without a node are told', async () => {
    const partial = await startRedis(['--cluster-enabled', 'yes']);
    try {
      expect(await failureCode({ port: partial.port })).toBe('cluster-empty');
      await partial.client().call('CLUSTER', 'ADDSLOTSRANGE', '0', '99');
      await until(async () => ((await partial.client().call('CLUSTER', 'SLOTS')) as unknown[]).length === 1);
      const session = await open({ port: partial.port });
      expect(session.notes).toContainEqual({ code: 'slots-without-node', params: { slots: 16284 } });
    } finally {
      await partial.stop();
    }
  });
});

describe('parseShards', () => {
  const seed = { host: 'seed.example', port: 6380, path: null };

  test('groups ranges by master, and an empty host is the one that was asked', () => {
    const reply = [
      [0, 99, ['', 7001, 'id1', []], [null, 7002, 'id2']],
      [100, 199, ['10.0.0.2', 7001, 'id3']],
      [200, 299, ['?', 7001, 'id1']],
    ];
    expect(parseShards(reply, seed)).toEqual([
      {
        master: { host: 'seed.example', port: 7001, path: null },
        replicas: [{ host: 'seed.example', port: 7002, path: null }],
        slots: [
          [0, 99],
          [200, 299],
        ],
      },
      { master: { host: '10.0.0.2', port: 7001, path: null }, replicas: [], slots: [[100, 199]] },
    ]);
  });

  test.each([[null], ['x'], [[]], [[['x']]], [[[0, 1]]], [[[0, 1, ['a\u001b[31m', 1]]]]])('%j names no shard', (reply) => {
    expect(parseShards(reply, seed)).toEqual([]);
  });
});

const AUTH = 'sentinel auth-pass relay data\n';

describe('sentinel', () => {
  let master: TestServer;
  let replica: TestServer;
  const stops: (() => Promise<void>)[] = [];
  let sentinels = '';
  let lockedSentinel = '';
  let ownSentinel = '';

  beforeAll(async () => {
    master = await startRedis(['--requirepass', 'data', '--repl-diskless-sync-delay', '0']);
    const secrets = ['--requirepass', 'data', '--masterauth', 'data'];
    replica = await startRedis(['--replicaof', `127.0.0.1 ${master.port}`, '--repl-diskless-sync-delay', '0', ...secrets]);
    await until(async () => (await replica.client({ password: 'data' }).info('replication')).includes('master_link_status:up'));
    const plain = await startSentinel(master.port, AUTH);
    const locked = await startSentinel(master.port, `${AUTH}requirepass data\n`);
    stops.push(
      () => plain.stop(),
      () => locked.stop(),
    );
    sentinels = `127.0.0.1:${CLOSED_PORT},127.0.0.1:${plain.port}`;
    lockedSentinel = `127.0.0.1:${locked.port}`;
    const own = await startSentinel(master.port, `${AUTH}requirepass own\nuser watcher on >watched +@all\n`);
    stops.push(() => own.stop());
    ownSentinel = `127.0.0.1:${own.port}`;
    await until(
      async () => (await failureCode({ sentinel: sentinels, masterName: 'relay', password: 'data', replica: true })) === 'none',
    );
  });
  afterAll(async () => {
    await Promise.all([...stops.map((stop) => stop()), master.stop(), replica.stop()]);
  });

  test('the master, past a dead sentinel', async () => {
    const session = await open({ sentinel: sentinels, masterName: 'relay', password: 'data' });
    expect(session).toMatchObject({ mode: 'sentinel', target: { host: '127.0.0.1', port: master.port } });
    expect(infoField(session.info, 'role')).toBe('master');
  });

  test('a replica by choice', async () => {
    const session = await open({ sentinel: sentinels, masterName: 'relay', password: 'data', replica: true });
    expect(ports(session)).toEqual([replica.port]);
  });

  test('a sentinel with the password of the data nodes', async () => {
    expect(ports(await open({ sentinel: lockedSentinel, masterName: 'relay', password: 'data' }))).toEqual([master.port]);
  });

  test('a sentinel with credentials of its own', async () => {
    const named = { sentinel: ownSentinel, masterName: 'relay', password: 'data' };
    expect(ports(await open({ ...named, sentinelPassword: 'own' }))).toEqual([master.port]);
    expect(ports(await open({ ...named, sentinelUser: 'watcher', sentinelPassword: 'watched' }))).toEqual([master.port]);
    expect(await failureCode(named)).toBe('wrong-password');
    expect(await failureCode({ ...named, password: undefined })).toBe('password-required');
    const failed = await open({ ...named, sentinelPassword: 'wrong' }).catch((error: unknown) => error);
    expect(failed).toMatchObject({
      message: `The sentinel ${ownSentinel} does not accept the user name or password.`,
      suggestions: [expect.stringContaining('METER_SENTINEL_PASSWORD'), expect.stringContaining('--sentinel-user')],
    });
  });

  test('what can go wrong', async () => {
    expect(await failureCode({ sentinel: sentinels, masterName: 'other', password: 'data' })).toBe('unknown-master');
    expect(await failureCode({ sentinel: `127.0.0.1:${CLOSED_PORT}`, masterName: 'relay' })).toBe('refused');
    expect(await failureCode({ sentinel: sentinels, masterName: 'relay', password: 'wrong' })).toBe('wrong-password');
  });
});
