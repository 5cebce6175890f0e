/** Payloads that the server refuses, restored by transactions: a note never says that something was restored that was not. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ArchiveRecord } from '../../../src/lib/change/archive/record.js';
import { EXIT, MeterError } from '../../../src/lib/format/errors.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { startHoldingProxy } from '../engine/support/holding-proxy.js';
import { payloadOf } from '../value/support/payload.js';
import { archiveOf, dumped, restoring } from './support/restoring.js';

let server: TestServer;
let client: Redis;
let url: string;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  await client.call('ACL', 'SETUSER', 'unscripted', 'on', '>pw', '~*', '+@all', '-@scripting');
  url = `redis://unscripted:pw@127.0.0.1:${server.port}`;
});
afterAll(() => server.stop());
beforeEach(() => client.flushall());

/** One name for each connection to the node. */
const GOOD = ['g0', 'g1', 'g2', 'g3'];
const ONE = GOOD.slice(0, 1);

async function takenHash(name: string): Promise<Pick<ArchiveRecord, 'name' | 'value'> & { payload: Buffer }> {
  await client.hset(name, { f: '2', g: '3' });
  const value = await dumped(client, name);
  await client.unlink(name);
  return { name, value, payload: Buffer.from(value.form === 'dump' ? value.payload : '', 'latin1') };
}

const withPayload = (name: string, payload: string): Partial<ArchiveRecord> => ({ name, value: { form: 'dump', payload } });

/** RESTORE refuses versions above its own. */
const newer = (name: string, payload: Buffer): Partial<ArchiveRecord> =>
  withPayload(name, payloadOf(payload.subarray(0, -10), 80));

/** A listpack with one field twice, under a right checksum: only a server that looks into payloads refuses it. */
function doubled(name: string, payload: Buffer): Partial<ArchiveRecord> {
  const entries = [0x81, 0x66, 0x02, 0x01, 0x01];
  const pack = [6 + 2 * entries.length + 1, 0, 0, 0, 4, 0, ...entries, ...entries, 0xff];
  return withPayload(name, payloadOf(Buffer.of(payload[0]!, pack.length, ...pack), payload.readUInt16LE(payload.length - 10)));
}

/** The record that the server refuses comes last, after the others on its connection. */
async function archiveWith(bad: (name: string, payload: Buffer) => Partial<ArchiveRecord>, names: string[]): Promise<string> {
  const good = await Promise.all(names.map(takenHash));
  return archiveOf([bad('bad', good[0]!.payload), ...good.map(({ name, value }) => ({ name, value }))]);
}

async function expectAllThere(names: string[]): Promise<void> {
  expect(await client.exists('bad', ...names)).toBe(names.length + 1);
  expect(await client.hget('bad', 'f')).toMatch(/^[12]$/);
}

/** Until a run gets through. Resolves with the number of those that did not. */
async function eachStep(names: string[], path: string, from: number, run: (at: number) => Promise<boolean>): Promise<number> {
  for (let at = from; ; at++) {
    await client.flushall();
    if (await run(at)) return at - from;
    // Whatever was noted, the same command again restores what is not there.
    expect(await restoring(server.port, [path], { url })).toMatchObject({ failure: null });
    await expectAllThere(names);
  }
}

/** No run has changed anything by then. */
const LOGGED_IN = 15;

test('of a later version: killed before any of its commands, the same command again restores all', async () => {
  const path = await archiveWith(newer, ONE);
  const steps = await eachStep(ONE, path, LOGGED_IN, async (at) => {
    let commands = 0;
    const onCommand = (): void => {
      if (++commands >= at) throw new MeterError('killed', EXIT.partial, 'killed', []);
    };
    const run = restoring(server.port, [path], { url, onCommand });
    return run.then(
      ({ failure }) => failure === null,
      (error: unknown) => (commands >= at ? false : Promise.reject(error as Error)),
    );
  });
  expect(steps).toBeGreaterThan(20);
  await expectAllThere(ONE);
});

test('of a later version: no answer to EXEC, and the note still says what was done', async () => {
  const path = await archiveWith(newer, ONE);
  for (let nth = 1; nth <= ONE.length + 1; nth++) {
    await client.flushall();
    const proxy = await startHoldingProxy(server.port, { fault: 'lose', at: '$4\r\nEXEC\r\n', from: ['$4\r\nSADD\r\n'], nth });
    const { fates, failure } = await restoring(proxy.port, [path], { url: url.replace(String(server.port), String(proxy.port)) });
    await proxy.stop();
    expect([failure, fates.untaken]).toEqual([null, 0]);
    await expectAllThere(ONE);
  }
});

describe('refused within EXEC, because the server looks into them', () => {
  beforeEach(() => client.config('SET', 'sanitize-dump-payload', 'yes'));

  test('are written by type, and leave no note that is false', async () => {
    const path = await archiveWith(doubled, GOOD);
    const sent: string[] = [];
    const onCommand = ([command, key]: readonly string[]): void => void (command === 'SREM' && sent.push(key!));
    expect((await restoring(server.port, [path], { url, onCommand })).fates).toMatchObject({ restored: 5, untaken: 0 });
    expect(sent).toHaveLength(1);
    await expectAllThere(GOOD);
    // The key on which payloads were tried.
    await expect.poll(() => client.keys('meter:probe*')).toEqual([]);
  });

  test('have their note taken back below any ceiling on commands', async () => {
    const path = await archiveWith(doubled, GOOD);
    const stops = await eachStep(GOOD, path, LOGGED_IN, async (ceiling) => {
      const run = restoring(server.port, [path], { url, ceiling });
      const { failure } = await run.catch((failed: unknown) => ({ failure: failed as { code?: string } }));
      if (failure !== null) expect(failure.code).toBe('command-budget');
      return failure === null;
    });
    expect(stops).toBeGreaterThan(30);
    await expectAllThere(GOOD);
  });
});
