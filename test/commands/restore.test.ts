import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { ErrorEnvelope } from '../../src/lib/report/error-envelope.js';
import type { RestoreListData } from '../../src/lib/change/restore/model.js';
import { archiveOf } from '../change/restore/support/restoring.js';
import { loadRelay } from '../support/audit.js';
import { BASE_ISO, hourAgo } from '../support/clock.js';
import { thinOut } from '../support/thin-relay.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter } from '../support/meter.js';
import { startProxy } from '../support/proxy.js';
import { type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { contentsOf, type HeldValue } from '../support/server-contents.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

/** Closed at any offset from UTC. */
const HOUR = hourAgo(48);

let server: TestServer;
let client: Redis;
let folder: string;
useServerAndFolder((own) => ({ server, client, folder } = own));

type Contents = Map<string, HeldValue>;

/** Without what restores note. */
async function contents(): Promise<Contents> {
  return new Map([...(await contentsOf(client))].filter(([name]) => !name.startsWith('meter:')));
}

/** The same keys and values; lives within a second. */
function expectSame(held: Contents, expected: Contents): void {
  expect([...held.keys()]).toEqual([...expected.keys()]);
  for (const [name, { expires, ...value }] of expected) {
    const { expires: found, ...other } = held.get(name)!;
    expect(other, name).toEqual(value);
    expect(Math.abs(found - expires), name).toBeLessThan(1_000);
  }
}

const setsOf = ({ receipt }: ChangeReport): number => receipt!.indexes.removed + receipt!.indexes.sets;

describe('what a prune took', () => {
  let before: Contents;
  let archive: string;
  let taken: ChangeReport;
  beforeAll(async () => {
    await loadRelay(server.port, true);
    await thinOut(client);
    before = await contents();
    const pruned = await runMeterInside(['prune', '-u', server.url, '--hourly', '--now', BASE_ISO, '--yes', '--json'], {
      cwd: folder,
    });
    taken = pruned.json<Envelope<ChangeReport>>().data;
    archive = join(folder, taken.archive!);
    expect((await contents()).size).toBeLessThan(before.size);
  });

  test('is listed without any server', async () => {
    const { stdout, code } = await runMeterInside(['restore', archive, '--list', '--json']);
    expect(code).toBe(0);
    const envelope = JSON.parse(stdout) as Envelope<RestoreListData>;
    await assertMatchesSchema('restore', envelope);
    const [listed] = envelope.data.archives;
    expect(listed).toMatchObject({ complete: true, profile: 'claude-relay-service' });
    expect(listed!.families.reduce((sum, { records }) => sum + records, 0)).toBe(listed!.records);
    expect((await runMeterInside(['restore', archive, '--list'])).stdout).toMatch(/usage\.hourly +removed +\d+/);
  });

  test('stays away until somebody agrees', async () => {
    const held = await contents();
    const plan = await runMeterInside(['restore', archive, '-u', server.url, '--dry-run', '--json']);
    expect(plan.code).toBe(0);
    await assertMatchesSchema('restore', plan.json());
    const { keys } = plan.json<Envelope<ChangeReport>>().data.plan;
    const { stdout } = await runMeterInside(['restore', archive, '-u', server.url, '--dry-run']);
    expect(stdout).toContain(`  Keys      ${keys.toLocaleString('en')}\n`);
    const { stderr, code } = await runMeterInside(['restore', archive, '-u', server.url]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/standard input is not a terminal/);
    expectSame(await contents(), held);
  });

  test('comes back as it was, with its lives, indexes and without markers', async () => {
    const { stdout, code } = await runMeterInside(['restore', archive, '-u', server.url, '--yes', '--json']);
    expect(code).toBe(0);
    const envelope = JSON.parse(stdout) as Envelope<ChangeReport>;
    await assertMatchesSchema('restore', envelope);
    expect(envelope.data).toMatchObject({ changed: envelope.data.planned, archive: null, receipt: { complete: true } });
    const { leaves } = envelope.data.receipt!;
    expect(await client.keys('meter:*')).toEqual(leaves.map(({ pattern }) => pattern));
    expect(leaves).toHaveLength(1);
    expectSame(await contents(), before);
    // Plan, receipt and undo count the same keys and the same index sets.
    const { planned, receipt, plan } = envelope.data;
    expect([planned, plan.indexes, receipt!.indexes.sets]).toEqual([taken.changed, setsOf(taken), setsOf(taken)]);
    const again = await runMeterInside(['restore', archive, '-u', server.url, '--yes']);
    expect(again.stdout).toContain('The archive is restored already: nothing of it is restored twice.');
    expect(again.stdout).toMatch(/There is nothing to do\.\n$/);
  });

  test('is not written over what exists again, but with --replace, which keeps that', async () => {
    const name = [...before.keys()].find((key) => /^usage:hourly:(?!index)/.test(key))!;
    await client.hset(name, { requests: '1000000' });
    // Nothing has been noted, as when days have gone by.
    await client.unlink(await client.keys('meter:restored:*'));
    const kept = await runMeterInside(['restore', archive, '-u', server.url, '--yes']);
    expect(kept.stdout).toMatch(/1 key that existed again: --merge adds to them, --replace replaces them/);
    const replaced = await runMeterInside(['restore', archive, '-u', server.url, '--yes', '--replace', '--json'], {
      cwd: folder,
    });
    const { data } = replaced.json<Envelope<ChangeReport>>();
    expect(data).toMatchObject({ archived: 1, changed: 1 });
    expect(data.receipt!.restore).toMatch(/^meter restore .*\.archive --replace --url redis:\S+$/);
    expectSame(await contents(), before);
  });
});

describe('a restore that cannot be', () => {
  const failure = async (args: readonly string[]): Promise<{ code: number | null; error: ErrorEnvelope['error'] }> => {
    const { stdout, code } = await runMeterInside(['restore', ...args, '--json']);
    const envelope = JSON.parse(stdout) as ErrorEnvelope;
    return { code, error: envelope.error };
  };

  test('a damaged archive is refused whole', async () => {
    const path = await archiveOf([{ name: 'damaged', value: { form: 'typed', type: 'string', value: 'x'.repeat(500) } }]);
    const bytes = await readFile(path);
    bytes[bytes.length - 60]! ^= 1;
    await writeFile(path, bytes);
    expect(await failure([path, '-u', server.url, '--yes'])).toMatchObject({ code: 1, error: { code: 'archive' } });
    expect(await client.exists('damaged')).toBe(0);
  });

  test('one of another database has to be meant', async () => {
    const path = await archiveOf([{ name: 'other', value: { form: 'typed', type: 'string', value: 'x' } }], { head: { db: 3 } });
    const refused = await failure([path, '-u', server.url, '--yes']);
    expect(refused).toMatchObject({ code: 4, error: { code: 'other-database' } });
    expect((await runMeterInside(['restore', path, '-u', server.url, '--yes', '-n', '3'])).code).toBe(0);
    await client.select(3);
    expect(await client.get('other')).toBe('x');
    await client.select(0);
  });
});

test('killed at any step and run again, it adds every counter once', async () => {
  // Runs before this test came later than its archive.
  await client.unlink('meter:state');
  const names = Array.from({ length: 12 }, (_, index) => `usage:hourly:killed${index}:${HOUR}`);
  const value = [
    { field: 'requests', value: '100', expireAtMs: null },
    { field: 'realCost', value: '0.1', expireAtMs: null },
  ];
  const path = await archiveOf(names.map((name) => ({ name, value: { form: 'typed', type: 'hash', value } })));
  for (const name of names) await client.hset(name, { requests: '1', realCost: '0.2' });
  const added = async (): Promise<number> =>
    (await Promise.all(names.map((name) => client.hget(name, 'requests')))).filter((requests) => requests === '101').length;
  for (const step of [30, 55, 80]) {
    let kill = (): void => {};
    const proxy = await startProxy(server.port, { beforeCommand: (n) => (n === step ? kill() : undefined) });
    const args = ['restore', path, '-u', proxy.url, '--merge', '--yes'];
    const { signal } = await runMeter(args, { onStart: (child) => (kill = () => child.kill('SIGKILL')) });
    expect(signal).toBe('SIGKILL');
    await proxy.stop();
  }
  // Somewhere in the middle.
  expect(await added()).toBeGreaterThan(0);
  expect(await added()).toBeLessThan(names.length);
  expect((await runMeterInside(['restore', path, '-u', server.url, '--merge', '--yes'])).code).toBe(0);
  for (const name of names) expect(await client.hgetall(name)).toEqual({ requests: '101', realCost: '0.3' });
});

test('pruned and brought back while somebody counts on, no increment is lost or doubled', async () => {
  const db = 5;
  const counting = server.client({ db });
  const names = Array.from({ length: 300 }, (_, index) => `usage:hourly:counted${index}:${HOUR}`);
  await Promise.all(names.map((name) => counting.hset(name, { requests: '100' })));
  const sums = new Map(names.map((name) => [name, 100]));
  let writing = true;
  const writer = (async () => {
    for (let at = 0; writing; at = (at + 7) % names.length) {
      const name = names[at]!;
      await counting.hincrby(name, 'requests', 1);
      sums.set(name, sums.get(name)! + 1);
    }
  })();
  const on = ['-u', server.url, '-n', String(db), '--profile', 'claude-relay-service'];
  const pruned = await runMeterInside(['prune', ...on, '--hourly', '--now', BASE_ISO, '--yes', '--json'], { cwd: folder });
  const { archive, changed } = pruned.json<Envelope<ChangeReport>>().data;
  expect(changed).toBeGreaterThan(0);
  expect((await runMeterInside(['restore', join(folder, archive!), ...on, '--merge', '--yes'])).code).toBe(0);
  writing = false;
  await writer;
  const held = await Promise.all(names.map(async (name) => [name, Number(await counting.hget(name, 'requests'))] as const));
  expect(new Map(held)).toEqual(sums);
});
