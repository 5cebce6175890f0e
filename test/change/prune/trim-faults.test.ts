import { rm } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { typedOf } from '../../../src/lib/change/compare/same-value.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { loadTinyRelay } from '../../support/tiny-relay.js';
import { SOON_MS, startCuttingProxy } from './support/cutting-proxy.js';
import { DATABASES, everyStep, LOSSES, ROUNDS, type Place } from './support/every-step.js';
import { changesIn, pruning } from './support/pruning.js';

let server: TestServer;
beforeAll(async () => {
  server = await startRedis(['--databases', String(DATABASES)]);
});
afterAll(() => server.stop());

const LIST = 'usage:records:k1';
/** Its elements are all alike. */
const ALIKE = 'usage:records:k2';
const STREAM = 'billing:events';
const KEPT = 20;
const selection = { grains: [], records: true, trimTo: KEPT };

/** The newest first, as the relay pushes them; several steps of each are needed. */
const RECORDS = Array.from({ length: 250 }, (_, index) => `{"n":${index}}`);
const SAME = Array.from({ length: 250 }, () => '{}');
const EVENTS = Array.from({ length: 130 }, (_, index) => `${index + 1}-0`);

async function load(client: Redis): Promise<void> {
  await client.flushdb();
  await loadTinyRelay(client, []);
  const pipeline = client
    .pipeline()
    .rpush(LIST, ...RECORDS)
    .rpush(ALIKE, ...SAME);
  for (const id of EVENTS) pipeline.xadd(STREAM, id, 'data', '{}');
  await pipeline.exec();
}

interface Elements {
  records: string[];
  same: number;
  events: string[];
}

async function liveIn(client: Redis): Promise<Elements> {
  const entries = await client.xrange(STREAM, '-', '+');
  return { records: await client.lrange(LIST, 0, -1), same: await client.llen(ALIKE), events: entries.map(([id]) => id) };
}

/** What was cut off; a list's end goes first, and a stream's beginning. */
async function cutOffIn(archives: readonly string[]): Promise<Elements> {
  const values = (await Promise.all(archives.map(changesIn))).flat().map(({ name, value }) => ({ name, value: typedOf(value) }));
  const listed = (list: string): string[][] =>
    values.flatMap(({ name, value }) => (name === list && value?.type === 'list' ? [value.value] : []));
  return {
    records: listed(LIST).reduce((all, cut) => [...cut, ...all], []),
    same: listed(ALIKE).flat().length,
    events: values.flatMap(({ value }) => (value?.type === 'stream' ? value.value.entries.map(({ id }) => id) : [])),
  };
}

/** One case: a run that is cut while the relay pushes a record, what it leaves, and the run that finishes the work. */
async function caseOf({ db, cut }: Place): Promise<boolean> {
  const client = server.client({ db });
  await load(client);
  const proxy = await startCuttingProxy(server.port);
  try {
    const meanwhile = async (): Promise<void> => void (await client.lpush(LIST, 'new'));
    const retry = cut.forGood ? SOON_MS : undefined;
    const first = await pruning(proxy.port, { db, selection, retry, onAgreed: () => proxy.arm({ ...cut, meanwhile }) });
    const reached = proxy.pieces >= cut.at;
    const [left, archived] = [await liveIn(client), await cutOffIn([first.archive])];
    const records = left.records.filter((record) => record !== 'new');
    expect(records).toEqual(RECORDS.slice(0, records.length));
    expect(left.records.length).toBeGreaterThanOrEqual(KEPT);
    expect(left.events).toEqual(EVENTS.slice(-left.events.length));
    expect(left.events.length).toBeGreaterThanOrEqual(KEPT);
    // Whatever is gone is there, and perhaps what was about to go.
    expect(archived.records.slice(archived.records.length - (RECORDS.length - records.length))).toEqual(
      RECORDS.slice(records.length),
    );
    expect(archived.events).toEqual(expect.arrayContaining(EVENTS.slice(0, EVENTS.length - left.events.length)));
    expect(left.same + archived.same).toBeGreaterThanOrEqual(SAME.length);
    const second = await pruning(server.port, { db, selection });
    expect(second.applied).toMatchObject({ complete: true, failure: null });
    const [ended, all] = [await liveIn(client), await cutOffIn([first.archive, second.archive])];
    expect(ended.records).toEqual([...(reached ? ['new'] : []), ...RECORDS].slice(0, KEPT));
    expect(ended.same).toBe(KEPT);
    expect(ended.same + all.same).toBeGreaterThanOrEqual(SAME.length);
    expect(ended.events).toEqual(EVENTS.slice(-KEPT));
    const gone = RECORDS.slice(KEPT - Number(reached));
    expect(new Set(all.records)).toEqual(new Set(gone));
    if (!cut.forGood) expect(all.records).toHaveLength(gone.length);
    expect(new Set(all.events)).toEqual(new Set(EVENTS.slice(0, -KEPT)));
    await Promise.all([first.archive, second.archive].map((path) => rm(path)));
    return reached;
  } finally {
    client.disconnect();
    await proxy.stop();
  }
}

/** Before a step is much the same as before the answer to the one before it: that is for the long mode. */
const CHOSEN = ROUNDS.length > 1 ? LOSSES : LOSSES.filter(([, { answer }]) => answer);

describe.each(ROUNDS)('round %i', () => {
  test.each(CHOSEN)(
    'the connection is lost %s: lists and streams keep their newest, and nothing goes that is not archived',
    async (_, cut) => {
      expect(await everyStep(cut, caseOf)).toBeGreaterThan(5);
    },
    120_000,
  );
});
