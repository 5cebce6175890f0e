import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMeter } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { sharedParts, totalBytes } from '../support/report-parts.js';
import { assertMatchesSchema } from '../support/schema.js';
import { auditJson, type AuditEnvelope } from './audit-json.js';
import { dataFile } from './data-folder.js';
import { goodFiles, readTruth, snapshots } from './rdb-files.js';

/** Share by which the sum of the estimated sizes may be off. */
const BYTES_OFF = 0.03;

async function auditFile(path: string, ...flags: string[]): Promise<{ envelope: AuditEnvelope; exit: number | null }> {
  const result = await runMeter(['audit', '--rdb', path, '--json', '--quiet', ...flags]);
  expect(result.stderr).toBe('');
  return { envelope: result.json<AuditEnvelope>(), exit: result.code };
}

describe.skipIf(snapshots.missing)(snapshots.title, () => {
  const NOW = '2026-11-20T19:45:00Z';

  test.each(goodFiles())('%s: every key that has not expired', async (name) => {
    const truth = readTruth(name);
    const { envelope, exit } = await auditFile(join(snapshots.path, `${name}.rdb`), '--db', 'all', '--now', NOW);
    expect(exit).toBe(0);
    await assertMatchesSchema('audit', envelope);
    const { data } = envelope;
    const expired = truth.keys.filter(({ expireAtMs }) => expireAtMs !== null && expireAtMs <= Date.parse(NOW));
    expect(data).toMatchObject({ keys: truth.keys.length - expired.length, expired: { keys: expired.length } });
    expect(data.source).toMatchObject({
      countProven: true,
      partial: null,
      exact: true,
      snapshots: [{ keys: truth.keys.length }],
    });
    const left = truth.keys.filter((key) => !expired.includes(key));
    const dbs = [...new Set(left.map(({ db }) => db))].toSorted((a, b) => a - b);
    const rows = dbs.map((db) => {
      const own = left.filter((key) => key.db === db);
      const withTtl = own.filter(({ expireAtMs }) => expireAtMs !== null).length;
      return { db, keys: own.length, withTtl, scanned: own.length };
    });
    expect(data.databases).toEqual(rows);
    expect(data.families.reduce((sum, { keys }) => sum + keys, 0)).toBe(left.length);
  });
});

interface Damage {
  file: string;
  completeKeysBefore: number;
}

const corrupt = join(snapshots.path, 'corrupt');
const damages: Damage[] = existsSync(corrupt)
  ? (JSON.parse(readFileSync(join(corrupt, 'expected.json'), 'utf8')) as Damage[])
  : [];

/** Read to their ends: with a warning, or in doubt. */
const READABLE: Record<string, number> = {
  'trailing-bytes.rdb': 0,
  'early-eof.rdb': 0,
  'flipped-byte.rdb': 6,
  'future-version.rdb': 6,
  'future-version-valkey.rdb': 6,
};
/** As it was before it was compressed. */
const GZIPPED = { file: 'gzipped.rdb', keys: 102 };

describe.skipIf(snapshots.missing)(corrupt, () => {
  test.each(damages)('$file', async ({ file, completeKeysBefore }) => {
    const { envelope, exit } = await auditFile(join(corrupt, file), '--db', 'all', '--now', '2026-11-01');
    if (file === GZIPPED.file) {
      expect(exit).toBe(0);
      expect(envelope.data.source.snapshots[0]).toMatchObject({ keys: GZIPPED.keys, checksum: 'ok', problem: null });
      return;
    }
    if (completeKeysBefore === 0) {
      expect(exit).toBe(1);
      await assertMatchesSchema('error', envelope);
      return;
    }
    await assertMatchesSchema('audit', envelope);
    const { data, warnings } = envelope;
    expect(data.source.snapshots[0]!.keys).toBe(completeKeysBefore);
    expect(data.keys + data.expired.keys).toBe(completeKeysBefore);
    const readable = READABLE[file];
    expect(exit).toBe(readable ?? 6);
    expect(data.source.partial).toBe(readable === undefined ? 'damaged' : null);
    expect(data.source.countProven).toBe(readable === 0);
    if (readable === 0) expect(warnings.join(' ')).toContain('after the end of the snapshot');
  });
});

describe.each(['crs-real.rdb', 'crs-upgraded.rdb'])('%s', (name) => {
  const file = dataFile(name);

  describe.skipIf(file.missing)(file.title, () => {
    let folder: string;
    let server: TestServer;
    let live: AuditEnvelope['data'];
    let snapshot: AuditEnvelope['data'];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'meter-rdb-'));
      await copyFile(file.path, join(folder, name));
      // A server drops what has expired when it loads a file, by its own clock.
      server = await startRedis(['--dir', folder, '--dbfilename', name]);
      const [seconds] = await server.client().time();
      const now = new Date(Number(seconds) * 1_000).toISOString();
      ({ data: live } = await auditJson(server, '--exact', '--now', now));
      const audited = await auditFile(file.path, '--now', now);
      expect(audited.exit).toBe(0);
      await assertMatchesSchema('audit', audited.envelope);
      snapshot = audited.envelope.data;
    });
    afterAll(async () => {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    test('tells what a server tells that has loaded it', () => {
      expect(snapshot.keys).toBeGreaterThan(0);
      expect(snapshot.source.snapshots[0]!.keys).toBe(snapshot.keys + snapshot.expired.keys);
      expect(sharedParts(snapshot)).toEqual(sharedParts(live));
    });

    test('takes what that server says', () => {
      const ratio = totalBytes(snapshot) / totalBytes(live);
      process.stderr.write(`${name}: estimated ${totalBytes(snapshot)} of ${totalBytes(live)} bytes, ${ratio.toFixed(4)}\n`);
      expect(Math.abs(ratio - 1)).toBeLessThan(BYTES_OFF);
    });
  });
});
