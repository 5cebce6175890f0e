import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import { BASE } from '../support/clock.js';
import { checkServer, told, type CheckedServer } from '../support/consistency.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { serverTime } from '../support/server-clock.js';

const WRITER = fileURLToPath(new URL('../support/busy-writer.mjs', import.meta.url));

let server: TestServer;
let writer: ChildProcess;
/** What the writer has reported: for how many ms it stood still within a request. */
const stills: number[] = [];

beforeAll(async () => {
  server = await startRedis();
  const relay = relayKeyspace({ keys: 2_000, booked: true, seed: 8, now: BASE, minTtl: 7200, problems: false });
  await loadKeyspace(relay, { host: '127.0.0.1', port: server.port });
  writer = spawn(process.execPath, [WRITER, String(server.port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(writer.stdout!, 'data');
  createInterface(writer.stdout!).on('line', (line) => stills.push(Number(line)));
}, 60_000);
afterAll(async () => {
  writer?.kill('SIGKILL');
  await server?.stop();
});

/** Ms that the writer may stand still within a request: the check pauses for no less than 25 between two readings of what differs. */
const MOST_STILL_MS = 20;

/** How long the writer stood still at most until now, in ms, as it reports by and by. */
async function stillMs(): Promise<number> {
  // The second report from here on has everything in it that happened until here.
  for (const reports = stills.length + 2; stills.length < reports;) await once(writer.stdout!, 'data');
  return stills.reduce((longest, ms) => Math.max(longest, ms), 0);
}

/**
 * Checks while the writer writes. On a busy machine it may stand still within a request, which then looks like one that was cut off; what is
 * told of such a time does not count.
 */
async function toldWhileWriting(expected: readonly string[]): Promise<CheckedServer> {
  for (;;) {
    stills.length = 0;
    const result = await checkServer(server.port, { now: new Date(await serverTime(server.client())) });
    const isExpected = result.findings.map(told).sort().join() === [...expected].sort().join();
    if (isExpected || (await stillMs()) <= MOST_STILL_MS) {
      expect(result.findings.map(told).sort()).toEqual([...expected].sort());
      return result;
    }
  }
}

/** It goes on into the day and the hour that begin meanwhile. */
describe('while an application writes at full speed', () => {
  test('nothing is reported that is not so', async () => {
    for (let round = 0; round < 3; round++) {
      const { counts } = await toldWhileWriting([]);
      expect(counts.get('S1')!.holds).toBeGreaterThan(30);
    }
    expect(writer.exitCode).toBeNull();
  }, 60_000);

  test('what is broken is found all the same', async () => {
    const client = server.client();
    const [name] = (await client.keys('usage:daily:????????-*')).sort().slice(-1);
    await client.hincrby(name!, 'tokens', 7);
    await client.hincrby('usage:global:total', 'requests', -3);
    const { findings } = await toldWhileWriting([`P1 partial-write ${name!}`, 'S14 partial-write usage:global:total']);
    const total = findings.find(({ relation }) => relation.invariant.id === 'S14')!;
    expect(total.fields).toMatchObject([{ field: 'requests', delta: '3' }]);
  }, 60_000);
});
