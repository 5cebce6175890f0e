import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, test } from 'vitest';
import {
  applyPlan,
  migrateKeys,
  pruneKeys,
  repairKeys,
  restoreKeys,
  type ChangeReport,
  type ChangeResult,
  type ConsistencyReport,
  type PlanReport,
  type PruneOptions,
} from 'redis-meter';
import { BASE, dayAgo, UTC_OFFSET } from './support/clock.js';
import { runMeterInside } from './support/meter-inside.js';
import { startRedis, type TestServer } from './support/redis-server.js';
import { contentsOf } from './support/server-contents.js';
import { isClosedHour, loadTinyRelay } from './support/tiny-relay.js';

const EXAMPLE = fileURLToPath(new URL('../examples/prune.mjs', import.meta.url));
const CLOCK = { now: BASE, utcOffset: UTC_OFFSET };
const HOURLY = { grains: ['hour'], ...CLOCK } as const satisfies PruneOptions;

let server: TestServer;
let folder: string;
let archive: string;
let redis: { port: number };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-library-changes-'));
  server = await startRedis();
  redis = { port: server.port };
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await server.client().flushall();
  await loadTinyRelay(server.client());
  archive = join(folder, `${Math.random()}.archive`);
});

const closedHours = async (): Promise<string[]> => (await server.client().keys('*')).filter(isClosedHour);

describe('a prune', () => {
  test('without confirm is a plan, and changes nothing', async () => {
    const before = await contentsOf(server.client());
    const result = await pruneKeys(redis, { ...HOURLY, archive });
    expectTypeOf(result).toEqualTypeOf<ChangeResult<ChangeReport>>();
    expect(result).toMatchObject({ complete: true, failure: null, data: { changed: 0, receipt: null, archive: null } });
    expect(result.data.planned).toBe((await closedHours()).length);
    expect(await contentsOf(server.client())).toEqual(before);
    expect(await readdir(folder)).toEqual([]);
  });

  test('that is not confirmed changes nothing', async () => {
    const plans: PlanReport[] = [];
    const { data } = await pruneKeys(redis, { ...HOURLY, archive, confirm: (plan) => plans.push(plan) < 0 });
    expect(plans.map(({ keys, command }) => ({ keys, command }))).toEqual([{ keys: data.planned, command: 'prune' }]);
    expect(data.receipt).toBeNull();
    expect((await closedHours()).length).toBe(data.planned);
  });

  test('that is confirmed is undone by its archive', async () => {
    const before = await contentsOf(server.client());
    const { data, complete } = await pruneKeys(redis, { ...HOURLY, archive, confirm: () => true });
    expect({ complete, changed: data.changed }).toEqual({ complete: true, changed: data.planned });
    expect(data.receipt?.restore).toBe(`meter restore ${archive} --port ${server.port}`);
    expect(await closedHours()).toEqual([]);
    const restored = await restoreKeys(redis, archive, { confirm: () => true });
    expect(restored).toMatchObject({ complete: true, data: { plan: { command: 'restore' } } });
    const after = await contentsOf(server.client());
    for (const name of after.keys()) if (name.startsWith('meter:')) after.delete(name);
    expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted());
  });

  test('of nothing is refused before it connects', async () => {
    await expect(pruneKeys({ port: 1 }, {})).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('a plan', () => {
  test('is applied as it was returned, and from the file that it was written to', async () => {
    const { data } = await pruneKeys(redis, { ...HOURLY, families: ['usage.hourly'] });
    const file = join(folder, 'plan.json');
    await writeFile(file, JSON.stringify(data.plan));
    const first = await applyPlan(redis, data.plan, { archive, confirm: () => true });
    expect(first).toMatchObject({ complete: true, data: { changed: data.planned } });
    expect(first.data.plan.leaves).toEqual(data.plan.leaves);
    const again = await applyPlan(redis, file, { archive: false, confirm: () => true });
    expect(again.data.changed).toBe(0);
    await rm(file);
  });

  test('is one that meter apply takes', async () => {
    const { data } = await pruneKeys(redis, HOURLY);
    const file = join(folder, 'plan.json');
    await writeFile(file, JSON.stringify(data.plan));
    const { code } = await runMeterInside(['apply', file, '-u', server.url, '--yes', '--no-archive', '--json']);
    expect(code).toBe(0);
    expect(await closedHours()).toEqual([]);
    await rm(file);
  });

  test('that is none is refused', async () => {
    await expect(applyPlan(redis, { command: 'prune' } as PlanReport)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^The plan is no plan that can be carried out: /) as unknown,
    });
  });
});

test('a migration raises what a day lacks', async () => {
  await server.client().hset(`usage:daily:k1:${dayAgo(24)}`, { requests: 0 });
  const { data, complete } = await migrateKeys(redis, { rollup: 'hourly:daily', archive, confirm: () => true, ...CLOCK });
  expect(complete).toBe(true);
  expect(data.plan.asTyped).toMatch(/^migrate --rollup hourly:daily --now /);
});

test('a repair is what was found, and what was done about it', async () => {
  const result = await repairKeys(redis, { profiles: ['claude-relay-service'], ...CLOCK, archive, confirm: () => true });
  expectTypeOf(result).toEqualTypeOf<ChangeResult<ConsistencyReport>>();
  const { data, complete } = result;
  expect(complete).toBe(true);
  expect(data.invariants.length).toBeGreaterThan(0);
  expect(data.applied?.plan.asTyped).toMatch(/^fix-consistency --apply --now .* --profile claude-relay-service$/);
});

test('the example runs', async () => {
  const args = [EXAMPLE, `127.0.0.1:${server.port}`, archive];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { timeout: 30_000 });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\d+ keys of \d+ families would be removed\n\d+ were removed\nmeter restore /);
});
