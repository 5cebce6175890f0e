import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TYPE } from '../../src/lib/snapshot/opcodes.js';
import { record, snapshotFile } from '../snapshot/support/file.js';
import { lengthBytes, rawString } from '../snapshot/support/strings.js';
import { auditInside, findingsOf } from '../support/audit.js';
import { BASE, DAY_MS } from '../support/clock.js';

const ID = '99185c0f-1583-475c-b329-5d8d991eb10c';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-rdb-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const auditOf = (...records: readonly Buffer[]) => auditAs('claude-relay-service', snapshotFile(records));

async function auditAs(profile: string, bytes: Buffer) {
  const file = join(folder, 'given.rdb');
  await writeFile(file, bytes);
  return (await auditInside(['--rdb', file, '--profile', profile])).data;
}

const strings = (type: number, name: string, count: number, texts: readonly string[]): Buffer =>
  record(type, name, lengthBytes(count), ...texts.map(rawString));
const hash = (name: string, ...texts: readonly string[]): Buffer => strings(TYPE.hash, name, texts.length / 2, texts);
const set = (name: string, ...texts: readonly string[]): Buffer => strings(TYPE.set, name, texts.length, texts);
const list = (name: string, ...texts: readonly string[]): Buffer => strings(TYPE.list, name, texts.length, texts);

describe('what the report asks of values is answered from the file', () => {
  test('members that were never entities', async () => {
    const dates = ['2026-11-18', '2026-11-19', '2026-11-20'];
    const data = await auditOf(
      ...dates.map((date, index) => set(`usage:daily:index:${date}`, ID, ...(index === 1 ? ['index'] : []))),
    );
    const [ghost, ...more] = findingsOf(data, 'ghost-index-member');
    expect(more).toEqual([]);
    expect(ghost).toMatchObject({ count: 1, family: 'index.usage.daily' });
    expect(ghost!.evidence).toMatch(/^1 of 3 sets /);
  });

  test('limits that have ended with the day', async () => {
    const day = (ago: number): string => new Date(BASE.getTime() - ago * DAY_MS).toISOString().slice(0, 10);
    const usage = (user: string, ago: number, limit?: string): Buffer =>
      hash(`token_usage:${user}:${day(ago)}`, 'total_tokens', '5', ...(limit === undefined ? [] : ['usage_limit', limit]));
    const bytes = snapshotFile([
      usage('kept', 1, '100'),
      usage('kept', 0, '200'),
      usage('odd', 1, 'many'),
      usage('none', 1),
      usage('ended', 1, '100'),
      usage('ended', 0, '0'),
      usage('tenant:7:absent', 1, '100'),
      usage('old', 9, '100'),
    ]);
    expect(findingsOf(await auditAs('aiecs', bytes), 'limit-ended')).toMatchObject([
      { family: 'token-usage', count: 2, fix: 'meter limits copy --profile aiecs' },
    ]);
    // The day may be in the part that is missing, so only what was read has ended.
    const cut = await auditAs('aiecs', bytes.subarray(0, bytes.indexOf('tenant:7:absent') - 2));
    expect(cut.source.partial).toBe('damaged');
    expect(findingsOf(cut, 'limit-ended')).toMatchObject([{ count: 1 }]);
  });

  test.each([
    [-5, '2026-11-20:07', '2026-11-20:06'],
    [0, '2026-11-20:12', '2026-11-20:11'],
    [8, '2026-11-20:20', '2026-11-20:19'],
  ])('the offset, by the first records of a list: %i', async (utcOffset, hour, before) => {
    const at = (timestamp: string): string => JSON.stringify({ timestamp, model: 'claude' });
    const data = await auditOf(
      list(`usage:records:${ID}`, at('2026-11-20T12:30:00.000Z'), at('2026-11-20T11:30:00.000Z')),
      hash(`usage:hourly:${ID}:${hour}`, 'requests', '1'),
      hash(`usage:hourly:${ID}:${before}`, 'requests', '1'),
    );
    expect(data.clock).toMatchObject({ utcOffset, offsetFrom: 'data' });
  });

  test('a field that only a later release writes', async () => {
    const key = (...fields: string[]) => hash(`apikey:${ID}`, 'name', 'one', 'apiKey', 'x', ...fields);
    const plain = await auditOf(key());
    const later = await auditOf(key('weeklyResetDay', '1'));
    expect(plain.profiles[0]!.version).not.toBe('1.1.281');
    expect(later.profiles[0]).toMatchObject({ version: '1.1.281' });
    expect(later.profiles[0]!.evidence.join(' ')).toContain('has weeklyResetDay');
  });
});
