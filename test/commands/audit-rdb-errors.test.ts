import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NEWEST } from '../../src/lib/snapshot/opcodes.js';
import { aux, expireAt, selectDb, snapshotFile, stringRecord } from '../snapshot/support/file.js';
import { CLOSED_PORT } from '../support/closed-port.js';
import { auditInside } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { assertMatchesSchema } from '../support/schema.js';

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

const KEYS = 200;
const records = [
  aux('redis-ver', '7.0.15'),
  selectDb(0),
  ...Array.from({ length: KEYS }, (_, index) => stringRecord(`thing:${index}`, String(index).repeat(9))),
];
const sound = snapshotFile(records);
/** Before the first key. */
const HEAD = 12;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-rdb-'));
  await mkdir(join(folder, 'folder'));
  await writeFile(join(folder, 'sound.rdb'), sound);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function given(content: Buffer | string): Promise<string> {
  await writeFile(join(folder, 'given.rdb'), content);
  return 'given.rdb';
}

/** Codes of which it was seen that they are told in words as they are told in JSON: both come from one error. */
const seenInWords = new Set<string>();

/** One sentence and the next step, in an envelope that keeps to its schema. */
async function failure(args: readonly string[], options: { env?: Record<string, string> } = {}) {
  const asJson = await runMeterInside(['audit', ...args, '--json'], { cwd: folder, ...options });
  expect(asJson.stderr).toBe('');
  const { error } = asJson.json<{ error: { code: string; message: string; suggestions: string[] } }>();
  await assertMatchesSchema('error', asJson.json());
  const told = `meter: ${[error.message, ...error.suggestions].join('\n  ')}\n`;
  expect(told).toMatch(/^meter: [^\n]+\.\n(?: {2}[^\n]+\n)+$/);
  if (!seenInWords.has(error.code)) {
    const said = await runMeterInside(['audit', ...args], { cwd: folder, ...options });
    expect(said).toMatchObject({ code: asJson.code, stdout: '', stderr: told });
    seenInWords.add(error.code);
  }
  return { ...error, exit: asJson.code };
}

describe('that cannot be opened: exit 2', () => {
  test.each([
    ['that is not there', 'none.rdb', 'Cannot read none.rdb: there is no such file.'],
    ['that is a folder', 'folder', 'Cannot read folder: it is a directory.'],
    ['below a file', 'sound.rdb/more', 'Cannot read sound.rdb/more: '],
  ])('a file %s', async (_, name, message) => {
    const { exit, code, message: told } = await failure(['--rdb', name]);
    expect({ exit, code }).toEqual({ exit: 2, code: 'snapshot-unreadable' });
    expect(told).toContain(message);
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    await writeFile(join(folder, 'locked.rdb'), sound);
    await chmod(join(folder, 'locked.rdb'), 0);
    const { exit, message } = await failure(['--rdb', 'locked.rdb']);
    expect({ exit, message }).toEqual({ exit: 2, message: 'Cannot read locked.rdb: permission denied.' });
  });
});

describe('of which nothing can be read: exit 1', () => {
  test.each([
    ['an empty file', '', 'the file is empty', 'Copy the file again'],
    ['some text', 'Dear reader, this is no snapshot.', 'it is not a snapshot', 'redis-cli --rdb'],
    ['an append-only file', '*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n', 'an append-only file', 'redis-cli --rdb'],
    ['a version that is no number', 'REDIS00xx', 'is not a number', 'redis-cli --rdb'],
    ['a file that is cut off in its version', 'REDIS00', 'the file ends at byte 7', 'Copy the file again'],
    [
      'a file that is cut off before its first key',
      sound.subarray(0, HEAD),
      `the file ends at byte ${HEAD}`,
      'Copy the file again',
    ],
    ['a compressed text', gzipSync('Dear reader'), 'it is not a snapshot', 'redis-cli --rdb'],
    [
      'the beginning of a compressed file',
      gzipSync(sound).subarray(0, 11),
      'compressed file is damaged or cut off',
      'Copy the file again',
    ],
  ])('%s', async (_, content, message, next) => {
    const { exit, code, message: told, suggestions } = await failure(['--rdb', await given(content)]);
    expect({ exit, code }).toEqual({ exit: 1, code: 'not-a-snapshot' });
    expect(told).toContain('given.rdb cannot be read as a snapshot: ');
    expect(told).toContain(message);
    expect(suggestions.join(' ')).toContain(next);
  });

  test('standard input that is empty', async () => {
    const { exit, message } = await failure(['--rdb', '-']);
    expect({ exit, message }).toEqual({ exit: 1, message: 'standard input cannot be read as a snapshot: the file is empty.' });
  });
});

describe('damaged after its first key: a partial report, exit 6', () => {
  const cut = 1000;
  test.each([
    ['cut off', sound.subarray(0, cut), 'truncated', cut],
    ['cut off before its end', sound.subarray(0, -9), 'truncated', sound.length - 9],
    ['cut off in its checksum', sound.subarray(0, -3), 'truncated', sound.length - 3],
    ['of an unknown type', snapshotFile([...records, Buffer.of(110), Buffer.from('\x01kv')]), 'unknown-type', sound.length - 9],
  ])('%s: the byte is told', async (_, content, code, offset) => {
    const name = await given(content);
    const { data, envelope, code: exit } = await auditInside(['--rdb', name], { cwd: folder });
    expect(exit).toBe(6);
    await assertMatchesSchema('audit', envelope);
    expect(data.source).toMatchObject({ partial: 'damaged', countProven: false, exact: false });
    const [{ problem, checksum, keys }] = data.source.snapshots as [(typeof data.source.snapshots)[0]];
    expect({ keys, checksum }).toEqual({ keys: data.keys, checksum: 'unread' });
    expect(problem).toMatchObject({ code, offset });
    expect(problem!.message).toContain(String(offset));
    expect(data.source.countNote).toContain(problem!.message);
    expect(data.keys).toBeGreaterThan(20);
    expect(data.keys).toBeLessThanOrEqual(KEYS);
    expect(data.notCheckable.flatMap(({ codes }) => codes)).toContain('orphan-owner');
    const { stdout, code: same } = await runMeterInside(['audit', '--rdb', name], { cwd: folder });
    expect(same).toBe(6);
    expect(stdout).toContain('PARTIAL');
    expect(stdout.replace(/\s+/g, ' ')).toContain(problem!.message);
  });

  test('compressed, and cut off: so far as it could be expanded', async () => {
    const noise = Array.from({ length: 3000 }, (_, index) => stringRecord(`thing:${index}`, Math.sin(index).toString(36)));
    const whole = gzipSync(snapshotFile(noise));
    for (const input of [whole.subarray(0, whole.length / 2), whole.subarray(0, -8)]) {
      const name = await given(input);
      for (const source of [auditInside(['--rdb', name], { cwd: folder }), auditInside(['--rdb', '-'], { input })]) {
        const { data, code } = await source;
        expect(code).toBe(6);
        expect(data.source).toMatchObject({ partial: 'damaged', countProven: false });
        const [{ problem, bytes }] = data.source.snapshots as [(typeof data.source.snapshots)[0]];
        expect(problem).toMatchObject({ code: 'truncated', offset: bytes });
        expect(problem!.message).toContain(`after ${bytes} expanded bytes`);
        expect(data.keys).toBeGreaterThan(500);
        expect(data.keys).toBeLessThanOrEqual(3000);
      }
    }
  });

  test('one of several: the others are read all the same', async () => {
    const name = await given(sound.subarray(0, cut));
    const other = join(folder, 'other.rdb');
    await writeFile(other, snapshotFile([stringRecord('other:1', 'x')]));
    const { data, code } = await auditInside(['--rdb', name, '--rdb', other], { cwd: folder });
    expect(code).toBe(6);
    expect(data.source.snapshots.map(({ problem }) => problem?.code ?? null)).toEqual(['truncated', null]);
    expect(data.keys).toBe(data.source.snapshots[0]!.keys + 1);
  });
});

describe('read to its end, but in doubt', () => {
  test('a wrong checksum: exit 6, the count not proven', async () => {
    const { data, envelope, code } = await auditInside(['--rdb', await given(snapshotFile(records, { checksum: 1n }))], {
      cwd: folder,
    });
    expect(code).toBe(6);
    expect(data).toMatchObject({ keys: KEYS, source: { partial: null, countProven: false } });
    expect(data.source.snapshots).toMatchObject([{ checksum: 'wrong', problem: { code: 'checksum', offset: sound.length - 8 } }]);
    expect(data.source.countNote).toContain('checksum');
    await assertMatchesSchema('audit', envelope);
  });

  test('a wrong checksum with no key at all: exit 6 as well', async () => {
    const { data, code } = await auditInside(['--rdb', await given(snapshotFile([], { checksum: 1n }))], { cwd: folder });
    expect(code).toBe(6);
    expect(data).toMatchObject({ keys: 0, source: { countProven: false } });
  });

  test.each([
    ['REDIS', `REDIS00${NEWEST.REDIS + 1}`],
    ['VALKEY', `VALKEY0${NEWEST.VALKEY + 1}`],
  ])('a newer format of %s: exit 6, and it is said', async (magic, start) => {
    const { data, code } = await auditInside(['--rdb', await given(snapshotFile(records, { start }))], { cwd: folder });
    expect(code).toBe(6);
    expect(data).toMatchObject({ keys: KEYS, source: { partial: null, countProven: false } });
    expect(data.source.countNote).toContain('is newer than this release of meter knows');
    expect(data.source.snapshots).toMatchObject([{ format: start, problem: null }]);
    expect(data.source.countNote).toContain(magic);
  });

  test('bytes after the end: a warning', async () => {
    const { data, envelope, code } = await auditInside(['--rdb', await given(Buffer.concat([sound, Buffer.alloc(2048)]))], {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(data).toMatchObject({ keys: KEYS, source: { partial: null, countProven: true } });
    expect(envelope.warnings).toContain('given.rdb: 2 KiB after the end of the snapshot were not looked at');
  });

  test('no checksum, as the server was told: a warning', async () => {
    const { data, envelope, code } = await auditInside(['--rdb', await given(snapshotFile(records, { checksum: 0n }))], {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(data.source).toMatchObject({ countProven: true, snapshots: [{ checksum: 'off' }] });
    expect(envelope.warnings.join(' ')).toContain('rdbchecksum no');
  });

  test('the base of an append-only file: a warning', async () => {
    const base = snapshotFile([aux('aof-base', '1'), ...records]);
    const { envelope } = await auditInside(['--rdb', await given(base)], { cwd: folder });
    expect(envelope.warnings.join(' ')).toContain('append-only file');
  });

  test('another database holds keys: a warning, unless all are read', async () => {
    const two = snapshotFile([...records, selectDb(4), expireAt(4_000_000_000_000), stringRecord('else', 'x')]);
    const name = await given(two);
    const first = await auditInside(['--rdb', name], { cwd: folder });
    expect(first.envelope.warnings).toContain('1 key of another database was left out (--db all reads all)');
    expect(first.data.databases).toEqual([
      { db: 0, keys: KEYS, withTtl: 0, scanned: KEYS },
      { db: 4, keys: 1, withTtl: 1, scanned: 0 },
    ]);
    const all = await auditInside(['--rdb', name, '--db', 'all'], { cwd: folder });
    expect(all.envelope.warnings).toEqual([]);
    expect(all.data.keys).toBe(KEYS + 1);
    const limited = await auditInside(['--rdb', name, '--db', 'all', '--limit', '10'], { cwd: folder });
    expect(limited.envelope.warnings.join(' ')).not.toContain('--db all');
  });
});

describe('usage: exit 2', () => {
  test.each([
    ['a file named twice', ['--rdb', 'sound.rdb', '--rdb', 'sound.rdb'], 'twice'],
    ['a file named twice in other words', ['--rdb', 'sound.rdb', '--rdb', './folder/../sound.rdb'], 'twice'],
    ['standard input twice', ['--rdb', '-', '--rdb', '-'], 'twice'],
    ['no name', ['--rdb', ''], '--rdb'],
    ['--url', ['--rdb', 'sound.rdb', '--url', `redis://127.0.0.1:${CLOSED_PORT}`], '--rdb and --url contradict each other.'],
    ['--host', ['--rdb', 'sound.rdb', '--host', '127.0.0.1'], '--rdb and --host contradict each other.'],
    ['--port', ['--rdb', 'sound.rdb', '-p', '1'], '--rdb and --port contradict each other.'],
    ['--password', ['--rdb', 'sound.rdb', '-a', 'x'], '--rdb and --password contradict each other.'],
    ['--tls', ['--rdb', 'sound.rdb', '--tls'], '--rdb and --tls contradict each other.'],
    ['--cluster', ['--rdb', 'sound.rdb', '--cluster'], '--rdb and --cluster contradict each other.'],
    ['--env-file', ['--rdb', 'sound.rdb', '--env-file', '/dev/null'], '--rdb and --env-file contradict each other.'],
    ['--max-commands', ['--rdb', 'sound.rdb', '--max-commands', '100'], '--rdb and --max-commands contradict each other.'],
    ['--lengths', ['--rdb', 'sound.rdb', '--lengths'], '--rdb and --lengths contradict each other.'],
  ])('%s', async (_, args, message) => {
    const { exit, code, message: told } = await failure(args);
    expect({ exit, code }).toEqual({ exit: 2, code: 'usage' });
    expect(told).toContain(message);
  });

  test('--rdb - on a terminal, where nobody types a snapshot', async () => {
    const terminal = spawn('script', ['-qefc', `node ${BIN} audit --rdb -`, '/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'] });
    let shown = '';
    terminal.stdout.on('data', (chunk: Buffer) => (shown += String(chunk)));
    const [code] = (await once(terminal, 'close')) as [number];
    expect(code).toBe(2);
    expect(shown).toContain('--rdb - reads a snapshot from standard input, which is a terminal.');
  });

  test('what a snapshot needs not is no error: --exact and --max-latency', async () => {
    const { data, code } = await auditInside(['--rdb', 'sound.rdb', '--exact', '--max-latency', '1ms'], { cwd: folder });
    expect({ code, keys: data.keys }).toEqual({ code: 0, keys: KEYS });
  });
});
