import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import { relaySnapshot } from '../../src/lib/demo/relay-snapshot.js';
import type { Manifest } from '../../src/lib/demo/manifest.js';
import { slotOfKey } from '../../src/lib/redis/cluster.js';
import { CLUSTER_RIGHTS, FULL_USER } from '../support/access-lines.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { UsageData } from '../../src/lib/usage/model.js';
import { findingsOf, keysOf, NOW, relayOptions, auditInside } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startCluster, type TestCluster } from '../support/redis-cluster.js';
import { until } from '../support/waiting.js';
import { assertMatchesSchema } from '../support/schema.js';

const REPLICATION = ['--repl-diskless-sync-delay', '0'];

/** The slots are shared evenly, in the order of the masters. */
const masterOf = (key: string, masters: number): number => {
  const starts = Array.from({ length: masters }, (_, index) => Math.floor((index * 16_384) / masters));
  return starts.findLastIndex((start) => slotOfKey(key) >= start);
};

async function loadCluster({ masters }: TestCluster): Promise<Manifest> {
  const pipelines = masters.map((master) => master.client().pipeline());
  const commands = relayKeyspace({ ...relayOptions(true), seed: 4 });
  for (;;) {
    const next = commands.next();
    if (next.done) {
      const replies = (await Promise.all(pipelines.map((pipeline) => pipeline.exec()))).flatMap((all) => all ?? []);
      const failed = replies.find(([error]) => error);
      if (failed) throw failed[0]!;
      return next.value;
    }
    const [name = '', ...args] = next.value;
    const bytes = args.map((arg) => Buffer.from(arg, 'latin1'));
    pipelines[masterOf(next.value[1] ?? '', masters.length)]!.call(name, ...bytes);
  }
}

let cluster: TestCluster;
let manifest: Manifest;
let truth: Record<string, number>;

beforeAll(async () => {
  cluster = await startCluster({ masters: 3, replicas: 1, args: REPLICATION });
  manifest = await loadCluster(cluster);
  truth = Object.fromEntries(manifest.families.map(({ pattern, keys }) => [pattern, keys]));
  const sizes = await Promise.all(cluster.masters.map((master) => master.client().dbsize()));
  expect(Math.min(...sizes)).toBeGreaterThan(1000);
  await until(async () => {
    const copies = await Promise.all(cluster.replicas.map((replica) => replica.client().dbsize()));
    return copies.every((size, index) => size === sizes[index]);
  });
}, 60_000);
afterAll(() => cluster.stop());

test.each([[[]], [['--replica']]])('usage of a cluster is that of its keys in one snapshot, with %j', async (args) => {
  const file = join(cluster.masters[0]!.dir, 'relay.rdb');
  await writeFile(file, Buffer.concat([...relaySnapshot({ ...relayOptions(true), seed: 4 })]));
  const tables = async (...source: string[]): Promise<unknown> => {
    const common = ['--by', 'key,day', '--last', '3d', '--now', NOW, '--utc-offset', '8', '--json'];
    const { stdout, code } = await runMeterInside(['usage', ...source, ...common]);
    expect(code).toBe(0);
    return (JSON.parse(stdout) as Envelope<UsageData>).data.tables;
  };
  expect(await tables('-u', cluster.masters[1]!.url, ...args)).toEqual(await tables('--rdb', file));
});

describe('a cluster of three masters', () => {
  test.each([
    ['asked for', ['--cluster']],
    ['unasked', []],
    ['read from its replicas', ['--replica']],
  ])('%s: every key exactly once', async (_, args) => {
    const { data, envelope, code } = await auditInside(['-u', cluster.masters[1]!.url, ...args]);
    expect(code).toBe(0);
    expect(Object.fromEntries(data.families.map(({ pattern, keys }) => [pattern, keys]))).toEqual(truth);
    expect(data.keys).toBe(keysOf(manifest));
    expect(data.source).toMatchObject({ countProven: true, partial: null });
    expect(data.server).toMatchObject({ nodes: 3, role: args.includes('--replica') ? 'slave' : 'master' });
    expect(envelope.target).toMatchObject({ mode: 'cluster', replica: args.includes('--replica') });
    await assertMatchesSchema('audit', envelope);
  });

  test('what only questions to the right node can settle is settled', async () => {
    const { data } = await auditInside(['-u', cluster.masters[2]!.url, '--replica']);
    expect(data.clock.offsetFrom).toBe('data');
    expect(findingsOf(data, 'orphan-owner').map(({ count }) => count)).toEqual([1, 1]);
    const ghosts = manifest.planted.find(({ problem }) => problem === 'ghost-member')?.keys.length;
    expect(findingsOf(data, 'ghost-index-member').reduce((sum, { count }) => sum + count, 0)).toBe(ghosts);
  });

  test('a user with the least rights is enough', async () => {
    const line = [...FULL_USER.replace('PASSWORD', 'pw').split(' '), ...CLUSTER_RIGHTS];
    const [name = '', ...rest] = line;
    await Promise.all([...cluster.masters, ...cluster.replicas].map((node) => node.client().call(name, ...rest)));
    const { port } = cluster.masters[0]!;
    const { data, code } = await auditInside(['-u', `redis://meter:pw@127.0.0.1:${port}`, '--replica']);
    expect(code).toBe(0);
    expect(Object.fromEntries(data.families.map(({ pattern, keys }) => [pattern, keys]))).toEqual(truth);
    expect(data.capabilities.filter(({ state }) => state === 'denied')).toEqual([]);
  });

  test('the replicas alone serve --replica', async () => {
    const masters = cluster.masters.map((master) => master.client());
    await Promise.all(masters.map((client) => client.config('RESETSTAT')));
    await auditInside(['-u', cluster.replicas[0]!.url, '--replica']);
    const stats = await Promise.all(masters.map((client) => client.info('commandstats')));
    expect(stats.filter((text) => text.includes('cmdstat_scan:'))).toEqual([]);
  });
});
