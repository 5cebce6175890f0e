import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { relayEntries } from '../../src/lib/demo/relay.js';
import { relaySnapshot } from '../../src/lib/demo/relay-snapshot.js';
import { BASE, BASE_ISO, DAY_MS } from '../support/clock.js';
import { familyOf } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { assertMatchesSchema } from '../support/schema.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';

const OPTIONS = { seed: 9, now: BASE, problems: true };

let folder: string;
let file: string;
/** Keys of each family by what is left of their lives, in ms. */
const lives = new Map<string, (number | null)[]>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-rdb-'));
  file = join(folder, 'relay.rdb');
  await writeFile(file, Buffer.concat([...relaySnapshot(OPTIONS)]));
  for (const { pattern, ttl } of relayEntries(OPTIONS)) lives.set(pattern, [...(lives.get(pattern) ?? []), ttl]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (ms: number): string => new Date(BASE.getTime() + ms).toISOString();
const isPast = (life: number | null, ms: number): boolean => life !== null && life <= ms;

async function auditAt(ms: number, ...flags: string[]): Promise<AuditReport> {
  const { code, ...result } = await runMeterInside(['audit', '--rdb', file, '--now', at(ms), '--json', ...flags]);
  expect(code).toBe(0);
  const envelope = result.json<Envelope<AuditReport>>();
  await assertMatchesSchema('audit', envelope);
  return envelope.data;
}

const count = (of: (life: number | null) => boolean): number => [...lives.values()].flat().filter(of).length;

describe('keys whose TTL has run out by --now', () => {
  test.each([
    ['as soon as saved', 0],
    ['a day later', DAY_MS],
    ['forty days later', 40 * DAY_MS],
    ['years later', 2000 * DAY_MS],
  ])('%s: counted apart, family by family', async (_, ms) => {
    const data = await auditAt(ms);
    const gone = count((life) => isPast(life, ms));
    expect(data.expired.keys).toBe(gone);
    expect(data.keys).toBe(count((life) => !isPast(life, ms)));
    expect(data.source).toMatchObject({ countProven: true, partial: null, snapshots: [{ keys: data.keys + gone }] });
    expect(data.families.reduce((sum, { keys }) => sum + keys, 0)).toBe(data.keys);
    expect(data.databases).toMatchObject([{ db: 0, keys: data.keys, scanned: data.keys }]);
    for (const { pattern, keys } of data.expired.families) {
      if (pattern !== null) expect(keys, pattern).toBe(lives.get(pattern)!.filter((life) => isPast(life, ms)).length);
    }
    const counts = data.expired.families.map(({ keys }) => keys);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(counts.reduce((sum, keys) => sum + keys, 0)).toBe(gone);
  });

  test('what is left is judged without them', async () => {
    const [before, after] = [await auditAt(0), await auditAt(40 * DAY_MS)];
    const pattern = 'usage:{keyId}:model:hourly:{model}:{hour}';
    expect(familyOf(before, pattern).keys).toBeGreaterThan(100);
    expect(after.families.map((family) => family.pattern)).not.toContain(pattern);
    expect(after.expired.families.find((family) => family.pattern === pattern)?.keys).toBe(familyOf(before, pattern).keys);
    for (const { pattern: left, ttlSeconds } of after.families) {
      if (ttlSeconds) expect(ttlSeconds.min, left).toBeGreaterThan(0);
    }
  });

  test('a filter holds for them too', async () => {
    const data = await auditAt(40 * DAY_MS, '--pattern', 'usage:daily:*', '--type', 'hash', '--profile', 'claude-relay-service');
    expect(data.expired.families.map(({ pattern }) => pattern)).toEqual(['usage:daily:{keyId}:{date}']);
  });

  test.each(['text', 'markdown'])('the report says so: %s', async (format) => {
    const gone = count((life) => isPast(life, 40 * DAY_MS));
    const { stdout } = await runMeterInside(['audit', '--rdb', file, '--now', at(40 * DAY_MS), '--format', format]);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(new RegExp(`${gone.toLocaleString('en-US')} more keys have expired`));
    const { stdout: none } = await runMeterInside([
      'audit',
      '--rdb',
      file,
      '--now',
      at(0),
      '--pattern',
      'apikey:*',
      '--format',
      format,
    ]);
    expect(none).not.toContain('expired');
  });
});

test('a time at which most had expired, and one before the snapshot was made, are said', async () => {
  const warningsAt = async (ms: number): Promise<string> => {
    const result = await runMeterInside(['audit', '--rdb', file, '--now', at(ms), '--json']);
    return result.json<Envelope<AuditReport>>().warnings.join();
  };
  expect(await warningsAt(20 * DAY_MS)).toContain(`--now ${BASE_ISO}`);
  expect(await warningsAt(-DAY_MS)).toContain(`made at ${BASE_ISO}, later than the time`);
  expect(await warningsAt(0)).not.toContain(BASE_ISO);
});
