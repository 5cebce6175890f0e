import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { READ_ONLY_COMMANDS } from '../../src/lib/redis/guard.js';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { loadRelay } from '../support/audit.js';
import { PRUNE_USER } from '../support/change-access.js';
import { BASE, HOUR_MS } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter, type MeterOptions } from '../support/meter.js';
import { startProxy } from '../support/proxy.js';
import { startCluster } from '../support/redis-cluster.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { serverHas } from '../support/server-program.js';
import { until } from '../support/waiting.js';
import { assertMatchesSchema } from '../support/schema.js';
import { contentsOf, type HeldValue } from '../support/server-contents.js';
import { thinOut } from '../support/thin-relay.js';
import {
  CLOSED_DAY,
  EARLIER_HOUR,
  isClosedHour,
  isClosedIndex,
  LAST_HOUR,
  loadTinyRelay,
  OPEN_HOUR,
  TINY_CLOCK,
} from '../support/tiny-relay.js';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startRedis();
  folder = await mkdtemp(join(tmpdir(), 'meter-prune-'));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => server.client().flushall());

interface Options extends MeterOptions {
  url?: string;
  /** In a process of its own, as for a signal. */
  apart?: boolean;
}

const prune = (args: readonly string[], { url = server.url, apart, ...options }: Options = {}) =>
  (apart ? runMeter : runMeterInside)(['prune', '-u', url, ...args], { cwd: folder, ...options });

/** The result as data, held to its schema. */
async function pruned(args: readonly string[], options: Options = {}) {
  const result = await prune([...TINY_CLOCK, ...args, '--json'], options);
  const envelope = result.json<Envelope<ChangeReport>>();
  if (envelope.data !== undefined) await assertMatchesSchema('change', envelope);
  else await assertMatchesSchema('error', envelope);
  return { ...result, envelope, data: envelope.data };
}

const namesOf = async (client: Redis): Promise<string[]> => (await client.keys('*')).toSorted();

/** Fails unless this error came back and every key is as it was. */
async function refused(args: readonly string[], code: string, exitCode: number, options: Options = {}) {
  const before = await contentsOf(server.client());
  const result = await pruned(args, options);
  expect(result.code, result.stdout).toBe(exitCode);
  expect(result.envelope).toMatchObject({ ok: false, error: { code } });
  expect(await contentsOf(server.client())).toEqual(before);
  return result;
}

describe('meter prune --hourly', () => {
  test('takes the closed hours and their indexes, and leaves every other key as it was', async () => {
    await loadRelay(server.port);
    const client = server.client();
    await thinOut(client);
    const before = await contentsOf(client);
    const { code, data } = await pruned(['--hourly', '--yes'], { apart: true });
    expect(code).toBe(0);
    const after = await contentsOf(client);
    const hour = /(?::hourly:|hourly:index:).*(\d{4}-\d\d-\d\d:\d\d)$/;
    const closed = [...before.keys()].filter((name) => (hour.exec(name)?.[1] ?? OPEN_HOUR) < OPEN_HOUR);
    const indexes = closed.filter((name) => name.includes(':index:'));
    expect(closed.length).toBeGreaterThan(400);
    expect([...before.keys()].filter((name) => !after.has(name)).toSorted()).toEqual(closed.toSorted());
    // One by one thousands of expectations take seconds.
    const same = (name: string, value: HeldValue): boolean => isDeepStrictEqual(value, before.get(name));
    expect([...after].filter(([name, value]) => before.has(name) && !same(name, value))).toEqual([]);
    const fresh = [...after.keys()].filter((name) => !before.has(name) && name !== 'meter:state');
    expect(fresh.toSorted()).toEqual(indexes.map((name) => `${name}:empty`).toSorted());
    for (const marker of fresh.slice(0, 20)) expect(await client.pttl(marker)).toBeGreaterThan(3_500_000);
    expect(data).toMatchObject({
      planned: closed.length - indexes.length,
      changed: closed.length - indexes.length,
      skipped: { gone: 0, changed: 0, protected: 0 },
      receipt: { complete: true, indexes: { removed: indexes.length, members: 0 }, resume: null },
    });
    expect((await stat(join(folder, data.archive!))).mode & 0o777).toBe(0o600);
    const restored = await runMeterInside(['restore', data.archive!, '-u', server.url, '--yes', '--json'], { cwd: folder });
    expect(restored.code).toBe(0);
    const back = await contentsOf(client);
    expect([...back.keys()].filter((name) => !name.startsWith('meter:')).toSorted()).toEqual([...before.keys()].toSorted());
    const differing = [...before].filter(([name, { contents, expires }]) => {
      const now = back.get(name)!;
      return now.contents !== contents || Math.abs(now.expires - expires) >= 1_000;
    });
    expect(differing).toEqual([]);
  });

  test('--dry-run sends nothing that writes, and shows the same plan', async () => {
    const client = server.client();
    await loadTinyRelay(client);
    await client.config('RESETSTAT');
    const { code, data, stderr } = await pruned(['--hourly', '--dry-run']);
    expect({ code, receipt: data.receipt, archive: data.archive, stderr }).toEqual({
      code: 0,
      receipt: null,
      archive: null,
      stderr: '',
    });
    expect(data.plan).toMatchObject({ keys: 12, indexes: 4, keyspace: 34 });
    // What is sent, and what scripts call for 12 keys and 4 indexes.
    const { commands, cost } = data.plan;
    expect(cost).toMatchObject({ billable: commands + 26 + 4 * 13, dollars: ((commands + 26 + 4 * 13) / 1e6) * 2 });
    const sent = [...(await client.info('commandstats')).matchAll(/^cmdstat_([^:]+)/gm)].map(([, name]) => name!.split('|')[0]!);
    const reading = Object.keys(READ_ONLY_COMMANDS).map((name) => name.toLowerCase());
    expect(sent.filter((name) => ![...reading, 'hello', 'config', 'info'].includes(name))).toEqual([]);
  });

  test('of what is only partly old or asked for, the indexes stay true', async () => {
    const client = server.client();
    await loadTinyRelay(client);
    const index = `usage:hourly:index:${EARLIER_HOUR}`;
    await client.unlink(`usage:hourly:k1:${LAST_HOUR}`);
    await client.sadd(index, 'ghost');
    // Somebody else's type: it is not what its name says, and its member stays with it.
    await client.unlink(`usage:hourly:k2:${EARLIER_HOUR}`);
    await client.set(`usage:hourly:k2:${EARLIER_HOUR}`, 'text');
    const { data } = await pruned(['--family', 'usage.hourly', '--older-than', '1h', '--yes']);
    expect(data).toMatchObject({ changed: 1, skipped: { protected: 1 }, receipt: { indexes: { members: 2, removed: 0 } } });
    expect(await client.smembers(index)).toEqual(['k2']);
    // It ended less than an hour ago.
    expect(await client.exists(`usage:hourly:k2:${LAST_HOUR}`, `usage:hourly:k1:${OPEN_HOUR}`)).toBe(2);
    expect(await client.exists(`${index}:empty`)).toBe(0);
  });

  test('--include-open takes the open hour too, and never what is enforced', async () => {
    const client = server.client();
    await loadTinyRelay(client);
    const { data } = await pruned(['--hourly', '--daily', '--include-open', '--yes']);
    expect(await client.exists(`usage:cost:daily:k1:${CLOSED_DAY}`, 'apikey:k1', 'usage:k1')).toBe(3);
    expect(data).toMatchObject({ changed: 16 });
    // The costs of the current hour are read.
    const left = (await namesOf(client)).filter((name) => isClosedHour(name) || name.endsWith(OPEN_HOUR));
    expect(left).toEqual([`usage:cost:hourly:k1:${OPEN_HOUR}`, `usage:cost:hourly:k2:${OPEN_HOUR}`]);
  });
});

describe('orphans, records', () => {
  test('--orphans takes what owners that are gone have left, and refuses where none is there', async () => {
    const client = server.client();
    await loadTinyRelay(client);
    await client.unlink('apikey:k2');
    const { data, code } = await pruned(['--orphans', '--yes']);
    expect(code).toBe(0);
    expect(data.plan.notes).toContainEqual(expect.stringMatching(/^1 API key is gone: \S{5}\.$/));
    expect(data.plan.dark).toEqual([]);
    expect(data.receipt!.indexes.checked).toBe(data.plan.indexes);
    expect(new Set(data.plan.families.map(({ breaks }) => breaks))).toEqual(
      new Set([expect.stringMatching(/^Statistics that are requested by the id of a deleted API key/)]),
    );
    const left = await namesOf(client);
    expect(left.filter((name) => name.includes(':k2'))).toEqual([]);
    expect(left).toContain(`usage:daily:k1:${CLOSED_DAY}`);
    expect(await client.smembers(`usage:daily:index:${CLOSED_DAY}`)).toEqual(['k1']);
    await loadTinyRelay(client);
    await client.unlink('apikey:k1', 'apikey:k2');
    await refused(['--orphans', '--yes'], 'no-owner', 4);
  });

  test('--records keeps the newest, exactly, while a relay goes on pushing', async () => {
    const client = server.client();
    await loadTinyRelay(client);
    const record = (index: number) => JSON.stringify({ timestamp: new Date(BASE.getTime() - index * HOUR_MS), n: index });
    for (let index = 400; index > 0; index--) await client.lpush('usage:records:k1', record(index));
    expect((await pruned(['--records', '--yes'])).code).toBe(2);
    expect((await pruned(['--family', 'account.error-history', '--keep', '1d', '--yes'])).code).toBe(2);
    const proxy = await startProxy(server.port, {
      beforeCommand: async (n) => void (await client.lpush('usage:records:k1', `{"pushed":${n}}`)),
    });
    const { data } = await pruned(['--records', '--keep', '10d', '--yes', '--archive', 'records.archive'], { url: proxy.url });
    await proxy.stop();

    const kept = (await client.lrange('usage:records:k1', 0, -1)).filter((text) => text.includes('timestamp'));
    expect(kept).toHaveLength(240);
    expect(data.receipt!.elements).toBe(160);
    const trimmed = await pruned(['--records', '--trim-to', '7', '--yes']);
    expect(trimmed.data.changed).toBe(1);
    expect(await client.llen('usage:records:k1')).toBe(7);
    // Nearly all of the list goes, and nearly all that it takes.
    const [row] = trimmed.data.plan.families;
    expect(row!.bytes).toBeGreaterThan(5_000);
  });

  test('a string under the name of a list stays, is told, and holds up no other', async () => {
    const client = server.client();
    await loadTinyRelay(client);
    await client.set('usage:records:k1', 'x');
    await client.rpush('usage:records:k2', 'a', 'b', 'c');
    for (const last of ['--dry-run', '--yes']) {
      const { code, data } = await pruned(['--records', '--trim-to', '1', last]);
      expect(code).toBe(0);
      expect(data.planned).toBe(1);
      expect(data.plan.protected).toContainEqual({
        family: 'usage.records',
        keys: 1,
        code: 'other-type',
        params: {},
        reason: 'of another type than the names say',
      });
    }
    expect(await client.get('usage:records:k1')).toBe('x');
    expect(await client.lrange('usage:records:k2', 0, -1)).toEqual(['a']);
  });

  test('billing events go only where nobody reads them by a group', async () => {
    const client = server.client();
    await loadTinyRelay(client);
    for (let index = 1; index <= 250; index++) await client.xadd('billing:events', `${index}-0`, 'data', '{}');
    await client.xgroup('CREATE', 'billing:events', 'biller', '0');
    const held = await pruned(['--records', '--trim-to', '10', '--yes']);
    expect(held.data).toMatchObject({ planned: 0, changed: 0 });
    expect(held.data.plan.protected).toMatchObject([
      { family: 'billing.events', keys: 1, code: 'consumer-groups', reason: 'read by consumer groups' },
    ]);
    expect(held.envelope.warnings.join('\n')).toMatch(
      /billing.events is not trimmed: .*biller \(.* unread, 0 not acknowledged\)/,
    );
    expect(await client.xlen('billing:events')).toBe(250);
    await client.xgroup('DESTROY', 'billing:events', 'biller');
    await pruned(['--records', '--trim-to', '10', '--yes']);
    expect(await client.xrange('billing:events', '-', '+', 'COUNT', 1)).toEqual([['241-0', ['data', '{}']]]);
  });
});

test('tells the command that undoes it on one line, however narrow the terminal', async () => {
  await loadTinyRelay(server.client());
  const archive = 'a name that is longer than the line.archive';
  const args = [...TINY_CLOCK, '--hourly', '--yes', '--archive', archive];
  const { stdout } = await prune(args, { env: { COLUMNS: '40' } });
  expect(stdout).toContain(`  Undo      meter restore '${archive}' --url ${server.url}\n`);
});

test('tells the command that carries a plan out as a shell takes it', async () => {
  await loadTinyRelay(server.client());
  const { stderr } = await prune([...TINY_CLOCK, '--hourly', '-o', 'a plan.json']);
  expect(stderr).toContain(`to carry it out: meter apply 'a plan.json' --url ${server.url}\n`);
  const applied = await runMeterInside(['apply', 'a plan.json', '--url', server.url, '--dry-run', '--json'], { cwd: folder });
  expect(applied.json<Envelope<ChangeReport>>().data.plan.asTyped).toBe("apply 'a plan.json'");
});

describe('is refused', () => {
  beforeEach(() => loadTinyRelay(server.client()));

  test('a family that something reads: exit 4 with the reader', async () => {
    const { stdout } = await refused(['--family', 'cost.daily', '--yes'], 'protected', 4);
    expect(stdout).toContain('cost.daily is never pruned');
  });

  test('nobody at the terminal without --yes, another database, nothing asked, an archive that is there', async () => {
    await refused(['--hourly'], 'confirmation', 4);
    await refused(['--hourly', '--yes', '-n', '3'], 'no-profile', 4);
    await refused(['--yes'], 'usage', 2);
    const before = await readdir(folder);
    await refused(['--hourly', '--yes', '--archive', join(folder, before[0]!)], 'archive', 1);
    await refused(['--hourly', '--yes', '--archive', join(folder, 'missing', 'x.archive')], 'archive', 1);
    await refused(['--hourly', '--yes', '--archive', '/dev/full'], 'archive', 1);
    await refused(['--hourly', '--yes', '--archive', 'x', '--no-archive'], 'usage', 2);
    expect(await readdir(folder)).toEqual(before);
  });

  test('a replica, before anything is read', async () => {
    const replica = await startRedis(['--replicaof', `127.0.0.1 ${server.port}`]);
    try {
      await refused(['--hourly', '--yes'], 'read-only-replica', 4, { url: replica.url });
    } finally {
      await replica.stop();
    }
  });
});

describe('rights', () => {
  beforeEach(() => loadTinyRelay(server.client()));
  const become = async (...rules: string[]): Promise<string> => {
    await server.client().call('ACL', 'SETUSER', 'meter', 'reset', 'on', '>pw', '~*', ...rules);
    return `redis://meter:pw@127.0.0.1:${server.port}`;
  };

  test.each([
    ['without scripts', ['+@all', '-@scripting'], 'transactions'],
    ['without EVALSHA', ['+@all', '-evalsha'], 'transactions'],
    ['without EVAL', ['+@all', '-eval'], 'transactions'],
    ['without DUMP', ['+@all', '-dump'], 'transactions'],
    ['without transactions', ['+@all', '-@transaction'], 'scripts'],
  ] as const)('%s it goes another way', async (_, rules, way) => {
    const { data, code } = await pruned(['--hourly', '--yes'], { url: await become(...rules) });
    expect(code).toBe(0);
    expect(data).toMatchObject({ changed: 12, receipt: { way, complete: true, indexes: { removed: 4 } } });
    const back = await runMeterInside(['restore', data.archive!, '-u', server.url, '--yes'], { cwd: folder });
    expect(back.code).toBe(0);
    expect((await namesOf(server.client())).filter(isClosedHour)).toHaveLength(12);
  });

  test.each([
    ['neither way', ['+@all', '-@scripting', '-multi'], 'no-comparison', 'WATCH with MULTI'],
    ['no right to write', ['+@all', '-@write', '+eval', '+evalsha'], 'denied', 'may not send HDEL, HSET,'],
    ['keys that may only be read', ['+@all', 'resetkeys', '%R~*'], 'denied', 'may not send HDEL, HSET,'],
  ] as const)('with %s it is refused, and no archive is left', async (_, rules, code, message) => {
    const before = await readdir(folder);
    const { stdout } = await refused(['--hourly', '--yes'], code, 4, { url: await become(...rules) });
    expect(stdout).toContain(message);
    expect(await readdir(folder)).toEqual(before);
  });

  test('it needs no more than the documented rights', async () => {
    const client = server.client();
    await client.lpush('usage:records:k1', 'a', 'b', 'c');
    await client.set('rate_limit:requests:k1', '1');
    for (let id = 1; id < 9; id++) await client.xadd('billing:events', `${id}-0`, 'data', '{}');
    const url = await become(...PRUNE_USER.split(' ').slice(4), ...(serverHas('7.2') ? ['+client|no-touch'] : []));
    await client.call('ACL', 'LOG', 'RESET');
    const { code, data } = await pruned(['--hourly', '--records', '--leaked', '--trim-to', '1', '--yes'], { url });
    expect(code).toBe(0);
    expect(data).toMatchObject({ skipped: { gone: 0, changed: 0, protected: 0 }, receipt: { complete: true, way: 'scripts' } });
    expect(await client.call('ACL', 'LOG')).toEqual([]);
    const shown = (await readFile(new URL('../../docs/redis-access.md', import.meta.url), 'utf8')).replaceAll(/ \\\n +/g, ' ');
    expect(shown).toContain(PRUNE_USER);
  });
});

describe('a server in trouble', () => {
  beforeEach(() => loadTinyRelay(server.client()));

  test('out of memory: what frees memory is done, what needs some is told, and nothing is lost', async () => {
    const client = server.client();
    await client.config('SET', 'maxmemory', '1');
    const { code, envelope, data } = await pruned(['--hourly', '--yes']).finally(() => client.config('SET', 'maxmemory', '0'));
    expect(code).toBe(6);
    expect(envelope.warnings.join(' ')).toContain('out of memory');
    expect(data.receipt).toMatchObject({ complete: false, resume: expect.stringContaining('meter prune --hourly') as string });
    expect((await pruned(['--hourly', '--yes', '--archive', 'after-oom.archive'])).code).toBe(0);
    expect((await namesOf(client)).filter((name) => isClosedHour(name) || isClosedIndex(name))).toEqual([]);
  });

  test('the ceiling of commands: exit 6, nothing is lost, the same again finishes', async () => {
    const client = server.client();
    const before = (await namesOf(client)).filter(isClosedHour);
    const free = await pruned(['--hourly', '--dry-run']);
    const limit = String(free.envelope.spent!.commands + 80);
    const { code, data } = await pruned(['--hourly', '--yes', '--max-commands', limit]);
    expect(code).toBe(6);
    expect(data.receipt!.complete).toBe(false);
    const again = await pruned(['--hourly', '--yes', '--archive', 'after-limit.archive']);
    expect(data.changed + again.data.changed).toBe(before.length);
  });

  test('Ctrl-C ends after the batch under way, with the line that goes on; both archives undo it', async () => {
    const client = server.client();
    const pipeline = client.pipeline();
    for (let key = 0; key < 600; key++) pipeline.hset(`usage:hourly:more${key}:${EARLIER_HOUR}`, { requests: '1' });
    await pipeline.exec();
    const before = await contentsOf(client);
    const { code, data, stderr } = await pruned(['--hourly', '--yes', '--max-ops', '200'], {
      apart: true,
      onStart: async (child) => {
        const hours = async (): Promise<number> => (await namesOf(client)).filter(isClosedHour).length;
        const total = await hours();
        await until(async () => (await hours()) < total);
        child.kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    expect(stderr).toContain('the batch under way is finished');
    expect(data.receipt!.resume).toContain('meter prune --hourly');
    const again = await pruned(['--hourly', '--yes', '--archive', 'after-signal.archive']);
    expect(again.code).toBe(0);
    expect((await namesOf(client)).filter((name) => isClosedHour(name) || isClosedIndex(name))).toEqual([]);
    const [, ...undo] = again.data.receipt!.restore!.split(' ');
    expect(undo.slice(1, 3)).toEqual(['after-signal.archive', data.archive]);
    expect((await runMeterInside([...undo, '--yes'], { cwd: folder })).code).toBe(0);
    const after = await contentsOf(client);
    // TTLs come back to some milliseconds.
    for (const [name, { contents }] of before) expect(after.get(name)?.contents, name).toEqual(contents);
  });

  test('the line that undoes it brings back what was cut off a list and a stream that live on', async () => {
    const client = server.client();
    await client.rpush('usage:records:k1', ...Array.from({ length: 30 }, (_, index) => `{"n":${index}}`));
    for (let at = 1; at <= 30; at++) await client.xadd('billing:events', `${at}-0`, 'data', '{}');
    const before = await contentsOf(client);
    const { data } = await pruned(['--records', '--trim-to', '5', '--yes', '--archive', 'cut.archive']);
    expect([await client.llen('usage:records:k1'), await client.xlen('billing:events')]).toEqual([5, 5]);
    const [, ...undo] = data.receipt!.restore!.split(' ');
    expect(undo).toEqual(['restore', 'cut.archive', '--merge', '--url', server.url]);
    expect((await runMeterInside([...undo, '--yes'], { cwd: folder })).code).toBe(0);
    const after = await contentsOf(client);
    for (const [name, value] of before) expect(after.get(name), name).toEqual(value);
  });

  test('--no-archive keeps nothing', async () => {
    const before = await readdir(folder);
    const { data } = await pruned(['--hourly', '--yes', '--no-archive']);
    expect(data).toMatchObject({ archived: 0, changed: 12, archive: null, receipt: { complete: true, restore: null } });
    expect(await readdir(folder)).toEqual(before);
  });
});

test('in a cluster each key is changed on its own node, and indexes of other slots are true', async () => {
  const cluster = await startCluster({ masters: 3 });
  try {
    const [first] = cluster.masters;
    const { Cluster } = await import('ioredis');
    const client = new Cluster([{ host: '127.0.0.1', port: first!.port }]);
    const single = await startRedis();
    await loadTinyRelay(single.client());
    for (const name of await namesOf(single.client())) {
      const left = await single.client().pttl(name);
      await client.restore(name, Math.max(0, left), await single.client().dumpBuffer(name));
    }
    await single.stop();
    const { code, data } = await pruned(['--hourly', '--yes', '--cluster'], { url: first!.url });
    expect(code).toBe(0);
    expect(data).toMatchObject({ changed: 12, receipt: { complete: true, indexes: { removed: 4 } } });
    const names = (await Promise.all(cluster.masters.map((node) => namesOf(node.client())))).flat();
    expect(names.filter((name) => isClosedHour(name) || isClosedIndex(name))).toEqual([]);
    expect(names.filter((name) => name.endsWith(':empty'))).toHaveLength(4);
    client.disconnect();
  } finally {
    await cluster.stop();
  }
});
