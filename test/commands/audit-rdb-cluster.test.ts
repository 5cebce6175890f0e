import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import { slotOfKey } from '../../src/lib/redis/cluster.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { findingsOf } from '../support/audit.js';
import { BASE } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startCluster, type TestCluster } from '../support/redis-cluster.js';
import { sharedParts, totalBytes } from '../support/report-parts.js';
import { assertMatchesSchema } from '../support/schema.js';
import { serverTime } from '../support/server-clock.js';

const SHARDS = 3;
/** Share by which sizes that are estimated from snapshots may be off. */
const BYTES_OFF = 0.03;
/** Two pointers that a cluster of Redis 7.0 keeps with each key. Its files do not tell that they are of a cluster. */
const UNTOLD_PER_KEY = 16;

/** The slots are shared evenly, in the order of the masters. */
const shardOf = (key: string): number =>
  Array.from({ length: SHARDS }, (_, index) => Math.floor((index * 16_384) / SHARDS)).findLastIndex(
    (start) => slotOfKey(key) >= start,
  );

let cluster: TestCluster;
let files: string[];
let now: string;

beforeAll(async () => {
  cluster = await startCluster({ masters: SHARDS });
  const pipelines = cluster.masters.map((master) => master.client().pipeline());
  for (const [name = '', ...args] of relayKeyspace({ seed: 4, now: BASE, minTtl: 7200, problems: true })) {
    pipelines[shardOf(args[0] ?? '')]!.call(name, ...args.map((arg) => Buffer.from(arg, 'latin1')));
  }
  const replies = (await Promise.all(pipelines.map((pipeline) => pipeline.exec()))).flatMap((all) => all ?? []);
  expect(replies.filter(([error]) => error)).toEqual([]);
  now = new Date(await serverTime(cluster.masters[0]!.client())).toISOString();
  await Promise.all(cluster.masters.map((master) => master.client().save()));
  files = cluster.masters.map(({ dir }) => join(dir, 'dump.rdb'));
}, 60_000);
afterAll(() => cluster.stop());

async function report(...flags: string[]): Promise<AuditReport> {
  const result = await runMeterInside(['audit', '--json', '--quiet', '--now', now, ...flags]);
  expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' });
  const envelope = result.json<Envelope<AuditReport>>();
  await assertMatchesSchema('audit', envelope);
  return envelope.data;
}

const named = (names: readonly string[]): string[] => names.flatMap((name) => ['--rdb', name]);

describe('the snapshots of three shards', () => {
  test.each([
    ['all keys', []],
    ['some keys', ['--pattern', 'usage:*']],
    ['identifiers', ['--show-ids']],
  ])('tell what their cluster tells: %s', async (_, flags) => {
    const live = await report('-u', cluster.masters[0]!.url, '--exact', ...flags);
    const snapshot = await report(...named(files), ...flags);
    expect(snapshot.keys).toBeGreaterThan(5000);
    expect(sharedParts(snapshot)).toEqual(sharedParts(live));
    expect(snapshot.server.nodes).toBe(SHARDS);
    const [estimate, told] = [totalBytes(snapshot), totalBytes(live) - snapshot.keys * UNTOLD_PER_KEY];
    expect(Math.abs(estimate - told), `${estimate} for ${told}`).toBeLessThanOrEqual(told * BYTES_OFF);
  });

  test('in any order, the same', async () => {
    const [forward, backward] = [await report(...named(files)), await report(...named(files.toReversed()))];
    expect(sharedParts(backward)).toEqual(sharedParts(forward));
    expect(backward.source.snapshots.map(({ name }) => name)).toEqual(files.toReversed());
    expect(findingsOf(forward, 'orphan-owner').map(({ count }) => count)).toEqual([1, 1]);
  });
});

describe('the snapshots of some of the shards', () => {
  test.each([1, 2])('%s of three: owners that may be on another shard are not called gone', async (shards) => {
    const result = await runMeterInside(['audit', '--json', '--now', now, ...named(files.slice(0, shards))]);
    const { data, warnings } = result.json<Envelope<AuditReport>>();
    expect(findingsOf(data, 'orphan-owner')).toEqual([]);
    expect(data.notCheckable.flatMap(({ codes }) => codes)).toContain('orphan-owner');
    expect(warnings.join()).toContain('some of the shards of a cluster');
  });

  test('all of them: nothing of the kind is said', async () => {
    const result = await runMeterInside(['audit', '--json', '--now', now, ...named(files)]);
    const { data, warnings } = result.json<Envelope<AuditReport>>();
    expect(findingsOf(data, 'orphan-owner').length).toBeGreaterThan(0);
    expect(warnings.join()).not.toContain('shards');
  });
});
