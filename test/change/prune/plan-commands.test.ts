/** What a plan says of its commands, held to what the server counts. */
import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { loadKeyspace } from '../../../src/lib/demo/load.js';
import { relayKeyspace } from '../../../src/lib/demo/relay.js';
import type { ChangeReport } from '../../../src/lib/report/change/worded.js';
import type { Envelope } from '../../../src/lib/report/envelope.js';
import { BASE, BASE_ISO, UTC_OFFSET } from '../../support/clock.js';
import { runMeterInside } from '../../support/meter-inside.js';
import { type TestServer } from '../../support/redis-server.js';
import { loadTinyRelay } from '../../support/tiny-relay.js';
import { useServerAndFolder } from '../../support/server-and-folder.js';

const BOOKED = { keys: 1_500, booked: true, traffic: { days: 10, hours: 48 }, seed: 4, now: BASE, minTtl: 7200, problems: false };
const TOLERANCE = 0.05;

let server: TestServer;
let client: Redis;
let folder: string;
useServerAndFolder((own) => ({ server, client, folder } = own));

/** With the commands that the server has counted meanwhile, those of scripts among them. */
async function prune(...args: string[]): Promise<Envelope<ChangeReport> & { counted: number }> {
  await client.config('RESETSTAT');
  const clock = ['--now', BASE_ISO, '--utc-offset', String(UTC_OFFSET)];
  const result = await runMeterInside(['prune', '-u', server.url, ...clock, '--json', ...args], { cwd: folder });
  const calls = [...(await client.info('commandstats')).matchAll(/:calls=(\d+)/g)];
  return { ...result.json<Envelope<ChangeReport>>(), counted: calls.reduce((sum, [, each]) => sum + Number(each), 0) };
}

test.each([
  ['tiny', ['--hourly']],
  ['tiny', ['--hourly', '--set-ttl', '1h']],
  ['booked', ['--hourly']],
  ['booked', ['--hourly', '--set-ttl', '1h']],
  ['booked', ['--orphans']],
])('a plan of a %s relay (%s) says how many commands it takes', async (relay, args) => {
  await client.flushall();
  if (relay === 'tiny') await loadTinyRelay(client);
  else await loadKeyspace(relayKeyspace(BOOKED), { host: '127.0.0.1', port: server.port });
  if (args.includes('--orphans')) await removeAnApiKey();
  const planned = await prune(...args, '--dry-run');
  const done = await prune(...args, '--yes');
  const sent = done.spent!.commands - planned.spent!.commands;
  const { commands, cost } = planned.data.plan;
  expect(Math.abs(commands - sent) / sent, `${commands} planned, ${sent} sent`).toBeLessThan(TOLERANCE);
  // Of a few keys, the commands that only try the rights, which the server does not count, are too large a part.
  if (relay === 'tiny') return;
  const counted = done.counted - planned.counted;
  expect(Math.abs(cost!.billable - counted) / counted, `${cost!.billable} planned, ${counted} counted`).toBeLessThan(TOLERANCE);
});

/** Its statistics stay, as after a removal by an older release. */
async function removeAnApiKey(): Promise<void> {
  const names = (await client.keys('apikey:*')).filter((name) => /^apikey:[^:]+$/.test(name)).sort();
  await client.del(names[0]!);
}
