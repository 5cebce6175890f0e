import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { readDump, restoreDump } from '../support/dump-file.js';
import { runMeter } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { dataFile } from './data-folder.js';

const NOW = ['--now', '2026-11-20T19:45:00Z'];

/** What each data set holds besides what is as it should be: classes with their reasons, and reasons for which groups are not judged. */
const SETS = [
  {
    name: 'crs-real',
    // Its server start had lowered weekly costs.
    differ: ['known-drift D7', 'orphan D4', 'orphan D5', 'partial-write'],
    written: ['C9'],
    drifts: ['D1', 'D2', 'D4', 'D5', 'D7'],
    // Instances that the reference counts, where no day of a deleted key and no edge is among them.
    holds: { S9: 33, S11: 2, S14: 1, A5: 8, A7: 33, A8: 2, A9: 255, C7: 45 },
  },
  {
    name: 'crs-upgraded',
    differ: ['known-drift D12'],
    written: [],
    drifts: ['D1', 'D2', 'D12'],
    holds: { S1: 198, S5: 6, A2: 4, A5: 2, C7: 6 },
  },
];

describe.each(SETS)('$name', ({ name, differ, written, drifts, holds }) => {
  const dump = dataFile(`${name}.restore.ndjson.gz`);
  const snapshot = dataFile(`${name}.rdb`);
  let server: TestServer;

  beforeAll(async () => {
    if (dump.missing) return;
    server = await startRedis();
    await restoreDump(server.client(), await readDump(dump.path));
  });
  afterAll(() => server?.stop());

  async function check(...args: string[]): Promise<ConsistencyReport> {
    const { stdout, code } = await runMeter(['fix-consistency', '--json', '-q', ...NOW, ...args]);
    expect(code).toBe(0);
    return (JSON.parse(stdout) as Envelope<ConsistencyReport>).data;
  }

  function expectKnown(data: ConsistencyReport): void {
    const seen = new Set(data.violations.map((each) => `${each.class} ${each.drift ?? ''}`.trim()));
    expect([...seen].sort()).toEqual(differ);
    const cutOff = data.violations.filter((each) => each.class === 'partial-write');
    expect([...new Set(cutOff.map(({ invariant }) => invariant))]).toEqual(written);
    expect(data.drifts.map(({ id }) => id)).toEqual(drifts);
    expect(data.clock).toMatchObject({ utcOffset: 8, offsetFrom: 'data' });
    for (const [id, count] of Object.entries(holds))
      expect([id, data.invariants.find((row) => row.id === id)?.holds]).toEqual([id, count]);
  }

  test.skipIf(dump.missing)('live: no corruption, and every difference is known for what it is', async () => {
    expectKnown(await check('--url', server.url));
  });

  test.skipIf(snapshot.missing)('as a snapshot: the same', async () => {
    expectKnown(await check('--rdb', snapshot.path));
  });
});

/** What a check finds in a dump of the relay, at the time when it was made. */
async function found(path: string, now: string): Promise<ConsistencyReport['violations']> {
  const server = await startRedis();
  try {
    await restoreDump(server.client(), await readDump(path));
    const { stdout, code } = await runMeter(['fix-consistency', '--json', '-q', '--now', now, '--url', server.url]);
    expect(code).toBe(0);
    return (JSON.parse(stdout) as Envelope<ConsistencyReport>).data.violations;
  } finally {
    await server.stop();
  }
}

describe('traffic across midnight', () => {
  const dump = dataFile('crs-cases/midnight.restore.ndjson.gz');

  test.skipIf(dump.missing)('leaves nothing but a known drift', async () => {
    const violations = await found(dump.path, '2026-11-29T10:38:48Z');
    expect([...new Set(violations.map((each) => `${each.invariant} ${each.class} ${each.drift}`))].sort()).toEqual([
      'A7 known-drift D17',
      'A9 known-drift D17',
    ]);
  });
});

describe('requests that were cut off by kill -9', () => {
  const dump = dataFile('crs-cases/after-kill.restore.ndjson.gz');

  test.skipIf(dump.missing)('are told for what they lack, and how many they are', async () => {
    const violations = await found(dump.path, '2026-11-29T10:21:48Z');
    const told = violations.map(({ invariant, class: kind, cause, repair }) => [
      invariant,
      kind,
      cause.split(':')[0],
      repair.kind,
    ]);
    const two = '2 requests have no account statistics';
    const one = '1 request has no account statistics';
    const cost = 'A request whose cost commands were cut off, or a cost key that was edited or imported.';
    expect(told).toEqual([
      ['A7', 'partial-write', two, 'none'],
      ['A8', 'partial-write', two, 'none'],
      ['A9', 'partial-write', one, 'none'],
      ['A9', 'partial-write', one, 'none'],
      ...['C4', 'C5', 'C6'].map((id) => [id, 'partial-write', cost, 'none']),
    ]);
  });
});
