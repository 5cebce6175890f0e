/** Repairs of sorted sets without scores, and of values that the server does not take. */
import { beforeAll, expect, test } from 'vitest';
import type { Redis } from 'ioredis';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE, BASE_ISO } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

const ORDER = 'apikey:idx:name';

let server: TestServer;
let client: Redis;
let folder: string;
useServerAndFolder((own) => ({ server, client, folder } = own));
beforeAll(async () => {
  await loadKeyspace(
    relayKeyspace({
      keys: 300,
      booked: true,
      traffic: { days: 4, hours: 48 },
      seed: 4,
      now: BASE,
      minTtl: 7200,
      problems: false,
    }),
    {
      host: '127.0.0.1',
      port: server.port,
    },
  );
});

async function repair(): Promise<{
  code: number | null;
  applied: NonNullable<ConsistencyReport['applied']>;
  warnings: string[];
}> {
  const args = ['--url', server.url, '--now', BASE_ISO, '--invariant', 'K4', '--apply', '--yes', '--json', '-q'];
  const raw = await runMeterInside(['fix-consistency', ...args], { cwd: folder });
  const envelope = raw.json<Envelope<ConsistencyReport>>();
  await assertMatchesSchema('fix-consistency', envelope);
  return { code: raw.code, applied: envelope.data.applied!, warnings: envelope.warnings };
}

test('a name that is missing in a sorted set without scores comes back with the score of the others', async () => {
  const before = await client.zrange(ORDER, '0', '-1', 'WITHSCORES');
  await client.zrem(ORDER, before[0]!, before[2]!);
  await client.zadd(ORDER, 0, 'made up\0nobody');
  const { code, applied } = await repair();
  expect(code).toBe(0);
  expect(applied.changed).toBeGreaterThan(0);
  expect(await client.zrange(ORDER, '0', '-1', 'WITHSCORES')).toEqual(before);
});
