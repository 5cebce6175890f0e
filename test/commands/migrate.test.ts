import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { beforeEach, describe, expect, test } from 'vitest';
import type { PlanData } from '../../src/lib/change/plan/model.js';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { loadRelay } from '../support/audit.js';
import { MIGRATE_RIGHTS, PRUNE_USER } from '../support/change-access.js';
import { BASE_ISO, dayAgo, hourAgo, UTC_OFFSET } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter, type MeterResult } from '../support/meter.js';
import { startProxy } from '../support/proxy.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { contentsOf } from '../support/server-contents.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

let server: TestServer;
let client: Redis;
let folder: string;
useServerAndFolder((own) => ({ server, client, folder } = own));

const KEYS = Array.from({ length: 30 }, (_, index) => `key${index}`);
/** It is over, and so is the next one. */
const DAY = dayAgo(48);
/** An hour of the open day. */
const LATER = hourAgo(0);
const CLOCK = ['--now', BASE_ISO, '--utc-offset', String(UTC_OFFSET)];

const rollup = (url: string, ...more: string[]): Promise<MeterResult> =>
  runMeterInside(['migrate', '-u', url, '--rollup', 'hourly:daily', ...CLOCK, ...more], { cwd: folder });

/** Every day lacks the second of its two hours. */
beforeEach(async () => {
  await client.flushall();
  const pipeline = client.pipeline();
  for (const key of KEYS) {
    pipeline.hset(`usage:hourly:${key}:${DAY}:01`, { requests: '1', inputTokens: '10' });
    pipeline.hset(`usage:hourly:${key}:${DAY}:02`, { requests: '2', inputTokens: '20' });
    pipeline.hset(`usage:daily:${key}:${DAY}`, { requests: '1', inputTokens: '10' });
    pipeline.sadd(`usage:hourly:index:${DAY}:01`, key).sadd(`usage:hourly:index:${DAY}:02`, key);
  }
  await pipeline.exec();
});

const days = async (): Promise<(string | null)[]> =>
  Promise.all(KEYS.map((key) => client.hget(`usage:daily:${key}:${DAY}`, 'requests')));

test('the plan is shown, and only carried out when it is agreed to', async () => {
  const before = await contentsOf(client);
  const planned = await rollup(server.url, '-o', 'plan.json', '--json');
  await assertMatchesSchema('migrate', planned.json());
  const plan = JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8')) as PlanData;
  expect(plan).toMatchObject({ command: 'migrate', keys: 30, families: [{ id: 'usage.daily', action: 'raise', keys: 30 }] });
  const refused = await rollup(server.url);
  expect(refused.code).toBe(4);
  expect(refused.stderr).toMatch(/usage:daily:\{keyId\}:\{date\} +raise +30/);
  expect(await contentsOf(client)).toEqual(before);
});

test('a plan says which periods of each family it changes', async () => {
  const planned = await rollup(server.url, '--prune', '--dry-run', '--json');
  const { families } = planned.json<Envelope<ChangeReport>>().data.plan;
  expect(families).toMatchObject([
    { id: 'usage.daily', action: 'raise', keys: 30, periods: { oldest: DAY, newest: DAY } },
    { id: 'usage.hourly', action: 'delete', keys: 60, periods: { oldest: `${DAY}:01`, newest: `${DAY}:02` } },
  ]);
});

describe('a relay of forty days', () => {
  const check = async (): Promise<Record<string, number>> => {
    const checked = await runMeterInside(['fix-consistency', '-u', server.url, ...CLOCK, '--json']);
    const classes = checked.json<Envelope<ConsistencyReport>>().data.invariants.map(({ byClass }) => byClass);
    return classes.reduce<Record<string, number>>((sums, found) => {
      for (const [name, count] of Object.entries(found)) sums[name] = (sums[name] ?? 0) + count;
      return sums;
    }, {});
  };

  test.each(['hourly:daily', 'daily:monthly'])('is no less consistent after --rollup %s --prune', async (spec) => {
    await client.flushall();
    await loadRelay(server.port);
    const before = await check();
    const migrated = await runMeterInside(
      ['migrate', '-u', server.url, '--rollup', spec, '--prune', ...CLOCK, '--confirm', `127.0.0.1:${server.port}/0`, '--json'],
      { cwd: folder },
    );
    expect(migrated.json<Envelope<ChangeReport>>().data.changed).toBeGreaterThan(0);
    expect(await check()).toEqual(before);
  });
});

describe('a plan in a file', () => {
  const apply = (): Promise<MeterResult> =>
    runMeterInside(['apply', 'plan.json', '-u', server.url, '--yes', '--json'], { cwd: folder });

  test('is carried out later: each sum is judged anew, and what came later is none of it', async () => {
    expect((await rollup(server.url, '--prune', '-o', 'plan.json')).code).toBe(0);
    await client.hset(`usage:daily:key0:${DAY}`, { requests: '9', inputTokens: '31' });
    await client.hincrby(`usage:hourly:key1:${DAY}:02`, 'requests', 5);
    await client.unlink(`usage:hourly:key2:${DAY}:01`, `usage:hourly:key2:${DAY}:02`);
    await client.hset(`usage:hourly:key3:${LATER}`, { requests: '1' });
    const applied = await apply();
    expect(applied.code).toBe(0);
    const envelope = applied.json<Envelope<ChangeReport>>();
    await assertMatchesSchema('migrate', envelope);
    expect(envelope.data).toMatchObject({ planned: 90, changed: 86, skipped: { gone: 4 }, receipt: { complete: true } });
    expect((await days()).slice(0, 4)).toEqual(['9', '8', '1', '3']);
    expect(await client.keys('usage:hourly:key*')).toEqual([`usage:hourly:key3:${LATER}`]);
  });

  test('for another server is refused', async () => {
    await rollup(server.url, '-o', 'plan.json');
    const path = join(folder, 'plan.json');
    const plan = JSON.parse(await readFile(path, 'utf8')) as PlanData;
    await writeFile(path, JSON.stringify({ ...plan, fingerprint: '0'.repeat(40) }));
    const before = await contentsOf(client);
    const { code, stdout } = await apply();
    expect([code, stdout]).toEqual([4, expect.stringContaining('other-target')]);
    expect(await contentsOf(client)).toEqual(before);
  });
});

test('days are raised, hours go, and the archive brings all of it back', async () => {
  const before = await contentsOf(client);
  const done = await rollup(server.url, '--prune', '--yes', '--json');
  expect(done.code).toBe(0);
  const envelope = done.json<Envelope<ChangeReport>>();
  await assertMatchesSchema('migrate', envelope);
  const { data } = envelope;
  expect(data).toMatchObject({ planned: 90, changed: 90, skipped: { gone: 0, changed: 0, protected: 0 } });
  expect(data.receipt).toMatchObject({ complete: true, indexes: { removed: 2 }, resume: null });
  expect((await stat(join(folder, data.archive!))).mode & 0o777).toBe(0o600);
  expect(await days()).toEqual(KEYS.map(() => '3'));
  expect(await client.keys('usage:hourly:*:0?')).toEqual([]);
  const restored = await runMeterInside(['restore', data.archive!, '-u', server.url, '--yes'], { cwd: folder });
  expect(restored.code).toBe(0);
  await client.unlink(await client.keys('meter:restored:*'));
  expect(await contentsOf(client)).toEqual(before);
});

test('killed at any step and run again, it adds everything once', async () => {
  for (const step of [160, 260, 400]) {
    let kill = (): void => {};
    const proxy = await startProxy(server.port, { beforeCommand: (n) => (n === step ? kill() : undefined) });
    const args = ['migrate', '-u', proxy.url, '--rollup', 'hourly:daily', '--prune', ...CLOCK, '--yes', '--no-archive'];
    const { signal } = await runMeter(args, { cwd: folder, onStart: (child) => (kill = () => child.kill('SIGKILL')) });
    await proxy.stop();
    expect(signal, `at command ${step}`).toBe('SIGKILL');
    for (const requests of await days()) expect(['1', '3']).toContain(requests);
  }
  expect((await rollup(server.url, '--prune', '--yes', '--no-archive')).code).toBe(0);
  expect(await days()).toEqual(KEYS.map(() => '3'));
  expect(await client.keys('usage:hourly:*')).toHaveLength(2);
});

test('it needs no more than the documented rights', async () => {
  const [made, raised] = [`usage:daily:key0:${DAY}`, `usage:cost:daily:key1:${DAY}`];
  await client.unlink(made);
  await client.mset({ [raised]: '1', [`usage:cost:hourly:key1:${DAY}:01`]: '1.5' });
  const month = dayAgo(60 * 24).slice(0, 7);
  await client.hset(`usage:monthly:key0:${month}`, { requests: '1' });
  await client.hset(`usage:monthly:key1:${month}`, { requests: '1' });
  await client.hset(`old:usage:monthly:key1:${month}`, { requests: '2' });
  const rights = `${PRUNE_USER} ${MIGRATE_RIGHTS}`.split(' ').slice(4);
  await client.call('ACL', 'SETUSER', 'meter', 'reset', 'on', '>pw', '~*', ...rights);
  await client.call('ACL', 'LOG', 'RESET');
  const url = `redis://meter:pw@127.0.0.1:${server.port}`;
  const summed = (await rollup(url, '--prune', '--yes', '--json')).json<Envelope<ChangeReport>>();
  expect(summed.data.receipt).toMatchObject({ complete: true, way: 'scripts' });
  expect([await client.hget(made, 'requests'), await client.get(raised)]).toEqual(['3', '1.5']);
  const name = 'usage:monthly:{keyId}:{month}';
  const renaming = ['migrate', '-u', url, '--from', name, '--to', `old:${name}`, '--on-collision', 'sum', '--yes', '--json'];
  const renamed = (await runMeterInside([...renaming, ...CLOCK], { cwd: folder })).json<Envelope<ChangeReport>>();
  expect(renamed.data).toMatchObject({ changed: 2, receipt: { complete: true } });
  expect(await client.call('ACL', 'LOG')).toEqual([]);
  const shown = (await readFile(new URL('../../docs/redis-access.md', import.meta.url), 'utf8')).replaceAll(/ \\\n +/g, ' ');
  expect(shown).toContain(MIGRATE_RIGHTS);
});

test('a replica and a database without keys are refused', async () => {
  const replica = await startRedis(['--replicaof', `127.0.0.1 ${server.port}`]);
  try {
    const onReplica = await rollup(replica.url, '--yes', '--json');
    expect([onReplica.code, onReplica.stdout]).toEqual([4, expect.stringContaining('read-only-replica')]);
  } finally {
    await replica.stop();
  }
  const elsewhere = await rollup(server.url, '--db', '1', '--yes', '--json');
  expect([elsewhere.code, elsewhere.stdout]).toEqual([4, expect.stringContaining('no-profile')]);
});

test.each([
  [[], 2, /Nothing says what to migrate/],
  [['--prune', '--rollup', 'hourly:monthly-ish'], 2, /knows the rollup/],
])('%j is refused', async (args, code, message) => {
  const { stderr, code: found } = await runMeterInside(['migrate', '-u', server.url, ...args]);
  expect(found).toBe(code);
  expect(stderr).toMatch(message);
});
