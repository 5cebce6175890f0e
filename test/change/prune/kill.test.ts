/** `kill -9` of `meter prune` itself, between any two of the pieces that it sends. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { hourAgo } from '../../support/clock.js';
import { exists } from '../../support/waiting.js';
import { runMeterInside } from '../../support/meter-inside.js';
import { runMeter } from '../../support/meter.js';
import { type TestServer } from '../../support/redis-server.js';
import { loadTinyRelay, TINY_CLOCK } from '../../support/tiny-relay.js';
import { startCuttingProxy } from './support/cutting-proxy.js';
import { expectNothingLost, expectPruned, valuesOf, type Contents } from './support/pruned-relay.js';
import { pruning } from './support/pruning.js';
import { useServerAndFolder } from '../../support/server-and-folder.js';

let server: TestServer;
let client: Redis;
let folder: string;
useServerAndFolder((own) => ({ server, client, folder } = own));

const HOURS = Array.from({ length: 8 }, (_, index) => hourAgo(index + 1));
/** More keys than two batches hold, so that two of them are under way at once. */
const KEYS = 600;

async function load(): Promise<void> {
  await client.flushall();
  await loadTinyRelay(client, HOURS);
  const pipeline = client.pipeline();
  for (let key = 0; key < KEYS; key++) pipeline.hset(`usage:hourly:n${key}:${HOURS[0]}`, { requests: String(key) });
  await pipeline.exec();
}

/** Runs `meter prune` and kills it at the n-th piece since it began to change. Resolves with whether it got so far. */
async function killedAt(at: number, answer: boolean, archive: string): Promise<boolean> {
  const proxy = await startCuttingProxy(server.port);
  let kill = (): void => {};
  proxy.arm({ at, answer, from: 'EVAL', forGood: true, before: () => kill() });
  const args = ['prune', '--hourly', '-u', `redis://127.0.0.1:${proxy.port}`, ...TINY_CLOCK, '--yes'];
  const { signal, code, stderr } = await runMeter([...args, '--archive', archive], {
    onStart: (child) => (kill = () => child.kill('SIGKILL')),
  });
  await proxy.stop();
  if (signal === null) expect(code, stderr).toBe(0);
  else expect(signal).toBe('SIGKILL');
  return signal !== null;
}

/** With METER_FAULT_CASES so many: every piece, with and without its answer, over and over until it is reached. */
const CASES = Number(process.env['METER_FAULT_CASES'] ?? 0);
const SOME = [8, 27];
/** A run sends about so many. */
const PIECES = 70;

test('killed at any piece, nothing is lost, the next run finishes, and both archives bring all of it back', async () => {
  const places = CASES > 0 ? Array.from({ length: CASES }, (_, index) => 1 + (index % PIECES)) : SOME;
  let [before, archives]: [Contents, string[]] = [new Map(), []];
  for (const [index, at] of places.entries()) {
    await Promise.all(archives.map((path) => rm(path, { force: true })));
    await load();
    before = await valuesOf(client);
    const archive = join(folder, `${index}.archive`);
    const killed = await killedAt(at, (index + Math.floor(index / PIECES)) % 2 === 0, archive);
    if (CASES === 0) expect(killed, `at piece ${at}`).toBe(true);
    const first = (await exists(archive)) ? [archive] : [];
    await expectNothingLost(before, await valuesOf(client), first);
    const second = await pruning(server.port);
    expect(second.applied).toMatchObject({ complete: true, failure: null });
    const after = await valuesOf(client);
    expectPruned(before, after);
    archives = [...first, second.archive];
    await expectNothingLost(before, after, archives);
  }
  expect((await runMeterInside(['restore', ...archives, '-u', server.url, '--yes'])).code).toBe(0);
  await client.unlink(await client.keys('meter:restored:*'));
  expect(await valuesOf(client)).toEqual(before);
  await Promise.all(archives.map((path) => rm(path)));
}, 3_600_000);
