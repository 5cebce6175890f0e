/** Prunes that give keys another life: none ends before it should, by the clock of the server. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE, DAY_MS, HOUR_MS, hourAgo, hourEnd, UTC_OFFSET } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { type TestServer } from '../support/redis-server.js';
import { CLOSED_DAY, EARLIER_HOUR, loadTinyRelay, OPEN_HOUR, TINY_CLOCK } from '../support/tiny-relay.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

let server: TestServer;
let client: Redis;
let folder: string;
useServerAndFolder((own) => ({ server, client, folder } = own));
beforeEach(async () => {
  await client.flushall();
  await loadTinyRelay(client);
});

const NAME = `usage:hourly:k1:${EARLIER_HOUR}`;

async function prunedBy(clock: readonly string[], ...args: string[]): Promise<ChangeReport> {
  const result = await runMeterInside(['prune', '-u', server.url, ...clock, ...args, '--yes', '--json'], { cwd: folder });
  expect(result.code, result.stdout).toBe(0);
  return result.json<Envelope<ChangeReport>>().data;
}
const pruned = (...args: string[]): Promise<ChangeReport> => prunedBy(TINY_CLOCK, ...args);

/** Without what this program notes. */
const keys = async (): Promise<string[]> => (await client.keys('*')).filter((name) => name !== 'meter:state').toSorted();

test('--set-ttl shortens lives and removes nothing', async () => {
  const before = await keys();
  expect(await pruned('--hourly', '--set-ttl', '30d')).toMatchObject({ planned: 0 });
  expect(await pruned('--hourly', '--set-ttl', '5d')).toMatchObject({ planned: 12, changed: 12 });
  expect(await keys()).toEqual(before);
  expect(await client.pexpiretime(NAME)).toBe(hourEnd(21) + 5 * DAY_MS);
  expect(await client.pexpiretime(`usage:hourly:k1:${OPEN_HOUR}`)).toBe(BASE.getTime() + 7 * DAY_MS);
  expect(await pruned('--hourly', '--set-ttl', '5d')).toMatchObject({ planned: 0, receipt: null });
});

test('the undo of --set-ttl says which keys have expired since, and creates them again', async () => {
  const { archive } = await pruned('--hourly', '--set-ttl', '5d');
  const [value, others] = [await client.hgetall(NAME), await keys()];
  await client.pexpire(NAME, 1);
  await expect.poll(() => client.exists(NAME)).toBe(0);
  const restore = ['restore', join(folder, archive!), '-u', server.url];
  const { data } = (await runMeterInside([...restore, '--dry-run', '--json'])).json<Envelope<ChangeReport>>();
  const rows = data.plan.families.map(({ id, action, keys: count }) => [id, action, count]);
  expect(rows).toContainEqual(['usage.hourly', 'restore', 1]);
  expect(data.plan.families.reduce((sum, { keys: count }) => sum + count, 0)).toBe(12);
  expect(data.plan.notes).toContain('1 key, whose TTL was shortened, has expired since and is created again.');
  expect(await client.exists(NAME)).toBe(0);
  const done = (await runMeterInside([...restore, '--yes', '--json'])).json<Envelope<ChangeReport>>().data;
  expect(done).toMatchObject({ planned: 12, changed: 12 });
  expect(await client.hgetall(NAME)).toEqual(value);
  expect((await keys()).filter((name) => !name.startsWith('meter:'))).toEqual(others);
});

test('--leaked gives lost lives back, where nothing uses the key', async () => {
  await client.mset({ 'rate_limit:requests:k1': '5', 'rate_limit:requests:k2': '6', 'rate_limit:window_start:k2': '1' });
  await client.persist(NAME);
  const { plan } = await pruned('--leaked');
  expect(plan.families.map(({ id, action }) => `${id} ${action}`)).toEqual(
    expect.arrayContaining(['rate-limit.requests leak', 'usage.hourly leak']),
  );
  expect(await client.get('rate_limit:requests:k1')).toBe('5');
  expect(await client.pttl('rate_limit:requests:k1')).toBeGreaterThan(0);
  expect(await client.pttl('rate_limit:requests:k2')).toBe(-1);
  expect(await client.pttl(NAME)).toBeGreaterThan(0);
});

/** Differences by invariant and class. */
async function differences(): Promise<Record<string, unknown>> {
  const result = await runMeterInside(['fix-consistency', '-u', server.url, ...TINY_CLOCK, '--json']);
  const { invariants } = result.json<Envelope<ConsistencyReport>>().data;
  return Object.fromEntries(invariants.flatMap(({ id, violations, byClass }) => (violations > 0 ? [[id, byClass]] : [])));
}

const live = (): string[] => ['-u', server.url];

async function snapshot(): Promise<string[]> {
  await client.save();
  return ['--rdb', join(server.dir, 'dump.rdb')];
}

async function findings(source: readonly string[]): Promise<string[]> {
  const result = await runMeterInside(['audit', ...source, ...TINY_CLOCK, '--json']);
  return result.json<Envelope<AuditReport>>().data.findings.map(({ code }) => code);
}

test('lives that were shortened on purpose are no fault, and no data about to be lost', async () => {
  const { N1: before } = await differences();
  await pruned('--hourly', '--set-ttl', '1d');
  expect(await differences()).toMatchObject({ N1: before });
  for (const source of [live(), await snapshot()]) expect(await findings(source)).not.toContain('one-day-ttl');
  // Without the note nobody knows who did it.
  await client.unlink('meter:state');
  expect(await differences()).toMatchObject({ N1: { corruption: 12 } });
  for (const source of [live(), await snapshot()]) expect(await findings(source)).toContain('one-day-ttl');
});

test('of what has got its TTL back everything is judged as before', async () => {
  await client.persist(`usage:daily:k1:${CLOSED_DAY}`);
  const { N1, ...before } = await differences();
  expect(N1).toEqual({ leak: 5 });
  // How many depends on the time of day.
  expect(before.S6).toHaveProperty('corruption');
  await pruned('--leaked');
  expect(await differences()).toEqual(before);
  await client.persist(`usage:daily:k1:${CLOSED_DAY}`);
  const repaired = ['fix-consistency', '-u', server.url, ...TINY_CLOCK, '--invariant', 'N1', '--apply', '--yes', '--no-archive'];
  expect((await runMeterInside(repaired, { cwd: folder })).code).toBe(0);
  expect(await differences()).toEqual(before);
});

const OWN_CLOCKS = ['--utc-offset', String(UTC_OFFSET)];

describe.each([
  ['behind', -10 * 60_000],
  ['ahead of', 10 * 60_000],
])("while this machine's clock is %s the server's", (_, aheadMs) => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + aheadMs }));
  afterEach(() => vi.useRealTimers());

  test('a life that is over ends a minute later, and not at once', async () => {
    const before = await keys();
    await prunedBy(OWN_CLOCKS, '--hourly', '--set-ttl', '1s');
    expect(await keys()).toEqual(before);
    const left = await client.pttl(NAME);
    expect(left).toBeGreaterThan(30_000);
    expect(left).toBeLessThan(12 * 60_000);
  });

  test('a life that was lost is an hour at least', async () => {
    await client.hset(`usage:hourly:k1:${hourAgo(30 * 24)}`, { requests: '1' });
    await prunedBy(OWN_CLOCKS, '--leaked');
    expect(await client.pttl(`usage:hourly:k1:${hourAgo(30 * 24)}`)).toBeGreaterThan(HOUR_MS - 30_000);
  });
});
