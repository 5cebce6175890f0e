import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import type { ConsistencyData } from '../../src/lib/report/consistency-model.js';
import type { Envelope } from '../../src/lib/report/model.js';
import { runMeter, type MeterResult } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

/** A relay whose sums hold, as of now, so that lives are those of its periods. */
const RELAY = { keys: 2_000, booked: true, seed: 4, now: new Date(), minTtl: 7200, problems: false };

let server: TestServer;
let client: Redis;
let folder: string;
let whole: Map<string, Held>;
let names: string[];

beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  folder = await mkdtemp(join(tmpdir(), 'meter-repair-'));
  await loadKeyspace(relayKeyspace(RELAY), { host: '127.0.0.1', port: server.port });
  names = (await client.keys('*')).sort();
  whole = await contents();
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Held {
  ends: boolean;
  value: unknown;
}

/** Every key with what it holds, and whether it ends; in an order of its own. */
async function contents(): Promise<Map<string, Held>> {
  const held = new Map<string, Held>();
  for (const name of (await client.keys('*')).toSorted()) {
    // What a restore notes of itself.
    if (name.startsWith('meter:')) continue;
    const type = await client.type(name);
    const ends = (await client.ttl(name)) >= 0;
    if (type === 'hash') held.set(name, { ends, value: await client.hgetall(name) });
    else if (type === 'set') held.set(name, { ends, value: (await client.smembers(name)).toSorted() });
    else if (type === 'zset') held.set(name, { ends, value: await client.zrange(name, '0', '-1', 'WITHSCORES') });
    else if (type === 'list') held.set(name, { ends, value: await client.lrange(name, 0, -1) });
    else held.set(name, { ends, value: await client.get(name) });
  }
  return held;
}

async function apply(...args: string[]): Promise<{ result: Envelope<ConsistencyData>; raw: MeterResult }> {
  const raw = await runMeter(['fix-consistency', '--url', server.url, '--apply', '--json', '-q', ...args], { cwd: folder });
  if (raw.stdout === '') throw new Error(raw.stderr);
  const result = raw.json<Envelope<ConsistencyData>>();
  if (result.ok) await assertMatchesSchema('fix-consistency', result);
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
      expect.arrayContaining(['raise', 'listing', 'expire', 'persist']),
    );
    expect(await contents()).toEqual(before);
  }, 30_000);

  test('repairs to the byte what it can, and a second run finds nothing', async () => {
    const { result, raw } = await apply('--yes', '--archive', 'first.archive');
    expect([raw.stderr, raw.code]).toEqual(['', 0]);
    expect(result.data.applied!.receipt).toMatchObject({ complete: true, way: 'scripts' });
    expect(await contents()).toEqual(whole);
    const again = await apply('--yes');
    expect(again.result.data.applied).toMatchObject({ planned: 0, changed: 0, archive: null });
  }, 30_000);

  test('is undone by meter restore', async () => {
    const day = recent(DAY);
    // It has moved on since.
    await client.hincrby(day, 'tokens', 7);
    const { code, stderr } = await runMeter(['restore', 'first.archive', '--url', server.url, '--yes', '-q'], { cwd: folder });
    expect([stderr, code]).toEqual(['', 0]);
    await client.hincrby(day, 'tokens', -7);
    const restored = await contents();
    expect(whole.get(day)).not.toEqual(restored.get(day));
    const { result } = await apply('--yes');
    expect(result.data.applied!.changed).toBeGreaterThan(8);
    expect(await contents()).toEqual(whole);
  }, 30_000);
});
