import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { keyedSender, type KeyedSender } from '../../../src/lib/change/engine/keyed-sender.js';
import { CHANGE_SCRIPTS } from '../../../src/lib/change/engine/scripts.js';
import { forgetRuns, noteRun, readState as read } from '../../../src/lib/change/state/state-writer.js';
import { parseStateNote } from '../../../src/lib/recognise/parse-state.js';
import { NO_STATE, RUN_FIELDS, STATE_KEY, type NotedRun, type StateNote } from '../../../src/lib/recognise/state-note.js';
import { changeGuard } from '../../../src/lib/redis/guard.js';
import { openLedger } from '../../../src/lib/redis/ledger.js';
import { resolveTarget } from '../../../src/lib/redis/resolve-target.js';
import { openSession, type Session } from '../../../src/lib/redis/topology.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { startHoldingProxy } from '../engine/support/holding-proxy.js';

let server: TestServer;
let client: Redis;
let session: Session;
let sender: KeyedSender;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  ({ session, sender } = await openSender(server.port));
});
afterAll(async () => {
  sender.close();
  session.close();
  await server.stop();
});
beforeEach(() => client.flushall());

async function openSender(port: number): Promise<{ session: Session; sender: KeyedSender }> {
  const access = { guard: changeGuard(CHANGE_SCRIPTS), ledger: openLedger() };
  const opened = await openSession(await resolveTarget({ port }, {}), access);
  return { session: opened, sender: keyedSender({ session: opened, ...access, db: 0 }) };
}

/** In whatever field is free now. */
async function note(run: NotedRun, by = sender): Promise<void> {
  await noteRun(by, run, await read(by));
}

const stateNow = async (): Promise<StateNote> => (await read(sender)).note;

/** The n-th run, a minute after the one before. */
const runOf = (n: number): NotedRun => ({
  run: n.toString(16).padStart(16, '0'),
  at: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString(),
  command: `prune --family 'Größe ${n}'`,
  archive: `${n}.archive`,
  previous: n === 0 ? null : (n - 1).toString(16).padStart(16, '0'),
  utcOffset: 8,
  families: [
    { profile: 'p', id: 'hours', action: 'delete', oldest: hourText(n), newest: hourText(n + 5) },
    { profile: 'p', id: 'days', action: 'raise', oldest: null, newest: null },
  ],
});

const hourText = (n: number): string => `2026-01-01:${String(n).padStart(2, '0')}`;

test('what is noted is read, the oldest first, and nothing is left when all is forgotten', async () => {
  expect(await stateNow()).toEqual(NO_STATE);
  for (const n of [2, 0, 1]) await note(runOf(n));
  expect(await stateNow()).toEqual({ runs: [runOf(0), runOf(1), runOf(2)], older: [] });
  await forgetRuns(sender, [runOf(1).run, 'f'.repeat(16)]);
  expect((await stateNow()).runs).toEqual([runOf(0), runOf(2)]);
  await forgetRuns(sender, [runOf(0).run, runOf(2).run]);
  expect(await client.exists(STATE_KEY)).toBe(0);
});

test('runs at the same time are all noted', async () => {
  const runs = Array.from({ length: 12 }, (_, n) => runOf(n));
  await Promise.all(runs.map((run) => note(run)));
  expect((await stateNow()).runs).toEqual(runs);
});

test('of more runs than there are fields the oldest keep only what they removed, over all of their periods', async () => {
  const count = RUN_FIELDS.length + 3;
  for (let n = 0; n < count; n++) await note(runOf(n));
  const { runs, older } = await stateNow();
  expect(runs).toEqual(Array.from({ length: RUN_FIELDS.length }, (_, n) => runOf(n + 3)));
  expect(older).toEqual([{ profile: 'p', id: 'hours', action: 'delete', oldest: hourText(0), newest: hourText(7) }]);
  expect(await client.hlen(STATE_KEY)).toBe(RUN_FIELDS.length + 1);
});

test('a server that is out of memory takes the note all the same', async () => {
  await client.set('filler', 'x'.repeat(1_000_000));
  await client.config('SET', 'maxmemory', '1');
  try {
    await note(runOf(0));
    await note(runOf(1));
    expect((await stateNow()).runs).toEqual([runOf(0), runOf(1)]);
  } finally {
    await client.config('SET', 'maxmemory', '0');
  }
});

test('a run is noted once when the answer is lost', async () => {
  const proxy = await startHoldingProxy(server.port, { fault: 'lose', at: 'HSETNX' });
  const other = await openSender(proxy.port);
  try {
    await note(runOf(0), other.sender);
    expect((await stateNow()).runs).toEqual([runOf(0)]);
    expect(await client.hlen(STATE_KEY)).toBe(1);
  } finally {
    other.sender.close();
    other.session.close();
    await proxy.stop();
  }
});

test('a key of another type is refused with what to do', async () => {
  await client.set(STATE_KEY, 'x');
  await expect(stateNow()).rejects.toMatchObject({ exitCode: 4, suggestions: [expect.stringContaining('--no-state')] });
});

describe('what anybody may have written', () => {
  test('is passed over, and its field is taken in the end', async () => {
    await client.hset(STATE_KEY, { 0: '{', 1: JSON.stringify({ ...runOf(1), at: 'yesterday' }), 2: '[]', other: 'x' });
    for (let n = 0; n < RUN_FIELDS.length; n++) await note(runOf(n));
    expect((await stateNow()).runs).toEqual(Array.from({ length: RUN_FIELDS.length }, (_, n) => runOf(n)));
  });

  test('never throws', () => {
    const text = fc.oneof(fc.string(), fc.json(), fc.constant(JSON.stringify(runOf(1))), fc.constant(null));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), (values) => {
        const { runs, older } = parseStateNote(values);
        expect(runs.length).toBeLessThanOrEqual(values.length);
        expect(Array.isArray(older)).toBe(true);
      }),
    );
  });
});
