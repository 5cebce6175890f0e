/** Archives of releases that left no notes of batches are read, listed and brought back. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { beforeEach, expect, test } from 'vitest';
import { openArchive } from '../../../src/lib/change/archive/reader.js';
import { runMeterInside } from '../../support/meter-inside.js';
import { type TestServer } from '../../support/redis-server.js';
import { restoring } from '../restore/support/restoring.js';
import { oldArchive } from './support/format-1.js';
import { useServerAndFolder } from '../../support/server-and-folder.js';

let server: TestServer;
let client: Redis;
let folder: string;
useServerAndFolder((own) => ({ server, client, folder } = own));
beforeEach(() => client.flushall());

const [TAKEN, KEPT, TYPED, RAISED] = [1, 2, 3]
  .map((key) => `usage:hourly:k${key}:2026-11-20:03`)
  .concat('usage:daily:k1:2026-11-20') as [string, string, string, string];

async function write(options: { cutOff?: boolean } = {}): Promise<string> {
  await client.hset(TAKEN, { requests: '200', tokens: '9007199254740993' });
  const dump = await client.dumpBuffer(TAKEN);
  await client.del(TAKEN);
  const family = 'usage.hourly';
  const fields = [{ field: 'requests', value: '5', expireAtMs: null }];
  const path = join(folder, `${Math.random()}.archive`);
  const records = [
    { name: TAKEN, family, action: 'delete', expireAtMs: null, value: dump },
    { name: KEPT, family, action: 'delete', expireAtMs: null, value: dump },
    // The key was altered meanwhile, and stayed.
    { name: KEPT, family, action: 'kept', expireAtMs: null, value: null },
    { name: TYPED, family, action: 'delete', expireAtMs: Date.now() + 3_600_000, value: { type: 'hash', value: fields } },
    {
      name: RAISED,
      family: 'usage.daily',
      action: 'raise',
      expireAtMs: null,
      value: null,
      fields: { requests: { before: '2', after: '7' } },
    },
  ];
  await writeFile(path, oldArchive(records, options));
  return path;
}

test('its records have no batches, and all of them are read', async () => {
  const archive = await openArchive(await write());
  expect(archive.head.run).toBeUndefined();
  expect(await archive.verify()).toMatchObject({ format: 1, complete: true, records: 5 });
  const names: string[] = [];
  for await (const { name, batch } of archive.records()) names.push(`${name} ${batch}`);
  expect(names).toEqual([TAKEN, KEPT, KEPT, TYPED, RAISED].map((name) => `${name} undefined`));
});

test('it is listed', async () => {
  const listed = await runMeterInside(['restore', await write(), '--list', '--json']);
  expect(listed.code).toBe(0);
  expect(listed.json<{ data: unknown }>().data).toMatchObject({ archives: [{ complete: true, command: 'prune --hourly' }] });
});

test('it is brought back once, but for what was not taken', async () => {
  const path = await write();
  await client.hset(RAISED, { requests: '10' });
  await client.hset(TAKEN, { requests: '1' });
  for (let run = 0; run < 2; run++) expect((await restoring(server.port, [path], { mode: 'merge' })).failure).toBeNull();
  expect(await client.hgetall(TAKEN)).toEqual({ requests: '201', tokens: '9007199254740993' });
  expect(await client.hgetall(TYPED)).toEqual({ requests: '5' });
  expect(await client.pttl(TYPED)).toBeGreaterThan(3_000_000);
  expect(await client.hgetall(RAISED)).toEqual({ requests: '5' });
  expect(await client.exists(KEPT)).toBe(0);
});

test('cut off, a key that holds as much as it has counts as not taken', async () => {
  const path = await write({ cutOff: true });
  await client.hset(TAKEN, { requests: '201', tokens: '9007199254740993' });
  expect((await restoring(server.port, [path], { mode: 'merge' })).fates).toMatchObject({ same: 1 });
  expect(await client.hget(TAKEN, 'requests')).toBe('201');
});
