import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDump, restoreDump, sumMemoryUsage, type DumpedKey } from '../support/dump-file.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { auditJson, bytesOf, codes, type AuditEnvelope } from './audit-json.js';
import { dataFile } from './data-folder.js';

const NOW = ['--now', '2026-11-20T19:45:00Z'];
const dump = dataFile('crs-upgraded.restore.ndjson.gz');

describe.skipIf(dump.missing)(dump.title, () => {
  let server: TestServer;
  let keys: DumpedKey[];
  let memoryUsage: number;
  let audits: AuditEnvelope[];

  beforeAll(async () => {
    server = await startRedis();
    keys = await readDump(dump.path);
    const client = server.client();
    await restoreDump(client, keys);
    memoryUsage = await sumMemoryUsage(
      client,
      keys.map(({ name }) => name),
    );
    audits = [await auditJson(server, ...NOW), await auditJson(server, ...NOW, '--exact')];
    expect(await client.dbsize(), 'no key expired meanwhile').toBe(keys.length);
  });
  afterAll(() => server?.stop());

  const tally = (values: readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
    return counts;
  };

  test('is recognised to the last key, with the types and the missing TTLs of the dump', () => {
    expect(keys).toHaveLength(2_718);
    for (const { data } of audits) {
      expect(data).toMatchObject({ keys: keys.length, unrecognised: { keys: 0, families: 0 } });
      expect(data.families.reduce((sum, family) => sum + family.keys, 0)).toBe(keys.length);
      const types = data.families.flatMap((family) =>
        Object.entries(family.types).flatMap(([type, count]) => Array.from({ length: count }, () => type)),
      );
      expect(tally(types)).toEqual(tally(keys.map(({ type }) => type)));
      expect(data.families.reduce((sum, family) => sum + (family.noTtl ?? Number.NaN), 0)).toBe(
        keys.filter(({ life }) => life < 0).length,
      );
    }
  });

  test('shows the jump from a release before 1.1.263 to the one that it has noted', () => {
    for (const { data } of audits) {
      expect(data.profiles).toMatchObject([{ id: 'claude-relay-service', version: '1.1.314', upgradedFrom: '< 1.1.263' }]);
    }
  });

  test('has the ghost member that the start-up migration left in daily index sets', async () => {
    const client = server.client();
    const ghosts = async (form: RegExp) => {
      const sets = keys.filter(({ name }) => form.test(name));
      return (await Promise.all(sets.map(({ name }) => client.sismember(name, 'index')))).filter((member) => member === 1).length;
    };
    const daily = await ghosts(/^usage:daily:index:/);
    const models = await ghosts(/^usage:model:daily:index:/);
    expect(Math.min(daily, models)).toBeGreaterThan(0);
    for (const { data } of audits) {
      const found = data.findings.filter(({ code }) => code === 'ghost-index-member');
      expect(Object.fromEntries(found.map(({ family, count }) => [family, count]))).toEqual({
        'index.usage.daily': daily,
        'index.model.daily': models,
      });
    }
  });

  test('raises no alarm over TTLs, owners or foreign keys, of which there are none', () => {
    for (const { data } of audits) {
      expect(codes(data)).toEqual([
        'background-scan-load',
        'fine-grained-statistics',
        'ghost-index-member',
        'no-persistence',
        'unbounded-collection',
      ]);
    }
  });

  test('takes what MEMORY USAGE adds up to: every family is small enough to be read in full', () => {
    for (const { data } of audits) expect(bytesOf(data)).toEqual({ bytes: memoryUsage, halfWidth: 0 });
  });
});
