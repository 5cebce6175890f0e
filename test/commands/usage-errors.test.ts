/** What an operator can get wrong: one sentence with the cause, the next step, the documented exit code, and nothing secret. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorEnvelope } from '../../src/lib/report/error-envelope.js';
import { BASE_ISO } from '../support/clock.js';
import { CLOSED_PORT } from '../support/closed-port.js';
import { startFake } from '../support/fake-server.js';
import { runMeterInside } from '../support/meter-inside.js';
import { type MeterOptions } from '../support/meter.js';
import { startRedis } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

const SECRET = 'hunter2';
const NOWHERE = ['-u', `redis://127.0.0.1:${CLOSED_PORT}`];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-usage-'));
  await writeFile(join(folder, 'bad.yaml'), 'name: x\n  bad: [\n');
  await writeFile(join(folder, 'bare.yaml'), 'name: mine\ntitle: Mine\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Failure {
  command: string;
  message: string;
  suggestions: string[];
}

/** Codes of which it was seen that they are told in words as they are told in JSON: both come from one error. */
const seenInWords = new Set<string>();

/** Runs the line with --json, and as it is where that was not seen yet: both fail alike, with this exit code and in the style of all messages. */
async function failure(args: readonly string[], code: number, options: MeterOptions = {}): Promise<Failure> {
  const inFolder = { cwd: folder, ...options };
  const json = await runMeterInside([...args, '--json'], inFolder);
  expect([json.code, json.stderr]).toEqual([code, '']);
  await assertMatchesSchema('error', json.json());
  const { command, error } = json.json<ErrorEnvelope>();
  expect(error.message).toMatch(/^(?:[A-Z]|--?\w|\.\/|\d|audit |profile |limiters |help ).*\.$/);
  // What is to be typed stands at the end, after a colon, and has no full stop after it.
  for (const suggestion of error.suggestions) expect(suggestion).toMatch(/^[A-Z].*(?:[.?]|: \S.*)$/);
  const outputs = [json.stdout];
  if (!seenInWords.has(`${command} ${error.code}`)) {
    const plain = await runMeterInside(args, inFolder);
    const told = [`meter: ${error.message}`, ...error.suggestions.map((text) => `  ${text}`), ''].join('\n');
    expect(plain).toMatchObject({ code, stdout: '', stderr: told });
    outputs.push(plain.stderr);
    seenInWords.add(`${command} ${error.code}`);
  }
  for (const output of outputs) {
    expect(output).not.toContain(SECRET);
    expect(output).not.toMatch(/\n\s+at |node_modules|\.js:\d/);
  }
  return { command, message: error.message, suggestions: error.suggestions };
}

describe('words that are no command', () => {
  test.each([
    [['nonsense'], 'There is no command "nonsense".', 'The commands: meter --help'],
    [['adit'], 'There is no command "adit".', 'Did you mean meter audit or meter advise?'],
    [['profile', 'shw'], 'There is no command "profile shw".', 'Did you mean meter profile show'],
    [['profil', 'list'], 'There is no command "profil".', 'Did you mean meter profile list'],
    [[`redis://u:${SECRET}@h`], 'There is no command "redis".', 'meter audit --url ADDRESS'],
    [[`--password=${SECRET}`, 'audit'], 'A command comes first, then its flags.', 'The commands: meter --help'],
    [['\u001b[2J'], String.raw`There is no command "\x1b[2J".`, 'The commands: meter --help'],
  ])('%j', async (args, message, hint) => {
    const seen = await failure(args, 2);
    expect(seen).toMatchObject({ command: 'meter', message });
    expect(seen.suggestions.join('\n')).toContain(hint);
  });
});

describe('flags and arguments that a command does not take', () => {
  test.each([
    [['audit', '--nonsense'], 'audit has no flag --nonsense.', 'meter audit --help'],
    [['audit', '-Z'], 'audit has no flag -Z.', 'meter audit --help'],
    [['audit', `--pasword=${SECRET}`], 'audit has no flag --pasword.', 'Did you mean --password'],
    [['audit', 'extra'], 'audit takes flags only, and no argument.', 'meter audit --help'],
    [['audit', '--ask-password', SECRET], 'audit takes flags only, and no argument.', 'meter audit --help'],
    [['audit', `redis://u:${SECRET}@h`], 'audit takes flags only, and no argument.', 'meter audit --url ADDRESS'],
    [['audit', '--cluster=yes'], 'audit takes flags only, and no argument.', 'meter audit --help'],
    [['profile', 'list', 'extra'], 'profile list takes flags only, and no argument.', 'meter profile list --help'],
    [['profile', 'list', '--exact'], 'profile list has no flag --exact.', 'meter profile list --help'],
    [['profile', 'show'], 'profile show needs an argument: PROFILE.', 'meter profile show --help'],
    [
      ['limiters', 'script', SECRET],
      'limiters script takes listLog, fixedWindow, slidingWindow, tokenBucket, gcra or zsetLog.',
      'meter limiters script --help',
    ],
    [['profile', 'show', 'aiecs', 'b'], 'profile show takes no more than PROFILE and flags.', 'meter profile show --help'],
  ])('%j', async (args, message, hint) => {
    const seen = await failure(args, 2);
    expect(seen.message).toBe(message);
    expect(seen.suggestions.join('\n')).toContain(hint);
  });
});

describe('values that a flag does not take', () => {
  test.each([
    [['--utc-offset', '99'], '--utc-offset takes a whole number of at most 14.'],
    [['--utc-offset', 'x'], '--utc-offset takes a whole number.'],
    [['--port', '70000'], '--port takes a whole number of at most 65535.'],
    [['--port', SECRET], '--port takes a whole number.'],
    [['--max-commands', '3'], '--max-commands takes a whole number of at least 40.'],
    [['--limit', '0'], '--limit takes a whole number of at least 1.'],
    [['--type', 'text'], '--type takes string, list, set, zset, hash or stream.'],
    [['--format', 'xml'], '--format takes text, json, csv, tsv, markdown, html or prometheus.'],
    [['--fail-on', 'critical'], '--fail-on takes low, medium or high.'],
    [['--max-latency', 'fast'], '--max-latency takes a span of time above zero.'],
    [['--timeout', '0s'], '--timeout takes a span of time above zero.'],
    [['--now', 'yesterday'], '--now takes an ISO 8601 time with its offset from UTC.'],
    [['--now', '2026-11-20T19:45'], '--now takes an ISO 8601 time with its offset from UTC.'],
    [['--db', 'x'], '--db takes the number of a database, or all.'],
    [['--profile', 'auto', '--profile', 'aiecs'], '--profile auto cannot be joined with other profiles.'],
    [['--profile', 'nope'], 'There is no profile named "nope".'],
    [['--profile', 'claude-relay-service@9.9'], 'Profile claude-relay-service knows versions 1.1.6 to 1.1.314, not "9.9".'],
    [['--profile', './gone.yaml'], 'The profile ./gone.yaml cannot be read: there is no such file.'],
    [['--profile', './bare.yaml'], './bare.yaml, line 1, column 1: readFrom is missing.'],
    [['--profile', './bad.yaml'], './bad.yaml, line 1, column 7: Nested mappings are not allowed in compact mappings.'],
    [['--ask-password'], '--ask-password needs a terminal.'],
    [['--ask-password', '--password', SECRET], '--password and --ask-password contradict each other.'],
    [['--sentinel-password', SECRET], '--sentinel-password is for sentinels, and none are named.'],
    [['--sentinel-user', 'u'], '--sentinel-user is for sentinels, and none are named.'],
  ])('%j', async (flags, message) => {
    expect((await failure(['audit', ...NOWHERE, ...flags], 2)).message).toBe(message);
  });

  test('a flag that may be given once, twice', async () => {
    const { message } = await failure(['audit', ...NOWHERE, '--now', BASE_ISO, '--now', BASE_ISO], 2);
    expect(message).toBe('--now may be given once.');
  });

  test('--type without its value', async () => {
    const plain = await runMeterInside(['audit', ...NOWHERE, '--type']);
    expect(plain).toMatchObject({ code: 2, stdout: '' });
    expect(plain.stderr).toContain('meter: --type needs a value: string, list, set, zset, hash, stream.\n');
  });

  test('a file that cannot be written is told before Redis is asked', async () => {
    const reasons = { 'gone/report.txt': 'there is no such folder', '.': 'it is a directory' };
    for (const [file, reason] of Object.entries(reasons)) {
      const seen = await failure(['audit', ...NOWHERE, '-o', file], 1);
      expect(seen.message).toBe(`The output file ${file} cannot be written: ${reason}.`);
    }
  });
});

describe('addresses', () => {
  test('none at all: the ways to give one', async () => {
    const { message, suggestions } = await failure(['audit'], 2);
    expect(message).toBe('No Redis was named.');
    for (const way of ['REDIS_URL=', '--url', '--host', '--env-file', '--sentinel', 'unix://']) {
      expect(suggestions.join('\n')).toContain(way);
    }
  });

  test.each([
    ['nonsense', 2, 'The Redis URL is not a URL.'],
    [`redis://u:${SECRET}@x/y:z@host/0`, 2, 'The Redis URL has a character that must be percent-encoded.'],
    [`redis://u:${SECRET}%zz@host`, 2, 'The Redis URL has a % that starts no percent-encoded character.'],
    [`https://default:${SECRET}@host`, 5, 'This is an HTTP (REST) address, but meter needs the Redis protocol.'],
    [`redis://u:${SECRET}@127.0.0.1:${CLOSED_PORT}`, 5, `Nothing accepts connections at 127.0.0.1:${CLOSED_PORT}.`],
  ])('%s', async (url, code, message) => {
    expect((await failure(['audit', '--url', url], code)).message).toBe(message);
    expect((await failure(['audit'], code, { env: { REDIS_URL: url } })).message).toBe(message);
  });
});

test('--type on a server older than Redis 6', async () => {
  const server = await startRedis();
  // Such a server does not know the word, and says so as this one does of another.
  const older = await startFake((client) => {
    const upstream = connect(server.port, '127.0.0.1');
    upstream.on('error', () => client.destroy());
    upstream.on('data', (chunk) => client.write(chunk));
    client.on('data', (chunk) =>
      upstream.write(chunk.toString('latin1').replace('$4\r\nTYPE\r\n$6\r\nstring', '$4\r\nTIPE\r\n$6\r\nstring'), 'latin1'),
    );
    client.on('close', () => upstream.destroy());
  });
  try {
    const { message, suggestions } = await failure(['audit', '-u', older.url, '--type', 'list'], 2);
    expect(message).toBe('This server cannot filter by type: SCAN … TYPE came with Redis 6.0.');
    expect(suggestions).toEqual(['Leave --type out.']);
  } finally {
    await older.stop();
    await server.stop();
  }
});

describe('help', () => {
  test.each([[[]], [['--help']], [['help']]])('%j is the overview', async (args) => {
    const { stdout, stderr, code } = await runMeterInside(args);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    for (const part of ['USAGE', 'ORDER OF WORK', 'COMMANDS', 'audit', 'profile']) expect(stdout).toContain(part);
  });

  test('of audit has its flags, examples and exit codes, also beside other flags and without a Redis', async () => {
    for (const args of [
      ['audit', '--help'],
      ['help', 'audit'],
      ['audit', '--json', '--exact', '--help'],
    ]) {
      const { stdout, code } = await runMeterInside(args, { env: { COLUMNS: '80' } });
      expect(code).toBe(0);
      for (const part of ['--max-commands=N', '--env-file=FILE', 'EXAMPLES', 'Exit codes: 0 done', '130 interrupted']) {
        expect(stdout).toContain(part);
      }
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(82);
    }
  });

  test('--version names the package and its version', async () => {
    const { stdout, code } = await runMeterInside(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^redis-meter\/\d+\.\d+\.\d+ /);
  });
});
