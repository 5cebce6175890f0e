import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest, Problem } from '../../src/lib/demo/manifest.js';
import { familyOf, findingsOf, keysOf, loadRelay, NOW, type AuditRun, auditInside } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

let server: TestServer;
let manifest: Manifest;
let sampled: AuditRun;
let exact: AuditRun;

beforeAll(async () => {
  server = await startRedis();
  manifest = await loadRelay(server.port, true);
  [sampled, exact] = await Promise.all([auditInside(['-u', server.url]), auditInside(['-u', server.url, '--exact'])]);
}, 60_000);
afterAll(() => server.stop());

const planted = (problem: Problem): string[] => manifest.planted.find((each) => each.problem === problem)?.keys ?? [];

describe('what is counted', () => {
  test('each family has the keys that were made, no more, no fewer', () => {
    const truth = Object.fromEntries(manifest.families.map(({ pattern, keys }) => [pattern, keys]));
    for (const { data, code } of [sampled, exact]) {
      expect(code).toBe(0);
      expect(Object.fromEntries(data.families.map(({ pattern, keys }) => [pattern, keys]))).toEqual(truth);
      expect(data.keys).toBe(keysOf(manifest));
      expect(data.source).toMatchObject({ kind: 'live', countProven: true, partial: null });
      expect(data.vanished).toBe(0);
    }
  });

  test('types and keys without TTL, of every key', () => {
    const truth = Object.fromEntries(
      manifest.families.map(({ pattern, type, keys, withTtl }) => [pattern, { type, keys, noTtl: keys - withTtl }]),
    );
    const rows = exact.data.families.map(({ pattern, types, noTtl, sampled: read }) => {
      const [[type, keys] = ['none', 0], ...others] = Object.entries(types);
      expect({ pattern, others, read }).toEqual({ pattern, others: [], read: keys });
      return [pattern, { type, keys, noTtl }];
    });
    expect(Object.fromEntries(rows)).toEqual(truth);
    expect(exact.data.source.exact).toBe(true);
  });

  test('the sample agrees with the whole', () => {
    expect(sampled.data.source.exact).toBe(false);
    const large = sampled.data.families.filter((family) => !family.exact);
    expect(large.length).toBeGreaterThan(5);
    for (const { pattern, bytes, bytesLow, bytesHigh, noTtlLow, noTtlHigh } of large) {
      const truth = familyOf(exact.data, pattern);
      expect(bytesLow, pattern).toBeLessThanOrEqual(bytes ?? -1);
      expect(bytesHigh, pattern).toBeGreaterThanOrEqual(bytes ?? Infinity);
      expect((bytes ?? 0) / (truth.bytes ?? 0), pattern).toBeCloseTo(1, 1);
      expect(truth.noTtl, pattern).toBeGreaterThanOrEqual(noTtlLow ?? Infinity);
      expect(truth.noTtl, pattern).toBeLessThanOrEqual(noTtlHigh ?? -Infinity);
    }
    const total = ({ data }: AuditRun): number => data.families.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
    expect(total(sampled) / total(exact)).toBeCloseTo(1, 2);
  });

  test('sums say whether they are of every key, and what each value holds is near the truth', () => {
    for (const [{ data }, whole] of [
      [sampled, false],
      [exact, true],
    ] as const) {
      for (const [grain, group] of Object.entries(data.byGrain)) {
        const members = data.families.filter((family) => family.grain === grain);
        expect([grain, group.exact]).toEqual([grain, members.every((family) => family.exact)]);
      }
      expect(Object.values(data.byGrain).every((group) => group.exact)).toBe(whole);
      expect(data.dimensions.flatMap(({ top }) => top).every(({ bytesHow }) => bytesHow === 'counted')).toBe(whole);
    }
    for (const { dimension, top } of exact.data.dimensions) {
      const guessed = new Map(
        sampled.data.dimensions.find((each) => each.dimension === dimension)!.top.map((row) => [row.value, row]),
      );
      for (const { value, bytes, keys } of top) {
        const row = guessed.get(value);
        if (!row) continue;
        expect([value, row.keys]).toEqual([value, keys]);
        expect(Math.abs((row.bytes ?? 0) / (bytes ?? 0) - 1), value).toBeLessThan(0.15);
      }
    }
    expect(exact.envelope.warnings.join(' ')).toContain('MEMORY USAGE tells from 5 of its elements');
    expect(sampled.envelope.warnings.join(' ')).not.toContain('5 of its elements');
  });

  test('groups add up to the whole', () => {
    const { byGrain, byClass, keys, unrecognised, families } = exact.data;
    for (const groups of [byGrain, byClass]) {
      const rows = Object.values(groups);
      expect(rows.reduce((sum, group) => sum + group.keys, 0)).toBe(keys);
      expect(rows.reduce((sum, group) => sum + (group.bytes ?? 0), 0)).toBe(
        families.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
      );
    }
    expect(unrecognised.keys).toBe(planted('unknown-keys').length);
  });

  test('the parts of the memory add up to used_memory', () => {
    const { usedMemory, parts } = exact.data.memory;
    expect(usedMemory).toBeGreaterThan(1_000_000);
    expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(usedMemory);
  });

  test('application and offset are found in the data', () => {
    expect(sampled.data.profiles.map(({ name }) => name)).toEqual(['claude-relay-service']);
    expect(sampled.data.clock).toMatchObject({ now: NOW, utcOffset: 8, offsetFrom: 'data' });
  });
});

describe('each planted fault is found', () => {
  test('counters without TTL, family by family', () => {
    const leaking = planted('counter-without-ttl').map((key) => key.replace(/[^:]+$/, '{keyId}'));
    const told = findingsOf(sampled.data, 'counter-without-ttl').map(({ title }) => title.split(' ')[0]);
    expect(new Set(told)).toEqual(new Set(leaking));
    expect(told).toHaveLength(leaking.length);
  });

  test.each([
    ['API key', 'orphan-owner'],
    ['account', 'deleted-account'],
  ] as const)('what a deleted %s left, and how many keys', (owner, problem) => {
    const found = findingsOf(sampled.data, 'orphan-owner').filter(({ title }) => title.includes(`${owner}s`));
    expect(found).toMatchObject([{ count: 1, severity: 'medium' }]);
    expect(found[0]?.evidence).toContain(`with ${planted(problem).length} keys`);
  });

  test('ghost members', () => {
    const found = findingsOf(sampled.data, 'ghost-index-member');
    expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(planted('ghost-member').length);
  });

  test('statistics about to be lost', () => {
    expect(findingsOf(sampled.data, 'one-day-ttl')).toMatchObject([
      { family: 'usage.daily', count: planted('one-day-ttl').length, severity: 'high' },
    ]);
  });

  test('a stream that keeps growing, and keys that nobody knows', () => {
    expect(findingsOf(sampled.data, 'unbounded-collection')).toMatchObject([{ family: 'billing.events' }]);
    expect(findingsOf(sampled.data, 'unrecognised-keys')).toMatchObject([{ count: planted('unknown-keys').length }]);
  });

  test('and nothing of it where nothing was planted', async () => {
    const healthy = await startRedis();
    try {
      await loadRelay(healthy.port);
      const { data } = await auditInside(['-u', healthy.url]);
      const codes = new Set(data.findings.map(({ code }) => code));
      for (const code of [
        'counter-without-ttl',
        'imported-without-ttl',
        'orphan-owner',
        'ghost-index-member',
        'one-day-ttl',
        'unbounded-collection',
        'unrecognised-keys',
        'wrong-type',
      ]) {
        expect(codes, code).not.toContain(code);
      }
    } finally {
      await healthy.stop();
    }
  });
});

describe('each format', () => {
  test('JSON matches the published schema', async () => {
    for (const { envelope } of [sampled, exact]) await assertMatchesSchema('audit', envelope);
    const { stdout } = await runMeterInside(['audit', '-u', server.url, '--format', 'json', '--now', NOW]);
    await assertMatchesSchema('audit', JSON.parse(stdout));
  });

  test('the table names families, findings and what it cost, and nothing is said on stderr', async () => {
    const { stdout, stderr, code } = await runMeterInside(['audit', '-u', server.url, '--all', '--now', NOW], {
      env: { COLUMNS: '160' },
    });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    for (const { pattern } of manifest.families) expect(stdout).toContain(pattern);
    // The server looks at other members of sets each time, which moves shares by a little.
    const words = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\d.]+ %/g, '# %');
    for (const { title } of sampled.data.findings) expect(words(stdout)).toContain(words(title));
    expect(stdout).toMatch(/Spent +[\d,]+ commands in [\d,]+ round trips/);
  });

  test('CSV has one row a family', async () => {
    const { stdout, code } = await runMeterInside(['audit', '-u', server.url, '--format', 'csv', '--now', NOW]);
    const [head = '', ...rows] = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(head.split(',').slice(0, 5)).toEqual(['profile', 'id', 'pattern', 'type', 'keys']);
    expect(rows).toHaveLength(manifest.families.length);
    const daily = manifest.families.find(({ pattern }) => pattern === 'usage:daily:{keyId}:{date}');
    expect(rows).toContainEqual(
      expect.stringContaining(`claude-relay-service,usage.daily,usage:daily:{keyId}:{date},hash,${daily?.keys},`),
    );
  });

  test('Markdown has the families and the findings', async () => {
    const { stdout, code } = await runMeterInside(['audit', '-u', server.url, '--format', 'markdown', '--now', NOW]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# /m);
    expect(stdout).toMatch(/^\|.*billing:events.*\|$/m);
    expect(stdout).toContain('one-day-ttl');
  });

  test('identifiers are shown in full only when asked, secrets never', async () => {
    const [keyId] = /[0-9a-f-]{36}/.exec(planted('orphan-owner')[0] ?? '') ?? [''];
    const token = String((await server.client().keys('session:*')).find((key) => /[0-9a-f]{64}/.test(key))).slice(
      'session:'.length,
    );
    expect(sampled.stdout).not.toContain(keyId);
    const shown = await auditInside(['-u', server.url, '--show-ids', '--exact']);
    expect(shown.stdout).toContain(keyId);
    expect(shown.stdout).not.toContain(token);
  });
});
