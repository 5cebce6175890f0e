/**
 * A small relay with consistent sums and with problems that a command can fix: a deleted owner, lost TTLs, lists that are too
 * long.
 */
import type { Redis } from 'ioredis';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { relayKeyspace, type RelayOptions } from '../../src/lib/demo/relay.js';
import { BASE } from './clock.js';
import type { TestServer } from './redis-server.js';

/** Elements of each list of single requests. */
const RECORDS = 150;

export async function loadProblemRelay(
  { port }: TestServer,
  client: Redis,
  size: Pick<RelayOptions, 'keys' | 'traffic'>,
): Promise<void> {
  const relay = relayKeyspace({ ...size, booked: true, seed: 7, now: BASE, minTtl: 7200, problems: false });
  await loadKeyspace(relay, { host: '127.0.0.1', port });
  const owners = (await client.keys('apikey:????????-*')).toSorted();
  await client.del(owners[0]!);
  for (const owner of owners.slice(1)) {
    const id = owner.slice('apikey:'.length);
    await client.set(`rate_limit:cost:${id}`, '0.5');
    await client.rpush(`usage:records:${id}`, ...Array.from({ length: RECORDS }, (_, at) => JSON.stringify({ cost: at })));
  }
}
