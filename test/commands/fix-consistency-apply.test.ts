import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE, BASE_ISO } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter, type MeterOptions, type MeterResult } from '../support/meter.js';
import { valuesOf, type PlainValue } from '../support/plain-values.js';
import { startProxy } from '../support/proxy.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

/** A relay whose sums hold, as of now, so that lives are those of its periods. */
const RELAY = { keys: 1_500, booked: true, traffic: { days: 10, hours: 48 }, seed: 4, now: BASE, minTtl: 7200, problems: false };

let server: TestServer;
let client: Redis;
let folder: string;
let whole: Map<string, PlainValue>;
let names: string[];

beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  folder = await mkdtemp(join(tmpdir(), 'meter-repair-'));
  await loadKeyspace(relayKeyspace(RELAY), { host: '127.0.0.1', port: server.port });
  names = (await client.keys('*')).sort();
  whole = await contents();
}, 120_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What a restore notes of itself is left out. */
const contents = async (): Promise<Map<string, PlainValue>> =>
  valuesOf(client, (await client.keys('*')).filter((name) => !name.startsWith('meter:')).toSorted());

async function apply(...args: string[]): Promise<{ result: Envelope<ConsistencyReport>; raw: MeterResult }> {
  const raw = await runMeterInside(
    ['fix-consistency', '--url', server.url, '--now', BASE_ISO, '--apply', '--json', '-q', ...args],
    { cwd: folder },
  );
  if (raw.stdout === '') throw new Error(raw.stderr);
  const result = raw.json<Envelope<ConsistencyReport>>();
  if (result.data !== undefined) await assertMatchesSchema('fix-consistency', result);
  return { result, raw };
}

const recent = (form: RegExp, index = 0): string => names.filter((name) => form.test(name)).at(-3 - index)!;
const DAY = /^usage:daily:[\da-f]{8}-/;
const HOUR = /^usage:hourly:[\da-f]{8}-/;

/** Damage that a repair undoes to the byte. */
async function damage(): Promise<void> {
  const id = names.flatMap((name) => /^apikey:([\da-f]{8}-.*)$/.exec(name)?.[1] ?? [])[1]!;
  await client.hincrby(recent(DAY), 'tokens', -5);
  await client.hincrby(recent(DAY, 1), 'requests', -1);
  await client.hdel(recent(DAY, 2), 'inputTokens');
  await client.persist(recent(HOUR));
  await client.expire(`usage:${id}`, 9_000);
  await client.del(recent(/^account_usage:hourly:index:[^:]*:\d\d$/));
  await client.zadd('apikey:idx:createdAt', 1, id);
  await client.sadd('apikey:tag:other', id);
  await client.sadd(recent(/^usage:keymodel:hourly:index:[^:]*:\d\d$/), `${id}:no-such-model`);
  await client.hdel('apikey:hash_map', (await client.hget(`apikey:${id}`, 'apiKey'))!);
  await client.hset(
    'usage:global:total',
    'requests',
    String(BigInt((await client.hget('usage:global:total', 'requests'))!) - 3n),
  );
}

describe('meter fix-consistency --apply', () => {
  test('shows a plan, and changes nothing with --dry-run', async () => {
    await damage();
    const before = await contents();
    const { result, raw } = await apply('--dry-run');
    expect(raw.code).toBe(0);
    expect(result.data.applied).toMatchObject({ changed: 0, receipt: null });
    expect(result.data.applied!.plan.families.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['raise', 'listing', 'ttl', 'persist']),
    );
    const text = await runMeterInside(['fix-consistency', '-u', server.url, '--now', BASE_ISO, '--apply', '--dry-run', '--all']);
    expect(text.stdout).toMatch(/usage:hourly:\{keyId\}:\{hour\} +correct TTL +1 /);
    expect(await contents()).toEqual(before);
  }, 90_000);

  test('with --family changes the keys of that family alone, and names the others that its invariants join', async () => {
    const before = await contents();
    const check = await runMeterInside([
      'fix-consistency',
      '-u',
      server.url,
      '--now',
      BASE_ISO,
      '--family',
      'account-usage.hourly',
    ]);
    expect(check.stdout).toMatch(/none can be repaired for certain, and \d+ in families that you have not named\./);
    const joined = await apply('--yes', '--family', 'account-usage.hourly');
    expect(joined.result.data.applied).toMatchObject({ planned: 0, changed: 0 });
    expect(joined.result.notices).toContainEqual(
      expect.objectContaining({ code: 'other-families', params: { differences: 1, families: ['index.account-usage.hourly'] } }),
    );
    expect(await contents()).toEqual(before);
    const { result } = await apply('--yes', '--family', 'usage.hourly', '--archive', 'hour.archive');
    expect(result.data.applied).toMatchObject({ planned: 1, changed: 1 });
    const changed = [...(await contents())].filter(([name, value]) => JSON.stringify(before.get(name)) !== JSON.stringify(value));
    expect(changed.map(([name]) => name)).toEqual([recent(HOUR)]);
    await client.persist(recent(HOUR));
  }, 90_000);

  test('repairs to the byte what it can, and a second run finds nothing', async () => {
    const { result, raw } = await apply('--yes', '--archive', 'first.archive');
    expect([raw.stderr, raw.code]).toEqual(['', 0]);
    expect(result.data.applied!.receipt).toMatchObject({ complete: true, way: 'scripts' });
    expect(await contents()).toEqual(whole);
    const again = await apply('--yes');
    expect(again.result.data.applied).toMatchObject({ planned: 0, changed: 0, archive: null });
  }, 90_000);

  test('is undone by meter restore', async () => {
    const day = recent(DAY);
    // It has moved on since.
    await client.hincrby(day, 'tokens', 7);
    const { code, stderr } = await runMeterInside(['restore', 'first.archive', '--url', server.url, '--yes', '-q'], {
      cwd: folder,
    });
    expect([stderr, code]).toEqual(['', 0]);
    await client.hincrby(day, 'tokens', -7);
    const restored = await contents();
    expect(whole.get(day)).not.toEqual(restored.get(day));
    const { result } = await apply('--yes');
    expect(result.data.applied!.changed).toBeGreaterThan(8);
    expect(await contents()).toEqual(whole);
  }, 90_000);
});

describe('of several hundred figures', () => {
  const FIGURES = 800;
  const names = Array.from({ length: FIGURES }, (_, index) => `token_usage:user${index}:2026-11-20`);
  let other: TestServer;
  beforeAll(async () => {
    other = await startRedis();
  });
  afterAll(() => other?.stop());

  /** Each lacks 5 of its total. */
  async function plant(): Promise<void> {
    const pipeline = other.client().pipeline();
    for (const name of names) pipeline.hset(name, { prompt_tokens: '10', completion_tokens: '5', total_tokens: '10' });
    await pipeline.exec();
  }

  const totals = async (): Promise<Set<string>> => {
    const pipeline = other.client().pipeline();
    for (const name of names) pipeline.hget(name, 'total_tokens');
    return new Set(((await pipeline.exec()) ?? []).map(([, text]) => String(text)));
  };

  const repairing = (url: string, archive: string): string[] => [
    'fix-consistency',
    '--url',
    url,
    '--profile',
    'aiecs',
    '--apply',
    '--yes',
    '--json',
    '-q',
    '--archive',
    archive,
  ];
  const repair = (url: string, archive: string, options: MeterOptions = {}): Promise<MeterResult> =>
    runMeter(repairing(url, archive), { cwd: folder, ...options });

  const changed = (result: MeterResult): number => result.json<Envelope<ConsistencyReport>>().data.applied!.changed;

  test('two repairers at once raise each once', async () => {
    await plant();
    const both = await Promise.all(['one.archive', 'two.archive'].map((archive) => repair(other.url, archive)));
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(await totals()).toEqual(new Set(['15']));
    expect(both.reduce((sum, each) => sum + changed(each), 0)).toBe(FIGURES);
  }, 120_000);

  test('killed before its first change, in the middle or near its end, the next run finishes and raises none twice', async () => {
    // The first is a trial that changes nothing.
    for (const at of [2, 13, 25]) {
      await plant();
      let [batches, kill] = [0, (): void => {}];
      const proxy = await startProxy(other.port, {
        beforeCommand: async (_, name) => {
          if (name !== 'EVALSHA' || ++batches !== at) return;
          kill();
          await new Promise(() => {});
        },
      });
      const killed = await repair(proxy.url, `killed-${at}.archive`, {
        onStart: (child) => (kill = () => child.kill('SIGKILL')),
      });
      await proxy.stop();
      expect(killed.signal).toBe('SIGKILL');
      const done = await totals();
      expect([...done].filter((text) => text !== '10' && text !== '15')).toEqual([]);
      const again = await runMeterInside(repairing(other.url, `again-${at}.archive`), { cwd: folder });
      expect([again.code, await totals()]).toEqual([0, new Set(['15'])]);
    }
  }, 180_000);
});
