/** `meter limiters` as it is run against keys that the applications write: what is used, who is near, what is wrong, exit codes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster, type Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { ErrorEnvelope } from '../../src/lib/report/error-envelope.js';
import type { LimitersReport } from '../../src/lib/report/limiters/worded.js';
import type { WordedFinding } from '../../src/lib/report/audit/worded.js';
import { limitersServer, limitersSnapshot } from '../../src/lib/index.js';
import { auditInside } from '../support/audit.js';
import { connectionFor, startFake } from '../support/fake-server.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { MeterResult } from '../support/meter.js';
import { startCluster } from '../support/redis-cluster.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { needsServer } from '../support/server-program.js';
import { serverTime } from '../support/server-clock.js';

let server: TestServer;
let client: Redis;
let folder: string;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  folder = await mkdtemp(join(tmpdir(), 'meter-limiters-'));
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const HOUR_MS = 3_600_000;
const TOKEN = `token:${'ab12'.repeat(16)}`;

let now: number;
beforeEach(async () => {
  await client.flushall();
  await client.config('RESETSTAT');
  await client.hset(TOKEN, { Id: 1, UserId: 1, Name: 'x', RemainQuota: 1, UsedQuota: 1 });
  await client.expire(TOKEN, 60);
  now = await serverTime(client);
});

const run = (...args: string[]): Promise<MeterResult> =>
  runMeterInside(['limiters', ...args, '-u', server.url], { env: { COLUMNS: '100' }, cwd: folder });

async function limiters(...args: string[]): Promise<LimitersReport> {
  const result = await run('--json', ...args);
  expect(result).toMatchObject({ code: 0, stderr: '' });
  const envelope = result.json<Envelope<LimitersReport>>();
  await assertMatchesSchema('limiters', envelope);
  return envelope.data;
}

const row = ({ limiters: rows }: LimitersReport, rule: string): LimitersReport['limiters'][number] =>
  rows.find((each) => each.rule === rule)!;
const used = ({ limited }: LimitersReport): unknown[] =>
  limited.map(({ rule, subject, used: amount }) => [rule, subject.id, amount]);
const codes = (findings: readonly { code: string }[]): string[] => findings.map(({ code }) => code).toSorted();

/** As new-api's first generation writes it: local time labelled Z, newest first, and 20 minutes to live from the last request on. */
async function list(name: string, ages: readonly number[], { zone = 8, heldFor = 0, ttl = 1200 } = {}): Promise<void> {
  const newest = Math.min(...ages);
  const texts = ages.map((age) => `${new Date(now - age * 1000 + zone * HOUR_MS).toISOString().slice(0, 19)}.000Z`);
  await client.rpush(name, ...texts);
  await client.pexpire(name, (ttl - newest + heldFor) * 1000);
}

const ages = (count: number, from: number, step = 1): number[] => Array.from({ length: count }, (_, at) => from + at * step);

describe('lists of the first generation', () => {
  test('count only entries within the window, in the time zone that the lists themselves show', async () => {
    // 200 entries within three minutes, and 150 that are older: 350 of 360 by its length.
    await list('rateLimit:GA203.0.113.9', [...ages(200, 1, 0.5), ...ages(150, 400)]);
    await list('rateLimit:GA203.0.113.10', ages(340, 1, 0.1));
    const data = await limiters('--show-ids');
    expect(used(data)).toEqual([['GA', '203.0.113.10', 340]]);
    expect(row(data, 'GA')).toMatchObject({ keys: 2, near: 1, full: 0, capacity: 360, windowSeconds: 180, holds: false });
    expect(row(data, 'GA').checks[0]).toEqual({
      when: 'allowed',
      commands: ['LLEN', 'LPUSH', 'EXPIRE'],
      inScript: [],
      roundTrips: 3,
    });
    expect(data.notes).toContainEqual({
      code: 'local-times',
      params: { application: 'new-api', offsetHours: 8, from: 'data', readAsUtc: [] },
    });
    expect(used(await limiters('--show-ids', '--near', '50'))).toEqual([
      ['GA', '203.0.113.10', 340],
      ['GA', '203.0.113.9', 200],
    ]);
  });

  test('have the sizes that a flag states, or the application’s own file', async () => {
    await list('rateLimit:GA203.0.113.9', ages(20, 1, 2));
    expect(row(await limiters('--limit', 'GA=20/30s'), 'GA')).toMatchObject({
      capacity: 20,
      windowSeconds: 30,
      from: 'stated',
      near: 0,
    });
    expect(row(await limiters('--limit', 'GA=20'), 'GA')).toMatchObject({ near: 1, full: 1, certain: true });
    const file = join(folder, 'new-api.env');
    await writeFile(file, `REDIS_CONN_STRING=${server.url}\nGLOBAL_API_RATE_LIMIT=19\nGLOBAL_WEB_RATE_LIMIT_DURATION=many\n`);
    const result = await runMeterInside(['limiters', '--json', '--env-file', file], { cwd: folder });
    const { data } = result.json<Envelope<LimitersReport>>();
    expect(row(data, 'GA')).toMatchObject({ capacity: 19, windowSeconds: 180, from: 'variables' });
    expect(codes(data.findings)).toContain('limiter-overrun');
  });

  test('show requests that raced, where the size is certain, and say so where it is not', async () => {
    await list('rateLimit:DW203.0.113.9', ages(17, 1, 0.1));
    await list('rateLimit:GA203.0.113.9', ages(400, 1, 0.1));
    const { findings, notes } = await limiters();
    expect(findings.filter(({ code }) => code === 'limiter-overrun').map(({ params }) => params)).toEqual([
      { pattern: 'rateLimit:DW{ip}', rule: 'DW', longest: 17, capacity: 10 },
    ]);
    expect(notes).toContainEqual({ code: 'longer-than-assumed', params: { rule: 'GA', lists: 1, longest: 400, capacity: 360 } });
  });

  test('tell denied requests, and windows that are longer than keys exist', async () => {
    await list('rateLimit:CT203.0.113.9', ages(20, 60), { heldFor: 40 });
    await list('rateLimit:GA203.0.113.9', ages(3, 5));
    const file = join(folder, 'long.env');
    await writeFile(file, `REDIS_CONN_STRING=${server.url}\nCRITICAL_RATE_LIMIT_DURATION=3600\n`);
    const result = await runMeterInside(['limiters', '--json', '--env-file', file], { cwd: folder });
    const { findings } = result.json<Envelope<LimitersReport>>().data;
    const found = (code: string): WordedFinding | undefined => findings.find((each) => each.code === code);
    expect(found('denials-extend-ttl')).toMatchObject({ family: 'ip-limit.ct', count: 1 });
    expect(found('window-outlives-ttl')).toMatchObject({
      params: { rule: 'CT', windowSeconds: 3600, ttlSeconds: 1200 },
      fix: 'set CRITICAL_RATE_LIMIT_DURATION to 1200 s or less',
    });
    const audited = await auditInside(['--env-file', file]);
    expect(codes(audited.data.findings)).toEqual(expect.arrayContaining(['denials-extend-ttl', 'window-outlives-ttl']));
  });

  test('are not judged where no list shows the zone', async () => {
    await list('rateLimit:GA203.0.113.9', ages(350, 100, 0.1), { heldFor: 50 });
    const { limited, notes } = await limiters();
    expect(limited).toEqual([]);
    expect(notes).toContainEqual(
      expect.objectContaining({ code: 'local-times', params: expect.objectContaining({ offsetHours: null }) }),
    );
    expect(used(await limiters('--utc-offset', '8', '--show-ids'))).toEqual([['GA', '203.0.113.9', 350]]);
  });

  test('with a text that is no time are not judged, and named', async () => {
    await list('rateLimit:GA203.0.113.9', ages(350, 1, 0.1));
    await client.lset('rateLimit:GA203.0.113.9', 3, 'yesterday');
    await client.set('rateLimit:GW203.0.113.9', '1', 'EX', 100);
    const data = await limiters();
    expect(data.limited).toEqual([]);
    expect([row(data, 'GA').odd, row(data, 'GW').odd]).toEqual([1, 1]);
  });
});

describe('after the upgrade', () => {
  beforeEach(async () => {
    await client.set('rateLimit:v2:ip:GA:203.0.113.9', '900', 'EX', 100);
    await client.set('rateLimit:v2:ip:XX:203.0.113.9', '5', 'EX', 100);
  });

  test('windows count denied requests too, and unknown marks have no size', async () => {
    const data = await limiters('--show-ids');
    expect(used(data)).toEqual([['GA', '203.0.113.9', 900]]);
    expect(row(data, 'GA')).toMatchObject({ holds: true, denied: 540, full: 1 });
    expect(row(data, 'XX')).toMatchObject({ capacity: null, near: null, pattern: 'rateLimit:v2:ip:XX:{ip}' });
  });

  test('lists in the local time of an older release lock users out; the command that is printed ends that', async () => {
    await list('rateLimit:MRRLS:7', ages(1000, 1, 0.01), { ttl: 60 });
    await list('rateLimit:MRRLS:8', ages(3, 1), { zone: 0, ttl: 60 });
    const finding = (findings: readonly WordedFinding[]): WordedFinding =>
      findings.find(({ code }) => code === 'limiter-times-ahead')!;
    const own = finding((await limiters()).findings);
    expect(own).toMatchObject({ severity: 'high', count: 1, params: { ids: ['7'], looked: 2 }, fixKind: 'command' });
    expect(own.params).toMatchObject({ aheadSeconds: expect.closeTo(28_799, -1) });
    const audited = finding((await auditInside(['-u', server.url])).data.findings);
    expect(audited).toMatchObject({ count: 1, fix: own.fix });
    expect(own.fix).toBe('redis-cli UNLINK rateLimit:MRRLS:7');
    await client.call('UNLINK', 'rateLimit:MRRLS:7');
    expect(codes((await limiters()).findings)).not.toContain('limiter-times-ahead');
  });

  test('two generations at once are told by keys of both, and by their last use', async () => {
    await list('rateLimit:GA203.0.113.9', ages(3, 5));
    const { findings } = await limiters();
    expect(findings.find(({ code }) => code === 'limiter-generations')).toMatchObject({
      params: { rules: ['GA'], older: ['rateLimit:GA{ip}'], newer: ['rateLimit:v2:ip:{mark}:{ip}'], recent: 1 },
    });
    const { data } = await auditInside(['-u', server.url]);
    expect(data.findings.find(({ code }) => code === 'limiter-generations')).toMatchObject({
      params: { rules: ['GA'], recent: 1 },
    });
    await client.pexpire('rateLimit:GA203.0.113.9', 1_000_000);
    expect((await limiters()).findings.find(({ code }) => code === 'limiter-generations')).toMatchObject({
      params: { recent: 0 },
    });
  });

  test('the remedy of two generations names the migration, which does what it says', async () => {
    await list('rateLimit:GA203.0.113.9', ages(3, 5));
    const found = (await limiters()).findings.find(({ code }) => code === 'limiter-generations')!;
    const command = /meter (migrate [-\w: ]+window) /.exec(found.fix)?.[1]?.split(' ') ?? [];
    expect(command).toEqual(['migrate', '--limiters', 'list:window']);
    const { code, stderr } = await runMeterInside([...command, '-u', server.url, '--yes', '--no-archive', '-q'], { cwd: folder });
    expect([code, stderr]).toEqual([0, '']);
    expect(await client.exists('rateLimit:GA203.0.113.9')).toBe(0);
    expect(codes((await limiters()).findings)).not.toContain('limiter-generations');
  });
});

test('a cluster is told as one server with the same keys is', async () => {
  const cluster = await startCluster({ masters: 3 });
  const through = new Cluster(cluster.masters.map(({ port }) => ({ host: '127.0.0.1', port })));
  try {
    await list('rateLimit:GA203.0.113.9', ages(300, 1, 0.1));
    await list('rateLimit:GA203.0.113.10', ages(360, 1, 0.1));
    await list('rateLimit:CT2001:db8::1', ages(3, 1));
    await client.hset('rateLimit:7', { tokens: '100', last_time: String(Math.floor(now / 1000)) });
    for (const name of await client.keys('*')) {
      const [value, ttl] = [(await client.dumpBuffer(name))!, await client.pttl(name)];
      await through.restore(name, Math.max(ttl, 0), value);
    }
    const own = await limiters('--show-ids', '--limit', 'MRRL=10/60s');
    const args = ['limiters', '--json', '--show-ids', '--limit', 'MRRL=10/60s', '-u', cluster.masters[0]!.url];
    const result = await runMeterInside(args, { cwd: folder });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const { data } = result.json<Envelope<LimitersReport>>();
    expect(data.limiters.filter(({ keys }) => keys > 0)).toHaveLength(3);
    // A key takes more memory on a node of a cluster.
    expect(data.limiters.map((each) => ({ ...each, bytes: 0 }))).toEqual(own.limiters.map((each) => ({ ...each, bytes: 0 })));
    expect(used(data)).toEqual(used(own));
    expect(codes(data.findings)).toEqual(codes(own.findings));
  } finally {
    through.disconnect();
    await cluster.stop();
  }
});

test('permanent buckets get a TTL by the command that is printed, and keep their tokens', async () => {
  for (const uid of ['7', '8'])
    await client.hset(`rateLimit:${uid}`, { tokens: '100', last_time: String(Math.floor(now / 1000)) });
  const data = await limiters('--limit', 'MRRL=10/60s');
  // 600 tokens are a full bucket, a request takes 60, and 100 are left.
  expect(row(data, 'MRRL')).toMatchObject({ keys: 2, permanent: 2, near: 2, algorithm: 'token-bucket' });
  expect(used(data)).toEqual([
    ['MRRL', '7', 9],
    ['MRRL', '8', 9],
  ]);
  const own = data.findings.find(({ code }) => code === 'permanent-limiter-keys')!;
  const audited = (await auditInside(['-u', server.url])).data.findings.find(({ code }) => code === own.code)!;
  expect(audited).toMatchObject({ count: 2, fix: own.fix });
  const args = own.fix.replace(/^meter /, '').split(' ');
  const { code, stderr } = await runMeterInside([...args, '--yes', '--no-archive', '-q'], { cwd: folder });
  expect([code, stderr]).toEqual([0, '']);
  expect(await client.ttl('rateLimit:7')).toBeGreaterThan(3600);
  expect(await client.hget('rateLimit:7', 'tokens')).toBe('100');
  expect(codes((await limiters()).findings)).not.toContain('permanent-limiter-keys');
});

test('a script that the server has lost is told by its statistics of errors', async () => {
  await client.hset('rateLimit:7', { tokens: '100', last_time: '1' });
  for (let at = 0; at < 6; at++) await client.evalsha('f'.repeat(40), 0).catch(() => {});
  const finding = { code: 'limiter-noscript', severity: 'high', params: { calls: 6, application: 'New API' }, count: 6 };
  expect((await limiters()).findings).toContainEqual(
    expect.objectContaining({ ...finding, params: expect.objectContaining(finding.params) }),
  );
  expect(codes((await auditInside(['-u', server.url])).data.findings)).toContain('limiter-noscript');
});

test('hot keys are told where the server keeps frequencies, and that they are not known elsewhere', async () => {
  // Small numbers are shared between keys unless memory is limited.
  await client.config('SET', 'maxmemory', '100mb', 'maxmemory-policy', 'allkeys-lfu', 'lfu-log-factor', '0');
  await client.set('rateLimit:v2:ip:GA:203.0.113.9', '1', 'EX', 100);
  await client.set('rateLimit:v2:ip:GA:203.0.113.10', '1', 'EX', 100);
  for (let at = 0; at < 200; at++) await client.get('rateLimit:v2:ip:GA:203.0.113.9');
  const { findings } = await limiters('--show-ids');
  expect(findings.find(({ code }) => code === 'hot-limiter-keys')).toMatchObject({
    params: { by: 'lfu', keys: [{ key: 'rateLimit:v2:ip:GA:203.0.113.9' }], byAddress: true },
    count: 1,
  });
  expect(codes((await auditInside(['-u', server.url])).data.findings)).toContain('hot-limiter-keys');
  await client.config('SET', 'maxmemory-policy', 'noeviction');
  expect((await limiters()).notes).toContainEqual({ code: 'heat-unknown', params: { policy: 'noeviction' } });
});

test('hot keys are told by HOTKEYS where it has tracked some', async () => {
  await client.set('rateLimit:v2:ip:GA:203.0.113.9', '1', 'EX', 100);
  const tracked = "'by-cpu-time-us',{'rateLimit:v2:ip:GA:203.0.113.9',60,'other',40}";
  const script = `return {'tracking-active',0,'all-commands-all-slots-us',200,${tracked}}`;
  // A server that knows HOTKEYS: its answer is that of a script.
  const proxy = await startFake((socket) => {
    const behind = connectionFor(socket, server.port);
    behind.on('data', (chunk) => socket.write(chunk));
    const asked = '*2\r\n$7\r\nHOTKEYS\r\n$3\r\nGET\r\n';
    const scripted = `*3\r\n$4\r\nEVAL\r\n$${script.length}\r\n${script}\r\n$1\r\n0\r\n`;
    socket.on('data', (chunk) => behind.write(Buffer.from(chunk.toString('latin1').replace(asked, scripted), 'latin1')));
  });
  try {
    const result = await runMeterInside(['limiters', '--json', '--show-ids', '-u', proxy.url]);
    const { findings } = result.json<Envelope<LimitersReport>>().data;
    expect(findings.find(({ code }) => code === 'hot-limiter-keys')).toMatchObject({
      params: { by: 'hotkeys', keys: [{ key: 'rateLimit:v2:ip:GA:203.0.113.9', weight: 0.3 }] },
    });
  } finally {
    await proxy.stop();
  }
});

test('hot keys are told by HOTKEYS of the server itself', async (context) => {
  needsServer(context, '8.6', 'HOTKEYS');
  await client.call('HOTKEYS', 'START', 'METRICS', '1', 'CPU', 'COUNT', '5');
  for (let at = 0; at < 300; at++) await client.incr('rateLimit:v2:ip:GA:203.0.113.9');
  await client.expire('rateLimit:v2:ip:GA:203.0.113.9', 100);
  await client.call('HOTKEYS', 'STOP');
  const { findings } = await limiters('--show-ids');
  expect(findings.find(({ code }) => code === 'hot-limiter-keys')).toMatchObject({
    params: { by: 'hotkeys', keys: [{ key: 'rateLimit:v2:ip:GA:203.0.113.9' }] },
  });
  await client.call('HOTKEYS', 'RESET');
});

test('the library gives the same as the command', async () => {
  await list('rateLimit:GA203.0.113.9', ages(20, 1, 0.1));
  const { data, complete } = await limitersServer({ url: server.url }, { limits: [{ name: 'GA', capacity: 20, window: null }] });
  const shown = await limiters('--limit', 'GA=20');
  expect(complete).toBe(true);
  expect([data.limiters, used(data), codes(data.findings)]).toEqual([shown.limiters, used(shown), codes(shown.findings)]);
  await client.save();
  const snapshot = await limitersSnapshot(join(server.dir, 'dump.rdb'), { now: new Date(await serverTime(client)), near: 0 });
  expect(used(snapshot.data)).toEqual([['GA', data.limited[0]!.subject.id, 20]]);
});

describe('claude-relay-service', () => {
  const ids = { k1: 'Anna', k2: 'build' };
  beforeEach(async () => {
    await client.del(TOKEN);
    for (const [id, name] of Object.entries(ids)) {
      const limits = {
        rateLimitWindow: '5',
        rateLimitRequests: '10',
        rateLimitCost: '2',
        tokenLimit: '0',
        concurrencyLimit: '4',
      };
      await client.hset(`apikey:${id}`, { id, name, isActive: 'true', ...limits });
      await client.sadd('apikey:idx:all', id);
    }
    await client.hset('usage:k1', { totalRequests: '9', totalTokens: '9', totalAllTokens: '9' });
    await client.set('system:migrated:version', '1.1.314');
    await client.set('rate_limit:window_start:k1', String(now - 60_000), 'EX', 240);
    await client.set('rate_limit:requests:k1', '9', 'EX', 240);
    await client.set('rate_limit:cost:k1', '1.7500000001', 'EX', 240);
    // Left over from a window that has ended.
    await client.set('rate_limit:requests:k2', '10');
    // Two slots that are renewed, and two that nobody renews.
    await client.zadd(
      'concurrency:k1',
      now + 290_000,
      'a',
      now + 280_000,
      'b',
      now + 100_000,
      'c',
      now + 90_000,
      'd',
      now - 5_000,
      'e',
    );
    await client.pexpire('concurrency:k1', 320_000);
  });

  test('each key has its own limits, counters of an ended window count nothing, and slots of a killed process are named', async () => {
    const data = await limiters();
    expect(
      data.limited.map(({ rule, subject, used: amount, capacity, share }) => [rule, subject.name, amount, capacity, share]),
    ).toEqual([
      ['concurrency', 'Anna', 4, 4, 1],
      ['window-requests', 'Anna', 9, 10, 0.9],
      ['window-cost', 'Anna', '1.7500000001', '2', expect.closeTo(0.875, 5)],
    ]);
    expect(row(data, 'window-requests')).toMatchObject({ keys: 2, permanent: 1, from: 'subject', holds: false });
    expect(row(data, 'concurrency')).toMatchObject({ holds: true });
    await client.set('rate_limit:tokens:k1', '5', 'EX', 240);
    // Nobody has such a limit, so that nobody is near it.
    expect(row(await limiters(), 'window-tokens')).toMatchObject({ keys: 1, near: 0, full: 0 });
    expect(data.abandoned).toMatchObject([{ rule: 'concurrency', subject: { name: 'Anna' }, slots: 2 }]);
    expect(codes(data.findings)).toEqual(['abandoned-leases', 'counter-without-ttl']);
    expect(data.findings[0]?.fix).toContain('meter prune --leaked --family rate-limit.requests');
  });

  test('--owner takes a name or an id, and shows all of its limits', async () => {
    expect((await limiters('--owner', 'build')).limited.map(({ rule, used: amount }) => [rule, amount])).toEqual([
      ['window-requests', 0],
    ]);
    expect((await limiters('--owner', 'k1')).limited).toHaveLength(3);
    const nobody = await limiters('--owner', 'nobody');
    expect(nobody.limiters).toEqual([]);
    expect(nobody.notes).toContainEqual({ code: 'owner-without-keys', params: { owner: 'nobody' } });
  });

  test('--rate tells the connections that one process needs, which all requests share', async () => {
    const { pool } = await limiters('--rate', '100', '--processes', '2', '--rtt', '2ms');
    expect(pool).toMatchObject({ processes: 2, pool: 1, shared: true, client: { library: 'ioredis', worstSeconds: 20 } });
    const requests = pool!.loads.find(({ rule }) => rule === 'window-requests')!;
    // Little's law: 100 a second × 5 round trips × 2 ms.
    expect(requests).toMatchObject({ roundTrips: 5, busy: 1 });
  });
});

test('libraries are recognised by names of their own, and by values where others use such names too', async () => {
  await client.del(TOKEN);
  await client.set('rlflx:login:203.0.113.9', '3', 'EX', 60);
  await client.set('@upstash/ratelimit:user:7:29402000', '3', 'EX', 60);
  await client.set('rl:203.0.113.9', '3', 'EX', 60);
  await client.set('rate:203.0.113.9', '308000000.25', 'EX', 60);
  await client.set('bull:mail:limiter', '3', 'PX', 60_000);
  await client.hset('bull:mail:meta', 'version', 'bullmq:6.7.0');
  await client.set('{api_key:5f2c6b1a}:requests', '3', 'EX', 60);
  await client.set('{api_key:5f2c6b1a}:window', '1796048000', 'EX', 60);
  await client.set('plugin-limit-count:2:route-1:203.0.113.9', '3', 'EX', 60);
  const data = await limiters();
  expect(data.applications.map(({ name }) => name).toSorted()).toEqual([
    'apisix',
    'bullmq',
    'litellm',
    'rate-limit-redis',
    'rate-limiter-flexible',
    'redis-rate',
    'upstash-ratelimit',
  ]);
  expect(used(await limiters('--limit', 'rl=3/60s', '--show-ids'))).toEqual([['rl', '203.0.113.9', 3]]);
  await client.set('rl:203.0.113.9', 'a session');
  await client.set('rate:203.0.113.9', '0.25', 'EX', 60);
  const others = (await limiters()).applications.map(({ name }) => name);
  expect(others).not.toContain('rate-limit-redis');
  expect(others).not.toContain('redis-rate');
});

test('hostile names, numbers and times end in no failure and in no control character', async () => {
  const command = client.pipeline();
  for (let at = 0; at < 150; at++) command.set(`rateLimit:v2:ip:\u001b[31m${at}:203.0.113.9`, '1', 'EX', 100);
  command.set('rateLimit:v2:ip:GA:203.0.113.9', '9223372036854775807');
  command.pexpire('rateLimit:v2:ip:GA:203.0.113.9', 9_000_000_000_000_000);
  command.set('rateLimit:v2:ip:CT:203.0.113.9', '-5', 'EX', 100);
  command.set('rateLimit:v2:ip:GW:203.0.113.9', 'x'.repeat(100_000), 'EX', 100);
  command.hset('rateLimit:7', { tokens: '-1e300', last_time: '999999999999' });
  command.zadd('rateLimit:MRRLS:7', 1, 'a');
  await command.exec();
  const data = await limiters('--limit', 'MRRL=5/60s');
  expect(row(data, 'GA')).toMatchObject({ keys: 1, full: 1 });
  expect([row(data, 'GW').odd, row(data, 'MRRLS').odd]).toEqual([1, 1]);
  expect(data.limited.find(({ rule }) => rule === 'GA')).toMatchObject({ used: '9223372036854775807', resetsAt: null });
  // Unknown marks are told apart only up to a hundred.
  expect(data.limiters.length).toBeLessThan(110);
  const { stdout } = await run('--all');
  expect(stdout).not.toContain('\u001b[31m');
});

describe('the report', () => {
  beforeEach(async () => {
    for (let at = 1; at < 30; at++) await list(`rateLimit:GA203.0.113.${at}`, ages(330 + at, 1, 0.1));
    for (const mark of ['GW', 'CT', 'DW', 'UP']) await list(`rateLimit:${mark}203.0.113.9`, ages(5, 1));
    await list('rateLimit:SR:user:7', ages(9, 1));
    await list('rateLimit:MRRLS:7', ages(900, 1, 0.01), { ttl: 60 });
    await client.set('emailVerification:EV:203.0.113.9', '9');
    await client.hset('rateLimit:7', { tokens: '100', last_time: '1' });
  });

  test('fits one screen, and says that parallel requests go through', async () => {
    const { stdout } = await run();
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    expect(stdout).toMatch(/GA +list +360 \/ 3 min .*3 in 3 trips +all pass/);
    expect(stdout).not.toContain('203.0.113');
    expect(stdout).toMatch(/9 limits, 1 subject at its limit; 7 let parallel requests pass/);
  });

  test('--fail-on ends with exit code 3', async () => {
    expect((await run('--fail-on', 'medium')).code).toBe(3);
    expect((await run('--fail-on', 'high')).code).toBe(0);
  });

  test('is the same from a snapshot', async () => {
    await client.save();
    const at = new Date(await serverTime(client)).toISOString();
    const file = join(server.dir, 'dump.rdb');
    const result = await runMeterInside(['limiters', '--rdb', file, '--json', '--now', at]);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const { data } = result.json<Envelope<LimitersReport>>();
    await assertMatchesSchema('limiters', result.json<Envelope<LimitersReport>>());
    const live = await limiters();
    const plain = ({ limiters: rows }: LimitersReport): unknown =>
      rows
        .map(({ rule, keys, near, full, permanent }) => ({ rule, keys, near, full, permanent }))
        .toSorted((a, b) => (a.rule < b.rule ? -1 : 1));
    expect(plain(data)).toEqual(plain(live));
    expect(codes(data.findings)).toEqual(codes(live.findings));
  });

  test('is partial where a ceiling ends it', async () => {
    const { code, stdout } = await run('--max-commands', '60');
    expect([code, stdout.includes('PARTIAL')]).toEqual([6, true]);
  });

  test('in CSV has a row for each limit', async () => {
    const { stdout } = await run('--format', 'csv');
    expect(stdout.split('\n')[0]).toBe(
      'application,limiter,rule,limit,pattern,algorithm,capacity,window_seconds,keys,near,full,permanent,bytes,commands,round_trips,holds,denied',
    );
    expect(stdout.trimEnd().split('\n')).toHaveLength(10);
  });
});

test.each([
  [['--limit', 'GA'], '--limit takes a name, a number and a time, not GA.'],
  [['--limit', 'GA=0/3s'], '--limit takes a name, a number and a time, not GA=0/3s.'],
  [['--limit', 'GA=5/never'], '--limit takes a name, a number and a time, not GA=5/never.'],
  [['--limit', 'QQ=5/60s'], 'No limit is called "QQ" here.'],
  [['--near', 'much'], '--near takes a percentage, not much.'],
  [['--processes', '4'], '--processes needs --rate, the requests a second.'],
  [['--rate', 'fast'], '--rate takes requests a second, not fast.'],
  [['--owner', ''], '--owner takes a name or an id.'],
])('%j is a usage error', async (args, message) => {
  await list('rateLimit:GA203.0.113.9', ages(3, 1));
  const result = await run('--json', ...args);
  expect(result.code).toBe(2);
  expect(result.json<ErrorEnvelope>().error.message).toBe(message);
});

test('where no limiter is known, the exit code is 4', async () => {
  await client.flushall();
  await client.set('something', '1');
  const result = await run('--json');
  expect([result.code, result.json<ErrorEnvelope>().error.code]).toEqual([4, 'no-limiters']);
});

describe('limiters script', () => {
  const script = (...args: string[]): Promise<MeterResult> => runMeterInside(['limiters', 'script', ...args]);

  test('prints a script that a server runs, and files that call it', async () => {
    const lua = await script('listLog');
    expect(lua).toMatchObject({ code: 0, stderr: '' });
    const [allowed] = (await client.eval(lua.stdout, 1, 'k', 'take', 1, 60_000, 'listLog', 5, 60_000, 0)) as number[];
    expect([allowed, await client.llen('k')]).toEqual([1, 1]);
    expect((await script('listLog', '--lang', 'go')).stdout).toContain('package limiter');
    const json = await script('gcra', '--lang', 'python', '--json');
    const envelope = json.json<Envelope<{ algorithm: string; text: string }>>();
    await assertMatchesSchema('limiters-script', envelope);
    expect(envelope.data).toMatchObject({ algorithm: 'gcra', text: expect.stringContaining('import hashlib') });
  });

  test('refuses what it does not know', async () => {
    expect((await script('leaky')).code).toBe(2);
    expect((await script('gcra', '--lang', 'cobol')).code).toBe(2);
  });
});
