import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import type { Manifest } from '../../src/lib/demo/manifest.js';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import { builtinProfile } from '../../src/lib/profile/builtin/index.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import type { Family } from '../../src/lib/profile/types.js';
import { BASE } from '../support/clock.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

interface HeldKey {
  name: string;
  type: string;
  /** Seconds; -1 without. */
  ttl: number;
  /** `null`: not of the profile. */
  family: Family | null;
}

let server: TestServer;
let manifest: Manifest;
let held: HeldKey[];

async function readAll(client: Redis): Promise<HeldKey[]> {
  const profile = await builtinProfile('claude-relay-service');
  if (!profile) throw new Error('the profile is gone');
  const compiled = compileProfile(profile);
  const names: string[] = [];
  let cursor = '0';
  do {
    const [next, batch] = await client.scan(cursor, 'COUNT', 1000);
    names.push(...batch);
    cursor = next;
  } while (cursor !== '0');
  const pipeline = client.pipeline();
  for (const name of names) pipeline.type(name).ttl(name);
  const replies = ((await pipeline.exec()) ?? []).map(([, reply]) => reply);
  return names.map((name, index) => ({
    name,
    type: String(replies[index * 2]),
    ttl: Number(replies[index * 2 + 1]),
    family: compiled.classify(name)?.family ?? null,
  }));
}

beforeAll(async () => {
  server = await startRedis();
  // An hour at least, so that nothing leaves while it is looked at.
  const options = { seed: 9, now: BASE, minTtl: 3600, problems: true };
  manifest = await loadKeyspace(relayKeyspace(options), { host: '127.0.0.1', port: server.port });
  held = await readAll(server.client());
});
afterAll(() => server.stop());

describe('what a real server holds', () => {
  it('is what the manifest says, family by family', () => {
    const counted: Record<string, { type: string; keys: number; withTtl: number }> = {};
    for (const { type, ttl, family } of held) {
      if (!family) continue;
      const row = (counted[family.pattern] ??= { type, keys: 0, withTtl: 0 });
      expect(type, family.pattern).toBe(row.type);
      row.keys++;
      if (ttl >= 0) row.withTtl++;
    }
    const known = manifest.families.filter(({ pattern }) => !pattern.startsWith('myapp:'));
    expect(counted).toEqual(Object.fromEntries(known.map(({ pattern, ...truth }) => [pattern, truth])));
  });

  it('has as many foreign keys as the manifest says', () => {
    const foreign = manifest.families.filter(({ pattern }) => pattern.startsWith('myapp:'));
    expect(held.filter(({ family }) => !family).length).toBe(foreign.reduce((sum, { keys }) => sum + keys, 0));
  });

  it('has the types of the profile', () => {
    const wrong = held.filter(
      ({ type, family }) => family && ![family.type, ...(family.alsoTypes ?? [])].includes(type as Family['type']),
    );
    expect(wrong).toEqual([]);
  });

  it('lives as long as the profile promises, but for what was planted', () => {
    const leaked = new Set(manifest.planted.find(({ problem }) => problem === 'counter-without-ttl')?.keys);
    expect(leaked.size).toBe(2);
    for (const { name, ttl, family } of held) {
      if (!family || leaked.has(name)) continue;
      expect(ttl >= 0, name).toBe(family.ttl.expires);
      // The hour that every life is raised to may be more than a short one has.
      if (family.ttl.expires && family.ttl.seconds !== undefined)
        expect(ttl, name).toBeLessThanOrEqual(Math.max(family.ttl.seconds, 3600));
    }
  });

  it('has the fields that the profile knows', async () => {
    const client = server.client();
    for (const family of new Set(held.map((key) => key.family))) {
      if (family?.role !== 'counter' || family.type !== 'hash' || !family.fields) continue;
      const some = held.find((key) => key.family === family && !key.name.includes('index'));
      const fields = Object.keys(await client.hgetall(some?.name ?? ''));
      const plain = fields.filter((field) => !field.startsWith('model:'));
      const known = Object.keys({ ...family.fields, ...family.optionalFields });
      expect(
        plain.filter((field) => !known.includes(field)),
        family.pattern,
      ).toEqual([]);
    }
  });

  it('has a long billing stream', async () => {
    await expect(server.client().xlen('billing:events')).resolves.toBe(2000);
  });
});
