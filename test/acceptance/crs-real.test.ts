import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDump, restoreDump, sumMemoryUsage, type DumpedKey } from '../support/dump-file.js';
import { runMeter } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { strictPage } from '../support/strict-page.js';
import { auditJson, bytesOf, codes, familiesOf, type AuditEnvelope } from './audit-json.js';
import { CENSUS, EXPIRED_SINCE, SPELLED } from './crs-census.js';
import { dataFile } from './data-folder.js';

const NOW = ['--now', '2026-11-20T19:45:00Z'];
const dump = dataFile('crs-real.restore.ndjson.gz');

describe.skipIf(dump.missing)(dump.title, () => {
  let server: TestServer;
  let keys: DumpedKey[];
  let memoryUsage: number;
  let sampled: AuditEnvelope;
  let exact: AuditEnvelope;

  beforeAll(async () => {
    server = await startRedis();
    keys = await readDump(dump.path);
    const client = server.client();
    await restoreDump(client, keys);
    memoryUsage = await sumMemoryUsage(
      client,
      keys.map(({ name }) => name),
    );
    sampled = await auditJson(server, ...NOW, '--show-ids');
    exact = await auditJson(server, ...NOW, '--show-ids', '--exact');
    expect(await client.dbsize(), 'no key expired meanwhile').toBe(keys.length);
  });
  afterAll(() => server?.stop());

  /** The ids in names of this form. */
  const idsIn = (form: RegExp) => new Set(keys.flatMap(({ name }) => form.exec(name)?.[1] ?? []));

  test('holds what the census counted, less what had expired when it was dumped', () => {
    expect(CENSUS.reduce((sum, [, count]) => sum + count, 0)).toBe(19_511);
    expect(keys).toHaveLength(19_511 - Object.values(EXPIRED_SINCE).reduce((sum, count) => sum + count, 0));
  });

  test.each(CENSUS)('%s: %i keys of type %s, %i without TTL', (pattern, count, type, noTtl) => {
    const patterns = SPELLED[pattern] ?? [pattern];
    const left = count - (EXPIRED_SINCE[pattern] ?? 0);
    for (const { data } of [sampled, exact]) {
      const rows = data.families.filter((family) => patterns.includes(family.pattern));
      expect(rows.reduce((sum, row) => sum + row.keys, 0)).toBe(left);
      expect(rows.map((row) => row.pattern).sort()).toEqual(left === 0 ? [] : patterns.toSorted());
      for (const row of rows) expect(row).toMatchObject({ type, profile: 'claude-relay-service', inferred: false });
    }
    const rows = exact.data.families.filter((family) => patterns.includes(family.pattern));
    expect(rows.reduce((sum, row) => sum + (row.noTtl ?? Number.NaN), 0)).toBe(noTtl);
  });

  test('has no family that the census does not know, and nothing unrecognised', () => {
    const known = new Set(CENSUS.flatMap(([pattern]) => SPELLED[pattern] ?? [pattern]));
    for (const { data } of [sampled, exact]) {
      expect(data.families.filter(({ pattern }) => !known.has(pattern))).toEqual([]);
      expect(data).toMatchObject({ keys: keys.length, unrecognised: { keys: 0, families: 0 } });
      expect(data.source).toMatchObject({ kind: 'live', countProven: true, partial: null });
    }
    expect(sampled.data.source.exact).toBe(false);
    expect(exact.data.source.exact).toBe(true);
  });

  test('was written by the release that it has noted, 8 hours ahead of UTC, as the data tell', () => {
    for (const { data } of [sampled, exact]) {
      expect(data.profiles).toMatchObject([{ id: 'claude-relay-service', version: '1.1.314', upgradedFrom: null }]);
      expect(data.clock).toMatchObject({ utcOffset: 8, offsetFrom: 'data' });
    }
  });

  test('has two API keys and one account that are gone and left data', () => {
    const apiKeys = idsIn(/^apikey:([\da-f-]{36})$/);
    const goneKeys = [...idsIn(/^usage:([\da-f-]{36})$/)].filter((id) => !apiKeys.has(id));
    const accounts = idsIn(/account:([\da-f-]{36})$/);
    const goneAccounts = [...idsIn(/^account_usage:([\da-f-]{36})$/)].filter((id) => !accounts.has(id));
    expect([goneKeys.length, goneAccounts.length]).toEqual([2, 1]);
    for (const { data } of [sampled, exact]) {
      const [ofKeys, ofAccounts, ...more] = data.findings.filter(({ code }) => code === 'orphan-owner');
      expect(more).toEqual([]);
      expect([ofKeys?.count, ofAccounts?.count]).toEqual([2, 1]);
      for (const id of goneKeys) expect(ofKeys?.evidence).toContain(id);
      for (const id of goneAccounts) expect(ofAccounts?.evidence).toContain(id);
    }
  });

  test('raises no alarm over TTLs, types, ghosts or foreign keys, of which there are none', () => {
    for (const { data } of [sampled, exact]) {
      expect(familiesOf(data, 'heavy-optional-data')).toEqual(['usage.records']);
      expect(familiesOf(data, 'unbounded-collection')).toEqual(['billing.events']);
      expect(codes(data)).toEqual([
        'background-scan-load',
        'fine-grained-statistics',
        'heavy-optional-data',
        'no-persistence',
        'orphan-owner',
        'secret-in-key-name',
        'unbounded-collection',
      ]);
    }
  });

  test('is a page of less than 200 KB', async () => {
    const { stdout, code } = await runMeter(['audit', '--url', server.url, '--quiet', '--format', 'html', ...NOW]);
    expect(code).toBe(0);
    expect(Buffer.byteLength(stdout)).toBeLessThan(200_000);
    expect(strictPage(stdout).nodes.filter(({ name }) => name === 'h3').length).toBeGreaterThan(5);
  });

  test('takes, read in full, exactly what MEMORY USAGE adds up to', () => {
    expect(bytesOf(exact.data)).toEqual({ bytes: memoryUsage, halfWidth: 0 });
  });

  test('takes, by the sample, what MEMORY USAGE adds up to within the stated interval', () => {
    const { bytes, halfWidth } = bytesOf(sampled.data);
    expect(halfWidth).toBeGreaterThan(0);
    expect(halfWidth / memoryUsage).toBeLessThan(0.05);
    // The interval is a 95 % one: twice its width is missed about once in ten thousand runs.
    expect(Math.abs(bytes - memoryUsage)).toBeLessThan(2 * halfWidth);
  });

  test('has, by the sample, the bytes and the keys without TTL of each family within the stated intervals', () => {
    const truth = new Map(exact.data.families.map((family) => [family.pattern, family]));
    const estimated = sampled.data.families.filter((family) => !family.exact);
    expect(estimated.length).toBeGreaterThan(5);
    const inside = estimated.filter((family) => {
      const { bytes } = truth.get(family.pattern)!;
      return family.bytesLow! <= bytes! && bytes! <= family.bytesHigh!;
    });
    // 95 % of them on average; half of them is far beyond bad luck.
    expect(inside.length).toBeGreaterThan(estimated.length / 2);
    for (const family of estimated) {
      const { bytes, noTtl } = truth.get(family.pattern)!;
      expect(family.noTtlLow).toBeLessThanOrEqual(noTtl!);
      expect(family.noTtlHigh).toBeGreaterThanOrEqual(noTtl!);
      const halfWidth = (family.bytesHigh! - family.bytesLow!) / 2;
      expect(Math.abs(family.bytes! - bytes!), family.pattern).toBeLessThanOrEqual(2 * halfWidth);
    }
  });
});
