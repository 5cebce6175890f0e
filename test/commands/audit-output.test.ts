import { execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/lib/format/width.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import { audit, loadRelay, NOW, auditInside } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { NO_HURRY } from '../support/meter.js';
import { startAll, startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const ESCAPE = '\u001b[';

let server: TestServer;
let quiet: TestServer;
let folder: string;
beforeAll(async () => {
  [server, quiet] = await startAll(startRedis(), startRedis());
  folder = await mkdtemp(join(tmpdir(), 'meter-output-'));
  await loadRelay(server.port, true);
  await quiet.client().set('session:one', 'x', 'EX', 600);
});
afterAll(async () => {
  await Promise.all([server.stop(), quiet.stop(), rm(folder, { recursive: true, force: true })]);
});

/** Runs a line of shell in which `$meter` is the audit of the server, and keeps stderr. */
const shell = (line: string, { url } = server) =>
  promisify(execFile)('bash', ['-c', `meter="${process.execPath} ${NO_HURRY} ${BIN} audit -u ${url}"; ${line}`], {
    maxBuffer: 1 << 24,
  });

describe('a reader that goes away', () => {
  test.each(['--all', '--json'])('| head -1 ends quietly: %s', async (flags) => {
    const { stdout, stderr } = await shell(`$meter ${flags} -q | head -1; echo "exit \${PIPESTATUS[0]}"`);
    expect(stderr).toBe('');
    const [first = '', status] = stdout.trimEnd().split('\n');
    expect(first.length).toBeGreaterThan(0);
    expect(status).toBe('exit 0');
  });

  test('before a word is said', async () => {
    const { stdout, stderr } = await shell('$meter --json -q | true; echo "exit ${PIPESTATUS[0]}"', quiet);
    expect({ stdout, stderr }).toEqual({ stdout: 'exit 0\n', stderr: '' });
  });

  test('also when it is the talk that nobody reads', async () => {
    const { stdout } = await shell('{ $meter --json; } 2> >(true)', quiet);
    await assertMatchesSchema('audit', JSON.parse(stdout));
  });
});

test('a slow reader gets every byte, more than a pipe holds', async () => {
  const child = spawn(process.execPath, [NO_HURRY, BIN, 'audit', '-u', server.url, '--json', '--all'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let text = '';
  child.stdout.setEncoding('utf8');
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.length < 200_000) await new Promise((resolve) => setTimeout(resolve, 40));
  }
  expect(await ended).toBe(0);
  expect(text.length).toBeGreaterThan(65_536);
  await assertMatchesSchema('audit', JSON.parse(text));
});

describe('--fail-on', () => {
  test('exit 3 when there is one so severe, the report all the same', async () => {
    const { data, code } = await auditInside(['-u', server.url, '--fail-on', 'high']);
    expect(code).toBe(3);
    expect(data.findings.length).toBeGreaterThan(3);
  });

  test('exit 0 when all are less severe', async () => {
    const { data } = await auditInside(['-u', quiet.url]);
    expect(data.findings.map(({ severity }) => severity)).toEqual(['low']);
    const codes = await Promise.all(
      ['low', 'medium', 'high'].map(
        async (severity) => (await (severity === 'low' ? audit : auditInside)(['-u', quiet.url, '--fail-on', severity])).code,
      ),
    );
    expect(codes).toEqual([3, 0, 0]);
  });

  test('a limit that was asked for does not hide it', async () => {
    const { code } = await auditInside(['-u', server.url, '--fail-on', 'low', '--limit', '100']);
    expect(code).toBe(3);
  });
});

describe('-o FILE', () => {
  test('holds the report, for its owner only; nothing on stdout, no leftovers', async () => {
    const file = join(folder, 'report.json');
    const { stdout, stderr, code } = await runMeterInside(['audit', '-u', server.url, '--json', '-o', file]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 0 });
    expect(stderr).toContain('report.json');
    const envelope = JSON.parse(await readFile(file, 'utf8')) as Envelope<AuditReport>;
    await assertMatchesSchema('audit', envelope);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['report.json']);
  });

  test('replaces an older file, whose wider rights do not stay', async () => {
    const file = join(folder, 'report.csv');
    await writeFile(file, 'old');
    await chmod(file, 0o644);
    await runMeterInside(['audit', '-u', quiet.url, '--format', 'csv', '-o', file, '--quiet']);
    expect(await readFile(file, 'utf8')).toMatch(/^profile,id,/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('keeps the older file when the report fails', async () => {
    const file = join(folder, 'report.json');
    await writeFile(file, 'old');
    const { code } = await runMeterInside(['audit', '--host', '127.0.0.1', '--port', '1', '-o', file]);
    expect(code).toBe(5);
    expect(await readFile(file, 'utf8')).toBe('old');
  });

  test('a folder that is not there: exit 1, one sentence', async () => {
    const { stdout, stderr, code } = await runMeterInside(['audit', '-u', quiet.url, '-o', join(folder, 'none', 'report.txt')]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toMatch(/^meter: [^\n]*there is no such folder\.\n {2}[^\n]+\n$/);
  });
});

describe('colour', () => {
  test.each([
    ['none where stdout is no terminal', [], {}, false],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
    ['NO_COLOR', [], { NO_COLOR: '1' }, false],
    ['--no-color over FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, false],
    ['never in JSON', ['--json', '--color'], { FORCE_COLOR: '1' }, false],
  ])('%s', async (_, flags, env, coloured) => {
    const { stdout } = await runMeterInside(['audit', '-u', quiet.url, ...flags], { env });
    expect(stdout.length).toBeGreaterThan(100);
    expect(stdout.includes(ESCAPE)).toBe(coloured);
  });

  test('never in a file', async () => {
    const file = join(folder, 'plain.txt');
    await runMeterInside(['audit', '-u', quiet.url, '-o', file], { env: { FORCE_COLOR: '1' } });
    const text = await readFile(file, 'utf8');
    expect(text.length).toBeGreaterThan(100);
    expect(text).not.toContain(ESCAPE);
  });
});

test.each([60, 100])('each line fits in %d columns, but for commands to be copied', async (columns) => {
  const { stdout } = await runMeterInside(['audit', '-u', server.url, '--all', '--now', NOW], {
    env: { COLUMNS: String(columns) },
  });
  const wide = stdout.split('\n').filter((line) => displayWidth(line) > columns && !/^ +fix: (?:meter|redis-cli) /.test(line));
  expect(wide).toEqual([]);
  expect(Math.max(...stdout.split('\n').map(displayWidth))).toBeGreaterThan(columns * 0.7);
});
