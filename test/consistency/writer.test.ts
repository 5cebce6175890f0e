import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import { BASE } from '../support/clock.js';
import { checkServer, told } from '../support/consistency.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const WRITER = fileURLToPath(new URL('../support/busy-writer.mjs', import.meta.url));

let server: TestServer;
let writer: ChildProcess;

beforeAll(async () => {
  server = await startRedis();
  const relay = relayKeyspace({ keys: 2_000, booked: true, seed: 8, now: BASE, minTtl: 7200, problems: false });
  await loadKeyspace(relay, { host: '127.0.0.1', port: server.port });
  writer = spawn(process.execPath, [WRITER, String(server.port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(writer.stdout!, 'data');
}, 60_000);
afterAll(async () => {
  writer?.kill('SIGKILL');
  await server?.stop();
});

/** It goes on into the day and the hour that begin meanwhile. */
describe('while an application writes at full speed', () => {
  test('nothing is reported that is not so', async () => {
    for (let round = 0; round < 3; round++) {
      const { findings, counts } = await checkServer(server.port, { now: new Date() });
      expect(findings.map(told)).toEqual([]);
      expect(counts.get('S1')!.holds).toBeGreaterThan(30);
    }
    expect(writer.exitCode).toBeNull();
  }, 60_000);

  test('what is broken is found all the same', async () => {
    const client = server.client();
    const [name] = (await client.keys('usage:daily:????????-*')).sort().slice(-1);
    await client.hincrby(name!, 'tokens', 7);
    await client.hincrby('usage:global:total', 'requests', -3);
    const { findings } = await checkServer(server.port, { now: new Date() });
    expect(findings.map(told).sort()).toEqual([`P1 partial-write ${name!}`, 'S14 partial-write usage:global:total'].sort());
    const total = findings.find(({ relation }) => relation.invariant.id === 'S14')!;
    expect(total.fields).toMatchObject([{ field: 'requests', delta: '3' }]);
  }, 60_000);
});
