import { rm } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeDump } from '../../../src/lib/change/value/decode-dump.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { isClosedHour, loadTinyRelay } from '../../support/tiny-relay.js';
import { startCuttingProxy } from './support/cutting-proxy.js';
import { changesIn, pruning } from './support/pruning.js';

/** More cases than steps begin anew with other orders of events. */
const ROUNDS = Math.max(1, Math.ceil(Number(process.env.METER_FAULT_CASES ?? 0) / 40));
/** Each case has a database of its own, so that they wait for lost connections together. */
const DATABASES = 400;

let server: TestServer;
beforeAll(async () => {
  server = await startRedis(['--databases', String(DATABASES)]);
});
afterAll(() => server.stop());

type Contents = Map<string, string>;

/** Names and values; of markers the names only. */
async function contentsOf(client: Redis): Promise<Contents> {
  const names = (await client.keys('*')).toSorted();
  const values = await Promise.all(names.map((name) => client.dumpBuffer(name)));
  return new Map(names.map((name, index) => [name, JSON.stringify(decodeDump(values[index]!.toString('latin1')))]));
}

/** What an undisturbed run leaves. */
function expectPruned(before: Contents, after: Contents): void {
  const stays = [...before.keys()].filter((name) => !isClosedHour(name) && !/hourly:index:2026-11-20/.test(name));
  const markers = ['2026-11-20:03', '2026-11-20:23'].flatMap((hour) => [
    `usage:hourly:index:${hour}:empty`,
    `usage:keymodel:hourly:index:${hour}:empty`,
  ]);
  expect([...after.keys()].toSorted()).toEqual([...stays, ...markers].toSorted());
  for (const name of stays) expect(after.get(name), name).toBe(before.get(name));
}

/** Every key that is not there any more lies in one of the archives with the value that it had. */
async function expectNothingLost(before: Contents, after: Contents, archives: readonly string[]): Promise<void> {
  const records = (await Promise.all(archives.map(changesIn))).flat();
  for (const [name, value] of before) {
    if (after.get(name) === value) continue;
    const kept = records.find((record) => record.name === name && record.action === 'delete');
    const payload = kept?.value.form === 'dump' ? kept.value.payload : null;
    expect(payload && JSON.stringify(decodeDump(payload)), `${name} is lost`).toBe(value);
  }
}

/** One case: a run that is cut, what it leaves, and the run that finishes the work. */
async function caseOf(port: number, db: number, cut: { at: number; answer: boolean; forGood: boolean }): Promise<boolean> {
  const client = server.client({ db });
  await client.flushdb();
  await loadTinyRelay(client);
  const before = await contentsOf(client);
  const proxy = await startCuttingProxy(port);
  try {
    const first = await pruning(proxy.port, { db, onAgreed: () => proxy.arm(cut) });
    const reached = proxy.pieces >= cut.at;
    await expectNothingLost(before, await contentsOf(client), [first.archive]);
    // Only the very first connection is not made again: nothing has been done by then.
    if (first.applied.changed === 0 && first.applied.failure?.exitCode === 5) expect(before).toEqual(await contentsOf(client));
    else if (cut.forGood && first.applied.failure) expect(first.applied.failure).toMatchObject({ exitCode: 6 });
    else expect(first.applied).toMatchObject({ complete: true, failure: null });
    const second = await pruning(port, { db });
    const after = await contentsOf(client);
    expect(second.applied).toMatchObject({ complete: true, failure: null });
    expectPruned(before, after);
    await expectNothingLost(before, after, [first.archive, second.archive]);
    // Nothing is taken twice: each key's value stands in the archives once, less what was taken back.
    const taken = (await Promise.all([first.archive, second.archive].map(changesIn))).flat().map(({ name }) => name);
    const twice = taken.filter((name, index) => isClosedHour(name) && taken.indexOf(name) !== index);
    // A run that is cut off for good cannot say of its last step whether it was done.
    if (!cut.forGood) expect(twice).toEqual([]);
    await Promise.all([first.archive, second.archive].map((path) => rm(path)));
    return reached;
  } finally {
    client.disconnect();
    await proxy.stop();
  }
}

/** Cuts at every step there is, `width` of them at once. */
async function everyStep(port: number, kind: number, cut: { answer: boolean; forGood: boolean }, width = 40): Promise<number> {
  let steps = 0;
  for (let from = 1; ; from += width) {
    const reached = await Promise.all(
      Array.from({ length: width }, (_, index) => caseOf(port, 100 * kind + from + index, { ...cut, at: from + index })),
    );
    steps += reached.filter(Boolean).length;
    if (reached.includes(false)) return steps;
  }
}

describe.each(Array.from({ length: ROUNDS }, (_, round) => round))('round %i', () => {
  test.each([
    ['before a step, for good', { answer: false, forGood: true }],
    ['before the answer to a step, for good', { answer: true, forGood: true }],
    ['before a step', { answer: false, forGood: false }],
    ['before the answer to a step', { answer: true, forGood: false }],
  ])('the connection is lost %s: nothing is lost, nothing twice, the next run finishes', async (_, cut) => {
    expect(await everyStep(server.port, 2 * Number(cut.answer) + Number(cut.forGood), cut)).toBeGreaterThan(10);
  });
});
