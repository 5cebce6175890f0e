import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { familyOf, relayOptions } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { sharedParts, totalBytes } from '../support/report-parts.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { serverTime } from '../support/server-clock.js';

/** Share by which sizes that are estimated from a snapshot may be off. */
const BYTES_OFF = 0.03;
/** Keys of a family that even out what the server guesses. */
const MANY = 50;
/** Medians are told by buckets, of which each begins 2.2 % above the one before: a moment later one may lie in the next. */
const MEDIAN_OFF = 0.022;

let server: TestServer;
/** Has loaded the file. */
let loaded: TestServer;
let folder: string;
let file: string;
/** When it was saved: lives in a snapshot are told by the clock, those of a server from now on. */
let now: string;
let savedAt: number;

/** A relay as of the present, so that what is left of its TTLs is the same by the server's clock and by the file's. */
async function loadRelay(client: Redis, seed: number): Promise<void> {
  const pipeline = client.pipeline();
  for (const [name, ...args] of relayKeyspace({ ...relayOptions(true), days: 9, seed }))
    pipeline.call(name!, ...args.map((arg) => Buffer.from(arg, 'latin1')));
  await settled(pipeline);
}

async function settled(pipeline: ReturnType<Redis['pipeline']>): Promise<void> {
  const failed = ((await pipeline.exec()) ?? []).find(([error]) => error);
  if (failed) throw failed[0]!;
}

/** Keys that no profile knows, of every type and form, some of which expire. */
async function loadOthers(client: Redis): Promise<void> {
  const pipeline = client.pipeline();
  for (let index = 0; index < 30; index++) {
    const many = Array.from({ length: index * 30 + 1 }, (_, at) => String(at * 7));
    pipeline.set(`other:text:${index}`, 'v'.repeat(index * 40)).set(`other:number:${index}`, index ** 4);
    pipeline.rpush(`other:list:${index}`, ...many, 'x'.repeat(index * 300));
    pipeline.sadd(`other:integers:${index}`, ...many).sadd(`other:members:${index}`, ...many.map((text) => `member ${text}`));
    pipeline.zadd(`other:ranks:${index}`, ...many.flatMap((score) => [score, `member ${score}`]));
    pipeline.hset(`other:hash:${index}`, ...many.flatMap((field) => [field, `value ${field}`]));
    pipeline.pfadd(`other:visitors:${index}`, ...many).setbit(`other:bits:${index}`, index * 999, 1);
    for (const field of many.slice(0, 40))
      pipeline.xadd(`other:stream:${index}`, `${index}-${Number(field) + 1}`, field, 'value');
    pipeline.xgroup('CREATE', `other:stream:${index}`, 'group', '0');
    for (const form of ['text', 'list', 'ranks'])
      if (index % 3 === 0) pipeline.expire(`other:${form}:${index}`, 9000 + index * 600);
  }
  await settled(pipeline);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-rdb-'));
  server = await startRedis(['--dir', folder]);
  await loadRelay(server.client(), 9);
  await loadOthers(server.client());
  await loadRelay(server.client({ db: 3 }), 10);
  await loadOthers(server.client({ db: 7 }));
  savedAt = performance.now();
  now = new Date(await serverTime(server.client())).toISOString();
  await server.client().save();
  file = join(folder, 'dump.rdb');
  loaded = await startRedis(['--dir', folder]);
}, 60_000);
afterAll(async () => {
  await Promise.all([server.stop(), loaded.stop()]);
  await rm(folder, { recursive: true, force: true });
});

/** The report at the time of saving, held to its schema. */
async function report(...flags: string[]): Promise<AuditReport> {
  const result = await runMeterInside(['audit', '--json', '--quiet', '--now', now, ...flags]);
  expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' });
  const envelope = result.json<Envelope<AuditReport>>();
  await assertMatchesSchema('audit', envelope);
  return envelope.data;
}

const both = async (from: TestServer, ...flags: string[]): Promise<{ live: AuditReport; snapshot: AuditReport }> => ({
  live: await report('-u', from.url, '--exact', ...flags),
  snapshot: await report('--rdb', file, ...flags),
});

/** Σ of what the profile knows. */
const relayBytes = (data: AuditReport): number =>
  totalBytes({ ...data, families: data.families.filter(({ inferred }) => !inferred) });

/** TTLs run on between the two looks. */
function expectSameLives(live: AuditReport, snapshot: AuditReport): void {
  const passed = (performance.now() - savedAt) / 1000 + 1;
  for (const { pattern, ttlSeconds } of snapshot.families) {
    const told = familyOf(live, pattern).ttlSeconds;
    if (!ttlSeconds || !told) continue;
    for (const which of ['min', 'max'] as const) {
      expect(ttlSeconds[which] - told[which], `${which} of ${pattern}`).toBeGreaterThanOrEqual(-1);
      expect(ttlSeconds[which] - told[which], `${which} of ${pattern}`).toBeLessThanOrEqual(passed);
    }
    const apart = Math.abs(ttlSeconds.median - told.median);
    expect(apart, `median of ${pattern}`).toBeLessThanOrEqual(passed + told.median * MEDIAN_OFF);
  }
}

describe('a snapshot tells what its server tells', () => {
  test.each([
    ['all databases', ['--db', 'all']],
    ['the first', []],
    ['another', ['--db', '3']],
    ['one without a profile', ['--db', '7']],
    ['one that is empty', ['--db', '5']],
    ['names that match a glob', ['--pattern', 'usage:*:2*']],
    ['names that match a glob, in all databases', ['--pattern', 'other:[hl]*', '--db', 'all']],
    ['hashes', ['--type', 'hash']],
    ['streams of all databases', ['--type', 'stream', '--db', 'all']],
    ['one profile', ['--profile', 'claude-relay-service']],
    ['a profile that does not match', ['--profile', 'new-api']],
    ['identifiers', ['--show-ids']],
    ['another offset', ['--utc-offset', '-5']],
  ])('%s', async (_, flags) => {
    const { live, snapshot } = await both(server, ...flags);
    if (!flags.includes('5')) expect(snapshot.keys).toBeGreaterThan(20);
    expect(sharedParts(snapshot)).toEqual(sharedParts(live));
    expectSameLives(live, snapshot);
  });

  test('says where it comes from, and what it cannot tell', async () => {
    const data = await report('--rdb', file, '--db', 'all');
    const version = /redis_version:(\S+)/.exec(await server.client().info('server'))![1];
    expect(data.server).toMatchObject({ version, product: 'Redis', mode: null, role: null, maxmemory: null, nodes: 1 });
    expect(data.server.usedMemory).toBeGreaterThan(totalBytes(data));
    expect(data.source).toMatchObject({ kind: 'snapshot', sizes: 'snapshot', countProven: true });
    const [row] = data.source.snapshots;
    expect(row).toMatchObject({ keys: data.keys, checksum: 'ok', problem: null });
    expect(Math.abs(Date.parse(row!.savedAt!) - Date.parse(now))).toBeLessThan(60_000);
    expect(data.notCheckable.flatMap(({ codes }) => codes).toSorted()).toEqual([
      'abandoned-leases',
      'eviction-can-drop-counters',
      'failed-calls',
      'keys-command',
      'memory-headroom',
      'no-persistence',
      'save-failed',
    ]);
    expect(data.expired).toEqual({ keys: 0, families: [] });
  });

  test('a relay takes what it takes on its server', async () => {
    for (const db of ['0', '3']) {
      const { live, snapshot } = await both(server, '--db', db, '--profile', 'claude-relay-service');
      const [estimate, told] = [relayBytes(snapshot), relayBytes(live)];
      expect(Math.abs(estimate - told), `${estimate} for ${told}`).toBeLessThanOrEqual(told * BYTES_OFF);
    }
  });

  test('sizes are those of a server that has loaded it, family by family', async () => {
    const { live, snapshot } = await both(loaded, '--db', 'all');
    expect(sharedParts(snapshot)).toEqual(sharedParts(live));
    const [estimate, whole] = [totalBytes(snapshot), totalBytes(live)];
    expect(Math.abs(estimate - whole), `${estimate} for ${whole}`).toBeLessThanOrEqual(whole * BYTES_OFF);
    // Of a table the server looks at five fields: of a few keys with long values it tells much more or less than they take.
    const compared = snapshot.families.filter(({ type, keys }) => (type === 'string' || type === 'hash') && keys >= MANY);
    expect(compared.length).toBeGreaterThan(10);
    for (const { pattern, bytes } of compared) {
      const told = familyOf(live, pattern).bytes!;
      expect(Math.abs(bytes! - told), `${pattern}: ${bytes} for ${told}`).toBeLessThanOrEqual(told * BYTES_OFF);
    }
  });
});
