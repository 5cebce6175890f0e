/** Several databases of one server, each with its own note of what was removed there. */
import type { Redis } from 'ioredis';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE, BASE_ISO } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { TestServer } from '../support/redis-server.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

const CLOCK = ['--now', BASE_ISO];

let server: TestServer;
let client: Redis;
let folder: string;
useServerAndFolder((own) => ({ server, client, folder } = own));
beforeAll(async () => {
  const relay = relayKeyspace({
    keys: 600,
    booked: true,
    traffic: { days: 14, hours: 24 },
    seed: 3,
    now: BASE,
    minTtl: 7200,
    problems: false,
  });
  await loadKeyspace(relay, { host: '127.0.0.1', port: server.port });
  // The relay is in the second database, the first one has something else.
  await client.call('SWAPDB', '0', '1');
  await client.set('something:else', 'x');
});

test('what was removed of one is not missing in a check of all', async () => {
  const prune = ['prune', '--family', 'key-model.daily', '--older-than', '9d', ...CLOCK, '--yes'];
  const pruned = await runMeterInside([...prune, '-u', `${server.url}/1`], { cwd: folder });
  expect(pruned.code, pruned.stderr).toBe(0);
  const file = join(folder, 'dump.rdb');
  await client.save();
  const [, dir] = (await client.config('GET', 'dir')) as string[];
  const [, name] = (await client.config('GET', 'dbfilename')) as string[];
  await copyFile(join(dir!, name!), file);
  for (const source of [
    ['-u', server.url],
    ['--rdb', file],
  ]) {
    const ran = await runMeterInside(['fix-consistency', '--invariant', 'S1', '--json', '--db', 'all', ...CLOCK, ...source]);
    const { invariants, removed } = ran.json<Envelope<ConsistencyReport>>().data;
    expect(invariants.flatMap(({ id, violations }) => (violations === 0 ? [] : [id]))).toEqual([]);
    expect(invariants.reduce((sum, { unjudged }) => sum + (unjudged['removed'] ?? 0), 0)).toBeGreaterThan(0);
    expect(removed).toHaveLength(1);
  }
});
