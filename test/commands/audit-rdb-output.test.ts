import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TYPE } from '../../src/lib/snapshot/opcodes.js';
import { record, selectDb, snapshotFile, stringRecord } from '../snapshot/support/file.js';
import { lengthBytes, rawString } from '../snapshot/support/strings.js';
import { audit, NOW, auditInside } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { relayFile } from '../support/relay-snapshot.js';
import { assertMatchesSchema } from '../support/schema.js';

const FORMATS = [['text'], ['json'], ['csv'], ['tsv'], ['markdown']];

let folder: string;
let file: string;
/** Identifiers in the names of the relay's keys. */
let ids: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-rdb-'));
  file = join(folder, 'relay.rdb');
  const bytes = relayFile(true);
  await writeFile(file, bytes);
  ids = [...new Set([...bytes.toString('latin1').matchAll(/apikey:([\da-f-]{36})/g)].map(([, id]) => id!))];
  expect(ids.length).toBeGreaterThan(5);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const report = (...flags: string[]) => runMeterInside(['audit', '--rdb', file, '--now', NOW, ...flags]);

describe('--fail-on', () => {
  test('exit 3 when a finding is as severe, and exit 0 when none is', async () => {
    const { code, data } = await auditInside(['--rdb', file, '--fail-on', 'high']);
    expect(code).toBe(3);
    expect(data.findings.map(({ severity }) => severity)).toContain('high');
    const calm = join(folder, 'calm.rdb');
    await writeFile(calm, snapshotFile([stringRecord('session:one', 'x')]));
    expect((await auditInside(['--rdb', calm, '--fail-on', 'high'])).code).toBe(0);
    expect((await auditInside(['--rdb', calm, '--fail-on', 'low'])).code).toBe(3);
  });

  test('damage counts for more', async () => {
    const cut = join(folder, 'cut.rdb');
    await writeFile(cut, (await readFile(file)).subarray(0, -100_000));
    expect((await audit(['--rdb', cut, '--fail-on', 'low'])).code).toBe(6);
  });
});

describe('--limit', () => {
  test.each([1, 100, 3000])('%i keys exactly, and the report says that there are more', async (limit) => {
    const { data, envelope, code } = await auditInside(['--rdb', file, '--limit', String(limit)]);
    expect(code).toBe(0);
    expect(data).toMatchObject({ keys: limit, source: { partial: 'limit', countProven: false } });
    // Who is gone cannot be told from a part.
    expect(data.findings.filter(({ code: found }) => found === 'orphan-owner')).toEqual([]);
    expect(data.notCheckable.flatMap(({ codes }) => codes)).toContain('orphan-owner');
    await assertMatchesSchema('audit', envelope);
  });

  test('the files after it are not opened', async () => {
    const { data, code } = await auditInside(['--rdb', file, '--rdb', join(folder, 'none.rdb'), '--limit', '10']);
    expect({ code, files: data.source.snapshots.length }).toEqual({ code: 0, files: 1 });
  });
});

describe('a filter leaves the owners of keys known', () => {
  test.each([
    [['--pattern', 'usage:*']],
    [['--type', 'zset']],
    [['--type', 'hash']],
    [['--pattern', '*:daily:*', '--type', 'hash']],
  ])('%j: nobody is gone who is there', async (filter) => {
    const gone = async (...flags: string[]) =>
      (await auditInside(['--rdb', file, ...flags])).data.findings
        .filter(({ code }) => code === 'orphan-owner')
        .reduce((sum, { count }) => sum + count, 0);
    expect(await gone()).toBe(2);
    expect(await gone(...filter)).toBeLessThanOrEqual(2);
  });
});

describe('formats', () => {
  test.each(FORMATS)('%s: the same on stdout and in a file, for its owner only', async (format) => {
    const target = join(folder, `report.${format}`);
    const { stdout, code } = await report('--format', format, '--all');
    const written = await report('--format', format, '--all', '-o', target);
    expect({ code, out: written.stdout, exit: written.code }).toEqual({ code: 0, out: '', exit: 0 });
    expect((await stat(target)).mode & 0o777).toBe(0o600);
    const text = await readFile(target, 'utf8');
    expect(text.length).toBeGreaterThan(2000);
    // How long it took differs.
    const untimed = (report: string): string => report.replace(/^.*Spent.*$/m, '');
    if (format !== 'json' && format !== 'text') expect(untimed(text)).toBe(untimed(stdout));
    expect(stdout).toContain('usage:{keyId}');
    expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
  });

  test.each(FORMATS)('%s: no identifier in full, unless asked for', async (format) => {
    const { stdout } = await report('--format', format, '--all');
    expect(ids.filter((id) => stdout.includes(id))).toEqual([]);
    if (format === 'csv' || format === 'tsv') return;
    const { stdout: shown } = await report('--format', format, '--all', '--show-ids');
    expect(ids.filter((id) => shown.includes(id)).length).toBeGreaterThan(0);
  });

  test.each(FORMATS)('%s: no secret that a key name holds, not even when identifiers are shown', async (format) => {
    const token = 'd3adbeef'.repeat(8);
    const name = join(folder, 'secret.rdb');
    const hash = (key: string) => record(TYPE.hash, key, lengthBytes(1), rawString('username'), rawString('x'.repeat(5000)));
    await writeFile(name, snapshotFile([hash(`session:${token}`), hash('apikey:99185c0f-1583-475c-b329-5d8d991eb10c')]));
    const flags = ['--profile', 'claude-relay-service', '--format', format, '--all', '--show-ids'];
    const { stdout, stderr, code } = await runMeterInside(['audit', '--rdb', name, ...flags]);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toContain('session:');
    expect(stdout).not.toContain(token);
  });
});

/** Everything that moves a cursor, colours, reverses or hides; only the line feed is a report's own. */
const HARMFUL = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('hostile names', () => {
  const HOSTILE = ['\u001b[2J\u001b[31mred', '\u001b]0;title\u0007', 'a\r\nb\tc', '\u009b31m', '=1+1', '@SUM(A1)', '|`<b>'].map(
    (name) => Buffer.from(name, 'utf8').toString('latin1'),
  );
  const overrides = ['\u202eright', '\u2028line', '\u200bzero'].map((name) => Buffer.from(name, 'utf8').toString('latin1'));
  const bytes = snapshotFile([
    selectDb(0),
    ...[...HOSTILE, ...overrides].flatMap((name) => [
      stringRecord(name, 'x'),
      stringRecord(`${name}:${name}`, 'x'.repeat(3000)),
      ...Array.from({ length: 20 }, (_, index) => stringRecord(`${name}:${index}`, 'x')),
    ]),
  ]);

  test.each(FORMATS)('%s: no control character of a key', async (format) => {
    const name = join(folder, 'keys.rdb');
    await writeFile(name, bytes);
    for (const flags of [[], ['--all', '--show-ids']]) {
      const { stdout, stderr, code } = await runMeterInside(['audit', '--rdb', name, '--format', format, ...flags]);
      expect(code).toBe(0);
      expect(stdout.length).toBeGreaterThan(300);
      expect(HARMFUL.exec(stdout + stderr)).toBeNull();
    }
  });

  test.each(FORMATS)('%s: nor of a file, sound, damaged or missing', async (format) => {
    const evil = '\u001b[31mevil\u202e\r\nname|`.rdb';
    await writeFile(join(folder, evil), bytes);
    await writeFile(join(folder, `cut${evil}`), bytes.subarray(0, -200));
    await writeFile(join(folder, `text${evil}`), 'text');
    await writeFile(join(folder, `more${evil}`), Buffer.concat([bytes, Buffer.alloc(9)]));
    const runs = [
      ['--rdb', evil],
      ['--rdb', `cut${evil}`],
      ['--rdb', `more${evil}`, '--rdb', evil],
      ['--rdb', `text${evil}`],
      ['--rdb', `none${evil}`],
      ['--rdb', evil, '--rdb', evil],
      ['--rdb', `${evil}/below`],
    ];
    const results = await Promise.all(
      runs.map((args) => runMeterInside(['audit', ...args, '--format', format], { cwd: folder })),
    );
    expect(results.map(({ code }) => code)).toEqual([0, 6, 0, 1, 2, 2, 2]);
    for (const { stdout, stderr } of results) {
      expect((stdout + stderr).length).toBeGreaterThan(20);
      expect(HARMFUL.exec(stdout + stderr)).toBeNull();
    }
  });

  test('a file name cannot end a sentence of markdown or open a cell', async () => {
    const name = 'a | b <b> `c`.rdb';
    await writeFile(join(folder, name), bytes);
    const { stdout } = await runMeterInside(['audit', '--rdb', name, '--format', 'markdown'], { cwd: folder });
    expect(stdout.split('\n')[0]).not.toMatch(/(?<!\\)[|<`]/);
  });
});

describe('the report never replaces what it is made from', () => {
  test.each([
    ['the snapshot', async () => file],
    ['a symbolic link to it', async () => linkTo(file, 'link.rdb')],
  ])('%s', async (_, target) => {
    const before = await readFile(file);
    const { code, stderr } = await report('-o', await target());
    expect(code).toBe(2);
    expect(stderr).toContain('which is to be read');
    expect((await readFile(file)).equals(before)).toBe(true);
  });
});

async function linkTo(target: string, name: string): Promise<string> {
  const link = join(folder, name);
  await symlink(target, link);
  return link;
}
