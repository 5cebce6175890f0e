/** Runs that changed the same keys one after the other, and their undo: every figure is there once, in whatever order somebody tries it. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import { BASE, BASE_ISO } from '../support/clock.js';
import { startHoldingProxy, Trap } from '../change/engine/support/holding-proxy.js';
import { runMeter } from '../support/meter.js';
import { runMeterInside } from '../support/meter-inside.js';
import { valuesOf, type PlainValue } from '../support/plain-values.js';
import { startProxy } from '../support/proxy.js';
import { type TestServer } from '../support/redis-server.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

let server: TestServer;
let client: Redis;
let folder: string;
useServerAndFolder((own) => ({ server, client, folder } = own));
beforeAll(async () => {
  await loadKeyspace(RELAY.values(), { host: '127.0.0.1', port: server.port });
  const { spent, data } = (await run('prune', '--hourly', ...CLOCK, ...UNHURRIED, '--dry-run', '--json')).json<
    Envelope<ChangeReport>
  >();
  budget = spent!.commands + Math.round(data.plan.commands / 4);
});

/** Whose sums hold. */
const RELAY = [
  ...relayKeyspace({
    keys: 1_500,
    booked: true,
    traffic: { days: 8, hours: 160 },
    seed: 8,
    now: BASE,
    minTtl: 7200,
    problems: false,
  }),
];

const CLOCK = ['--now', BASE_ISO];
/** On a busy machine slow answers would make SCAN take smaller steps, which cost more of the budget. */
const UNHURRIED = ['--max-latency', '10s'];

const run = (...args: readonly string[]) => runMeterInside([...args, '-u', server.url], { cwd: folder });

/** Archive of what was done, and the exit code. */
async function change(...args: readonly string[]): Promise<{ archive: string; code: number | null; data: ChangeReport }> {
  const ran = await run(...args, '--yes', '--json');
  const { data } = ran.json<Envelope<ChangeReport>>();
  return { archive: join(folder, data.archive!), code: ran.code, data };
}

/** Commands that lead into the prune's first half. */
let budget: number;

/** A prune that ends after some of its keys. */
async function cutOffPrune(...more: readonly string[]): Promise<string> {
  const { archive, code, data } = await change(
    'prune',
    '--hourly',
    ...CLOCK,
    ...UNHURRIED,
    '--max-commands',
    String(budget),
    ...more,
  );
  expect(code).toBe(6);
  expect(data.changed).toBeGreaterThan(10);
  expect(data.changed).toBeLessThan(data.planned);
  return archive;
}

async function repair(): Promise<string> {
  const ran = await run('fix-consistency', ...CLOCK, '--apply', '--yes', '--json');
  expect(ran.code).toBe(0);
  const { applied } = ran.json<Envelope<ConsistencyReport>>().data;
  expect(applied!.changed).toBeGreaterThan(0);
  return join(folder, applied!.archive!);
}

/** What a check finds, and which runs it says have removed what it cannot judge. */
async function differences(): Promise<{ differ: number; removed: string[] }> {
  const ran = await run('fix-consistency', ...CLOCK, '--json');
  const { invariants, removed } = ran.json<Envelope<ConsistencyReport>>().data;
  const commands = removed.map(({ command }) => command.replace(/ --now.*/, ''));
  return { differ: invariants.reduce((sum, { violations }) => sum + violations, 0), removed: commands };
}

async function requestsOfHours(): Promise<number> {
  const names = (await client.keys('usage:hourly:*')).filter((name) => !name.includes(':index:'));
  const counts = await Promise.all(names.map((name) => client.hget(name, 'requests')));
  return counts.reduce((sum, count) => sum + Number(count ?? 0), 0);
}

/** Values without lives, and without what this program notes. */
async function contents(): Promise<Map<string, PlainValue>> {
  const names = (await client.keys('*')).filter((name) => !name.startsWith('meter:'));
  return valuesOf(client, names.toSorted());
}

let before: Map<string, PlainValue>;
let requests: number;
beforeEach(async () => {
  await client.flushall();
  await loadKeyspace(RELAY.values(), { host: '127.0.0.1', port: server.port });
  [before, requests] = [await contents(), await requestsOfHours()];
});

describe('a prune that was cut off, then a repair of what it left', () => {
  test('is undone in one order only, and is not added up', async () => {
    // Without its note the check takes what is gone for damage.
    const pruned = await cutOffPrune('--no-state');
    const repaired = await repair();
    const refused = await run('restore', pruned, '--merge', '--yes');
    expect(refused.code).toBe(4);
    expect(refused.stderr).toMatch(/were changed again by meter fix-consistency --apply .*at .* which has not been undone/);
    expect(refused.stderr).toContain(`meter restore ${repaired} ${pruned} --merge`);
    expect((await run('restore', pruned, '--dry-run')).code).toBe(4);
    expect((await run('restore', pruned, '--out-of-order', '--dry-run')).code).toBe(0);
    const undone = await run('restore', pruned, repaired, '--merge', '--yes');
    expect(undone.code).toBe(0);
    expect(await requestsOfHours()).toBe(requests);
    expect(await contents()).toEqual(before);
    // Nothing is left of which the order would matter.
    expect(await client.exists('meter:state')).toBe(0);
    expect((await run('restore', pruned, '--merge', '--yes')).code).toBe(0);
    expect(await requestsOfHours()).toBe(requests);
  });
});

test('a prune that was cut off and run again is undone in any order, since no key was removed twice', async () => {
  const first = await cutOffPrune();
  expect(await differences()).toEqual({ differ: 0, removed: ['prune --hourly'] });
  const { archive: second, code } = await change('prune', '--hourly', ...CLOCK);
  expect(code).toBe(0);
  expect(await differences()).toEqual({ differ: 0, removed: ['prune --hourly', 'prune --hourly'] });
  for (const archive of [first, second]) expect((await run('restore', archive, '--yes')).code).toBe(0);
  expect(await contents()).toEqual(before);
  expect(await differences()).toEqual({ differ: 0, removed: [] });
});

test('a batch that was never carried out is no part of the run that was killed before it', async () => {
  const proxy = await startHoldingProxy(server.port);
  let kill = (): void => {};
  proxy.set(new Trap({ fault: 'drop', at: 'EVALSHA', nth: 3, before: () => kill() }));
  const first = join(folder, 'killed.archive');
  const args = ['prune', '--hourly', ...CLOCK, '--yes', '--archive', first, '-u', `redis://127.0.0.1:${proxy.port}`];
  const { signal } = await runMeter(args, { onStart: (child) => (kill = () => child.kill('SIGKILL')) });
  await proxy.stop();
  expect(signal).toBe('SIGKILL');
  const { archive: second, code, data } = await change('prune', '--hourly', ...CLOCK);
  expect([code, data.changed > 0]).toEqual([0, true]);
  for (const archive of [first, second]) {
    const undone = await run('restore', archive, '--yes');
    expect(undone.code, undone.stderr).toBe(0);
  }
  expect(await contents()).toEqual(before);
});

test('a key that was removed, counted again and removed again wants the second run undone first', async () => {
  const { archive: first } = await change('prune', '--hourly', ...CLOCK);
  const name = [...before.keys()].find((key) => /^usage:hourly:[^:]+:\d/.test(key) && !key.includes(':index:'))!;
  await client.hset(name, { requests: '5' });
  const { archive: second, data } = await change('prune', '--hourly', ...CLOCK);
  expect(data.changed).toBeGreaterThanOrEqual(1);
  const refused = await run('restore', first, '--merge', '--yes');
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain(`meter restore ${second} ${first} --merge`);
  expect((await run('restore', first, second, '--merge', '--yes')).code).toBe(0);
  expect(await requestsOfHours()).toBe(requests + 5);
});

test('a run that was cut off before its first change, and could not take its note back, does not stand in the way', async () => {
  const { archive: first } = await change('prune', '--hourly', ...CLOCK);
  const name = [...before.keys()].find((key) => /^usage:hourly:[^:]+:\d/.test(key) && !key.includes(':index:'))!;
  await client.hset(name, { requests: '5' });
  const proxy = await startProxy(server.port, {
    beforeCommand: async (_, command) => {
      if (command !== 'DUMP' || (await client.hlen('meter:state')) < 2) return;
      await proxy.stop();
    },
  });
  const args = ['prune', '--hourly', ...CLOCK, '-u', proxy.url, '--yes', '--archive', 'empty.archive'];
  const { code } = await runMeterInside(args, { cwd: folder, env: { METER_RETRY: '100ms' } });
  expect(code).toBe(6);
  expect(await client.hlen('meter:state')).toBe(2);
  await client.unlink(name);
  expect((await run('restore', first, '--yes')).code).toBe(0);
  expect(await contents()).toEqual(before);
});

test('plans name the note, and without it nothing is noted', async () => {
  const { stdout } = await run('prune', '--hourly', ...CLOCK, '--dry-run');
  expect(stdout).toMatch(/Creates .*meter:run:\* until the run has ended, meter:state/s);
  const { data } = await change('prune', '--hourly', ...CLOCK, '--no-state');
  expect(data.plan.leaves).not.toContain('meter:state');
  expect(await client.exists('meter:state')).toBe(0);
});
