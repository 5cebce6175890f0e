import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { readDump, restoreDump } from '../support/dump-file.js';
import { runMeter } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { contentsOf, type HeldValue } from '../support/server-contents.js';
import { dataFile } from './data-folder.js';

const CLOCK = ['--now', '2026-11-20T19:45:00Z', '--utc-offset', '8'];
/** The hour in which the data were taken: 03:45 of 21 November by the relay's clock. */
const OPEN = '2026-11-21:03';
/** The five hours before are read for the session window of accounts, and kept by model as well. */
const SESSION_OPEN = '2026-11-20:22';
const dump = dataFile('crs-real.restore.ndjson.gz');

/** The hourly families, data and indexes alike, as the application names them. */
const HOURLY = [
  /^usage:hourly:(?:index:|[^:]+:)(2026-\d\d-\d\d:\d\d)$/,
  /^usage:model:hourly:.+:(2026-\d\d-\d\d:\d\d)$/,
  /^usage:keymodel:hourly:index:(2026-\d\d-\d\d:\d\d)$/,
  /^usage:[^:]+:model:hourly:.+:(2026-\d\d-\d\d:\d\d)$/,
  /^usage:cost:hourly:[^:]+:(2026-\d\d-\d\d:\d\d)$/,
  /^account_usage:(?:model:)?hourly:.+:(2026-\d\d-\d\d:\d\d)$/,
];
const hourOf = (name: string): string | null => HOURLY.flatMap((pattern) => pattern.exec(name)?.[1] ?? [])[0] ?? null;
const isClosed = (name: string): boolean => {
  const hour = hourOf(name);
  return hour !== null && hour < (name.startsWith('account_usage:') ? SESSION_OPEN : OPEN);
};

const nameOf = ({ port }: TestServer): string => `127.0.0.1:${port}/0`;

describe.skipIf(dump.missing)(dump.title, () => {
  let server: TestServer;
  let folder: string;
  let before: Map<string, HeldValue>;
  let data: ChangeReport;

  beforeAll(async () => {
    server = await startRedis();
    folder = await mkdtemp(join(tmpdir(), 'meter-prune-'));
    await restoreDump(server.client(), await readDump(dump.path));
    before = await contentsOf(server.client());
    const args = ['prune', '-u', server.url, ...CLOCK, '--hourly', '--confirm', nameOf(server), '--json'];
    const result = await runMeter(args, { cwd: folder });
    expect(result.code, result.stdout).toBe(0);
    ({ data } = result.json<Envelope<ChangeReport>>());
  });
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('prune --hourly takes exactly the closed hours, and every other key is as it was', async () => {
    const after = await contentsOf(server.client());
    const hourly = [...before.keys()].filter(isClosed);
    expect(hourly.length).toBeGreaterThan(1_000);
    expect([...before.keys()].filter((name) => !after.has(name)).toSorted()).toEqual(hourly.toSorted());
    for (const [name, value] of after) if (before.has(name)) expect(value, name).toEqual(before.get(name));
    const markers = hourly.filter((name) => name.includes(':index:')).map((name) => `${name}:empty`);
    const made = [...after.keys()].filter((name) => !before.has(name)).toSorted();
    expect(made).toEqual([...markers, 'meter:state'].toSorted());
    expect(data).toMatchObject({ skipped: { gone: 0, changed: 0, protected: 0 }, receipt: { complete: true } });
    expect(data.changed).toBe(hourly.length - markers.length);
  });

  test('restoring brings all of it back, lives within a second', async () => {
    const result = await runMeter(['restore', data.archive!, '-u', server.url, '--confirm', nameOf(server), '--json'], {
      cwd: folder,
    });
    expect(result.code, result.stdout).toBe(0);
    const back = await contentsOf(server.client());
    // The notes that keep a restore from being done twice end by themselves.
    expect([...back.keys()].filter((name) => !name.startsWith('meter:')).toSorted()).toEqual([...before.keys()].toSorted());
    for (const [name, { expires, ...value }] of before) {
      expect(back.get(name), name).toMatchObject(value);
      expect(Math.abs(back.get(name)!.expires - expires), name).toBeLessThan(1_000);
    }
  });
});
