/** A real relay's data on a real Redis: audit, change, audit, and what has changed; and its growth. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DiffData } from '../../src/lib/diff/model.js';
import type { GrowthData } from '../../src/lib/growth/model.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { readDump, restoreDump } from '../support/dump-file.js';
import { runMeter, type MeterResult } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { dataFile } from './data-folder.js';

const CLOCK = ['--now', '2026-11-20T19:45:00Z', '--utc-offset', '8'];
const dump = dataFile('crs-real.restore.ndjson.gz');

describe.skipIf(dump.missing)(dump.title, () => {
  let server: TestServer;
  let folder: string;
  const run = (...args: string[]): Promise<MeterResult> => runMeter(args, { cwd: folder, env: { REDIS_URL: server.url } });

  beforeAll(async () => {
    server = await startRedis();
    folder = await mkdtemp(join(tmpdir(), 'meter-diff-'));
    await restoreDump(server.client(), await readDump(dump.path));
  });
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('what a prune has removed is what two audits differ in', async () => {
    const size = (): Promise<number> => server.client().dbsize();
    await run('audit', ...CLOCK, '--exact', '-o', 'before.json');
    const before = await size();
    const pruned = await run('prune', ...CLOCK, '--hourly', '--confirm', `127.0.0.1:${server.port}/0`);
    expect(pruned.code, pruned.stderr).toBe(0);
    const removed = before - (await size());
    const audited = await run('audit', ...CLOCK, '--exact', '-o', 'after.json');
    expect(audited.code, audited.stderr).toBe(0);
    const { data } = (await run('diff', 'before.json', 'after.json', '--json')).json<Envelope<DiffData>>();
    expect(removed).toBeGreaterThan(8_000);
    expect(data.totals[0]).toMatchObject({ id: 'keys', counts: true });
    // What meter has noted on the server, and keys that expired meanwhile.
    expect(Math.abs(Number(data.totals[0]!.change) + removed)).toBeLessThanOrEqual(5);
    for (const { id, figures } of data.tables[0]!.rows)
      if (id.endsWith('.hourly')) expect(Number(figures[0]!.change)).toBeLessThan(0);
    expect(Number(data.totals[1]!.change)).toBeLessThan(-1e6);
    const back = await run('diff', 'after.json', 'before.json', '--fail-on', 'growth=10%');
    expect(back.code).toBe(3);
  });

  test('one audit shows what is written, and so where keys stay', async () => {
    const { data } = (await run('growth', ...CLOCK, '--json')).json<Envelope<GrowthData>>();
    const daily = data.families.find(({ id }) => id === 'usage.daily')!;
    // 33 to 41 keys a day, for 32 days.
    expect(daily).toMatchObject({ kind: 'periods' });
    expect(daily.perDay!.value).toBeGreaterThan(33);
    expect(daily.perDay!.value).toBeLessThan(41);
    expect(daily.level).toBeCloseTo(daily.perDay!.value * 32);
    expect(daily.keysThen.value).toBeLessThan(1_500);
  });
});
