/** A first profile from a server, and what its keys say against a profile. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Misfit } from '../../src/lib/audit/misfits.js';
import { parseProfile } from '../../src/lib/profile/profile-file.js';
import { lintProfile } from '../../src/lib/profile/lint.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

let server: TestServer;
let client: Redis;
let folder: string;
let file: string;
let url: string;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  folder = await mkdtemp(join(tmpdir(), 'meter-draft-'));
  file = join(folder, 'chat.yaml');
  url = `redis://127.0.0.1:${server.port}`;
  const keys = client.pipeline();
  for (let at = 0; at < 40; at++) {
    const id = `3f0e5a52-8f0b-4c1e-9a52-${String(at).padStart(12, '0')}`;
    keys.hset(`chat:user:${id}`, { name: `Ann ${at}`, apiKey: `sk-private-${at}`, dailyLimit: 100_000 });
    keys.hset(`chat:usage:${id}:2026-11-20`, { requests: 3, inputTokens: 400, ...(at % 2 === 0 && { costMicro: 120 }) });
    keys.expire(`chat:usage:${id}:2026-11-20`, 32 * 86_400);
    keys.set(`chat:limit:203.0.113.${at}`, '3', 'EX', 600);
  }
  // A known application is left out.
  keys.hset('usage:daily:k1:2026-11-20', { requests: '1' });
  keys.hset('apikey:k1', { name: 'one' });
  await keys.exec();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const check = async (): Promise<{ code: number | null; misfits: Misfit[] }> => {
  const result = await runMeterInside(['profile', 'check', file, '--against', url, '--json']);
  await assertMatchesSchema('profile-check', result.json());
  return { code: result.code, misfits: result.json<{ data: { misfits: Misfit[] } }>().data.misfits };
};

test('the draft is sound, says what was seen, and shows no value and no identifier', async () => {
  const { code, stderr } = await runMeterInside(['profile', 'new', '--from-redis', '--url', url, '-o', file]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: `Written to ${file}.\n` });
  const text = await readFile(file, 'utf8');
  for (const secret of ['sk-private', 'Ann', '3f0e5a52', '203.0.113.1']) expect(text).not.toContain(`${secret}\n`);
  expect(text).not.toMatch(/sk-private|Ann \d|3f0e5a52/);
  expect(text).toContain('The keys of claude-relay-service have a profile, and are not in it.');
  const profile = parseProfile(text, file);
  expect(lintProfile(profile)).toEqual([]);
  expect(new Set(profile.families.map(({ valueClass }) => valueClass))).toEqual(new Set(['operational']));
  const usage = profile.families.find(({ id }) => id === 'chat.usage');
  expect(usage).toMatchObject({
    pattern: 'chat:usage:{uuid}:{date}',
    type: 'hash',
    fields: { requests: 'requests', inputTokens: 'tokens' },
    ttl: { expires: true, seconds: 32 * 86_400 },
    grain: 'day',
  });
  expect(profile.families.find(({ id }) => id === 'chat.user')).toMatchObject({
    fields: { apiKey: 'secret', dailyLimit: 'count', name: 'text' },
    ttl: { expires: false },
  });
});

test('the keys that it was made of fit it; others, other types and other TTLs are named', async () => {
  const first = await check();
  expect(first.misfits.filter(({ code, pattern }) => code !== 'unknown' && pattern.startsWith('chat:'))).toEqual([]);
  await client.persist('chat:limit:203.0.113.7');
  await client.expire('chat:user:3f0e5a52-8f0b-4c1e-9a52-000000000001', 100);
  await client.expire('chat:limit:203.0.113.8', 7000);
  await client.set('chat:flag', 'on');
  const { code, misfits } = await check();
  const of = (wanted: string): unknown[] =>
    misfits.filter((each) => each.code === wanted).map(({ family, pattern, keys }) => [family, pattern, keys]);
  expect(code).toBe(3);
  expect(of('unknown')).toContainEqual([null, 'chat:flag', 1]);
  expect(of('without-ttl')).toEqual([['chat.limit', 'chat:limit:{ip}', 1]]);
  expect(of('with-ttl')).toEqual([['chat.user', 'chat:user:{uuid}', 1]]);
  expect(of('longer-ttl')).toEqual([['chat.limit', 'chat:limit:{ip}', 40]]);
});

test('keys are compared with one profile that is named', async () => {
  const { code, stderr } = await runMeterInside(['profile', 'check', '--against', url]);
  expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, lines: 2 });
});
