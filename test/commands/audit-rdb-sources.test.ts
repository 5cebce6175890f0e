import { execFile, type ChildProcess } from 'node:child_process';
import { mkdtemp, open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import { snapshotFile, stringRecord } from '../snapshot/support/file.js';
import { CLOSED_PORT } from '../support/closed-port.js';
import { audit, auditInside } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { relayFile } from '../support/relay-snapshot.js';
import { assertMatchesSchema } from '../support/schema.js';

let folder: string;
let file: string;
let bytes: Buffer;
let expected: AuditReport;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-rdb-'));
  file = join(folder, 'relay.rdb');
  bytes = relayFile();
  await writeFile(file, bytes);
  ({ data: expected } = await auditInside(['--rdb', file]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the report says whatever the source is called. */
const apart = (data: AuditReport) => ({
  ...data,
  source: { ...data.source, snapshots: data.source.snapshots.map((row) => ({ ...row, name: '' })) },
});

async function makePipe(name: string): Promise<string> {
  const pipe = join(folder, name);
  await promisify(execFile)('mkfifo', [pipe]);
  return pipe;
}

/** Writes into a pipe as soon as somebody reads it. */
async function pour(pipe: string, content: Buffer): Promise<void> {
  const handle = await open(pipe, 'w');
  await handle.writeFile(content);
  await handle.close();
}

describe('the same report from', () => {
  test('a file: as whole as it is', () => {
    expect(expected.keys).toBeGreaterThan(4000);
    expect(expected.source).toMatchObject({ kind: 'snapshot', countProven: true, partial: null, exact: true });
    expect(expected.source.snapshots).toMatchObject([{ name: file, bytes: bytes.length, checksum: 'ok', problem: null }]);
  });

  test('a compressed file, whose size is that of what it holds', async () => {
    await writeFile(join(folder, 'relay.rdb.gz'), gzipSync(bytes));
    const { data, code } = await auditInside(['--rdb', 'relay.rdb.gz'], { cwd: folder });
    expect(code).toBe(0);
    expect(apart(data)).toEqual(apart(expected));
    expect(data.source.snapshots[0]!.name).toBe('relay.rdb.gz');
  });

  test.each([
    ['standard input', audit, (content: Buffer) => content],
    ['standard input, compressed', auditInside, (content: Buffer) => gzipSync(content)],
  ])('%s', async (_, run, packed) => {
    const { data, code } = await run(['--rdb', '-'], { input: packed(bytes) });
    expect(code).toBe(0);
    expect(apart(data)).toEqual(apart(expected));
    expect(data.source.snapshots[0]!.name).toBe('-');
  });

  test('standard input that comes a few bytes at a time at first', async () => {
    const input = new PassThrough();
    const run = auditInside(['--rdb', '-'], { input });
    const cuts = [0, 1, 2, 3, 9, 50, bytes.length];
    for (const [index, end] of cuts.slice(1).entries()) {
      input.write(bytes.subarray(cuts[index], end));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    input.end();
    expect(apart((await run).data)).toEqual(apart(expected));
  });

  test.each([
    ['a named pipe', (content: Buffer) => content],
    ['a named pipe, compressed', (content: Buffer) => gzipSync(content)],
  ])('%s', async (title, packed) => {
    const pipe = await makePipe(title);
    const [{ data, code }] = await Promise.all([auditInside(['--rdb', pipe]), pour(pipe, packed(bytes))]);
    expect(code).toBe(0);
    expect(apart(data)).toEqual(apart(expected));
  });

  test('REDIS_URL or not: no server is asked', async () => {
    const { data, envelope, code } = await auditInside(['--rdb', file], {
      env: { REDIS_URL: `redis://127.0.0.1:${CLOSED_PORT}` },
    });
    expect(code).toBe(0);
    expect(data).toEqual(expected);
    expect(envelope).toMatchObject({ target: null, spent: { commands: 0, roundTrips: 0 } });
  });
});

describe('several files', () => {
  test('are the parts of one whole, in whatever form', async () => {
    const other = join(folder, 'other.rdb.gz');
    const things = Array.from({ length: 40 }, (_, index) => stringRecord(`thing:${index}`, 'x'));
    await writeFile(other, gzipSync(snapshotFile(things)));
    const { data, envelope, code } = await auditInside(['--rdb', '-', '--rdb', other], { input: bytes });
    expect(code).toBe(0);
    expect(data.keys).toBe(expected.keys + 40);
    expect(data.source).toMatchObject({ countProven: true, partial: null });
    expect(data.source.snapshots.map(({ name, keys }) => [name, keys])).toEqual([
      ['-', expected.keys],
      [other, 40],
    ]);
    expect(data.server.nodes).toBe(2);
    await assertMatchesSchema('audit', envelope);
  });

  test('with the same keys: the count is not proven', async () => {
    const { data, code } = await auditInside(['--rdb', file, '--rdb', '-'], { input: bytes });
    expect(code).toBe(0);
    expect(data.keys).toBe(2 * expected.keys);
    expect(data.source).toMatchObject({ countProven: false, partial: null });
    expect(data.source.countNote).toContain(`${expected.keys.toLocaleString('en-US')} names are in more than one file`);
  });
});

describe('Ctrl-C while the other end says nothing: the report of what was seen, exit 130', () => {
  /** More than pipes hold, so that most of it has been read once all of it is written. */
  const half = (): Buffer => bytes.subarray(0, bytes.length / 2);

  test.each([
    ['standard input', (content: Buffer) => content],
    ['standard input, compressed', (content: Buffer) => gzipSync(content, { level: 0 })],
  ])('%s', async (_, packed) => {
    const { data, envelope, code, stderr } = await audit(['--rdb', '-'], {
      input: new PassThrough(),
      onStart: (child) => void child.stdin!.write(packed(half()), () => child.kill('SIGINT')),
    });
    expect(code).toBe(130);
    expect(stderr).toContain('Ctrl-C again');
    expect(data.source).toMatchObject({ partial: 'interrupted', countProven: false });
    expect(data.keys).toBeGreaterThan(1000);
    expect(data.keys).toBeLessThan(expected.keys);
    await assertMatchesSchema('audit', envelope);
  });

  test('a named pipe whose writer has stopped', async () => {
    const pipe = await makePipe('stopped');
    let writer: FileHandle | undefined;
    const stopAndInterrupt = async (child: ChildProcess): Promise<void> => {
      writer = await open(pipe, 'w');
      await writer.writeFile(half());
      child.kill('SIGINT');
    };
    const { data, code } = await audit(['--rdb', pipe], { onStart: (child) => void stopAndInterrupt(child) });
    await writer?.close();
    expect(code).toBe(130);
    expect(data.source.partial).toBe('interrupted');
    expect(data.keys).toBeGreaterThan(1000);
    expect(data.keys).toBeLessThan(expected.keys);
  });

  test('a named pipe whose writer has not begun', async () => {
    const pipe = await makePipe('unbegun');
    let writer: FileHandle | undefined;
    const interruptOnceOpen = async (child: ChildProcess): Promise<void> => {
      writer = await open(pipe, 'w');
      child.kill('SIGINT');
    };
    const { data, envelope, code } = await audit(['--rdb', pipe], { onStart: (child) => void interruptOnceOpen(child) });
    await writer?.close();
    expect(code).toBe(130);
    expect(data).toMatchObject({ keys: 0, families: [], source: { kind: 'snapshot', partial: 'interrupted' } });
    await assertMatchesSchema('audit', envelope);
  });

  test.each(['standard input', 'a named pipe'])('%s, from which nothing comes after another file', async (title) => {
    const [first, silent] = [await makePipe(`before ${title}`), await makePipe(`silent ${title}`)];
    const pourAndInterrupt = async (child: ChildProcess): Promise<void> => {
      await pour(first, bytes);
      // For the end of the first, and the wait for the second.
      setTimeout(() => child.kill('SIGINT'), 1000);
    };
    const second = title === 'standard input' ? '-' : silent;
    const { data, code } = await audit(['--rdb', first, '--rdb', second, '--rdb', join(folder, 'none.rdb')], {
      input: new PassThrough(),
      onStart: (child) => void pourAndInterrupt(child),
    });
    expect(code).toBe(130);
    expect(data.keys).toBe(expected.keys);
    expect(data.source.partial).toBe('interrupted');
    // What was to follow was not opened.
    expect(data.source.snapshots.map(({ name }) => name)).toEqual([first, second]);
  });
});

test('files are called by their names, in whatever script', async () => {
  const named = join(folder, 'relé 中.rdb');
  await writeFile(named, bytes);
  const { stdout } = await auditInside(['--rdb', named]);
  expect(stdout).toContain('relé 中.rdb');
  const cut = join(folder, 'relé.rdb');
  await writeFile(cut, bytes.subarray(0, 40));
  const { stderr, code } = await runMeterInside(['fix-consistency', '--rdb', cut]);
  expect(code).toBe(1);
  expect(stderr).toContain('relé.rdb cannot be read as a snapshot');
});
