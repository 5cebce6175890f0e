import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DemoData } from '../../src/lib/demo/model.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE_ISO } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { NO_HURRY, runMeter } from '../support/meter.js';
import { CLI, companion } from '../support/server-program.js';
import { startRedis } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { until } from '../support/waiting.js';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-demo-test-'));
  file = join(folder, 'relay.rdb');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (...args: string[]) => runMeterInside(['demo', '--write', ...args], { cwd: folder });
const writeApart = (...args: string[]) => runMeter(['demo', '--write', ...args], { cwd: folder });

const isRdb = (bytes: Buffer): boolean => bytes.subarray(0, 9).toString('latin1') === 'REDIS0010';

describe('meter demo --write', () => {
  test('Ctrl-C ends it while it writes to a file that never makes it wait', async () => {
    const to = await open(join(folder, 'relay.resp'), 'w');
    const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
    const child = spawn(process.execPath, [NO_HURRY, bin, 'demo', '--write', '-', '--format', 'resp', '--keys', '3000000'], {
      stdio: ['ignore', to.fd, 'ignore'],
    });
    const ended = once(child, 'exit');
    await until(async () => (await to.stat()).size > 0);
    const signalledAt = performance.now();
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    // A second where nothing else is at work; all of it takes half a minute.
    expect(performance.now() - signalledAt).toBeLessThan(5000);
    await to.close();
  });

  test('writes a snapshot that redis-check-rdb accepts, for its owner only, and says what to try', async () => {
    const { stdout, stderr, code } = await write('relay.rdb');
    expect({ stdout, code }).toEqual({ stdout: '', code: 0 });
    expect(stderr).toMatch(/^Written to relay\.rdb: 1\d,\d{3} keys, \d\.\d{1,2} MiB\.\nTry:\n {2}meter audit --rdb relay\.rdb\n/);
    expect(stderr).toContain("redis-server --port 6390 --save '' --dir . --dbfilename relay.rdb\n");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['relay.rdb']);
    const checked = await promisify(execFile)(companion('check-rdb'), [file]);
    expect(checked.stdout).toContain('Checksum OK');
  });

  test('the same seed and time give the same bytes, another seed gives others', async () => {
    const digest = async (...args: string[]): Promise<string> => {
      expect((await write('relay.rdb', '--force', '--keys', '2000', '--now', BASE_ISO, ...args)).code).toBe(0);
      return (await readFile(file)).toString('base64');
    };
    const first = await digest();
    expect(await digest()).toBe(first);
    expect(await digest('--seed', '8')).not.toBe(first);
    expect(await digest('--utc-offset', '-3')).not.toBe(first);
  });

  test('as JSON tells what is in the file, as its schema says', async () => {
    // Which families have keys depends on the time of day.
    const now = '2026-11-29T00:01:00.000Z';
    const result = await write('relay.rdb', '--json', '--now', now, '--quiet');
    const { data } = result.json<Envelope<DemoData>>();
    await assertMatchesSchema('demo', result.json());
    expect(result.stderr).toBe('');
    expect(data.written).toEqual({ file: 'relay.rdb', format: 'rdb', bytes: (await stat(file)).size });
    expect(data.relay).toMatchObject({ families: 87, seed: 7, now, utcOffset: 8 });
    expect(data.relay.planted).toContainEqual({ problem: 'ghost-member', keys: 4 });
    const { stdout } = await promisify(execFile)(companion('check-rdb'), [file]);
    expect(stdout).toContain(`${data.relay.keys} keys read`);
    expect(stdout).toContain(`${data.relay.expiring} expires`);
  });

  test('takes the format from the ending, or as --format says', async () => {
    await write('relay.resp', '--keys', '50');
    await write('relay', '--keys', '50');
    await write('other.rdb', '--keys', '50', '--format', 'resp');
    await write('other.resp', '--keys', '50', '--format', 'rdb');
    const files = await Promise.all(
      ['relay.resp', 'relay', 'other.rdb', 'other.resp'].map((name) => readFile(join(folder, name))),
    );
    expect(files.map(isRdb)).toEqual([false, true, false, true]);
  });

  test('to stdout, as commands that a server takes by redis-cli --pipe', async () => {
    const server = await startRedis();
    try {
      const { stdout, stderr } = await writeApart('-', '--format', 'resp', '--keys', '3000');
      expect(stderr).toContain('Written to standard output: 3,000 keys');
      const pipe = promisify(execFile)(CLI, ['-p', String(server.port), '--pipe']);
      pipe.child.stdin!.end(stdout);
      await pipe;
      expect(await server.client().dbsize()).toBe(3000);
    } finally {
      await server.stop();
    }
  });

  test('replaces a file with --force only, through a link too', async () => {
    await writeFile(file, 'precious', { mode: 0o644 });
    await symlink(file, join(folder, 'link.rdb'));
    for (const name of ['relay.rdb', 'link.rdb']) {
      const { stdout, stderr, code } = await write(name, '--keys', '50');
      expect({ stdout, code }).toEqual({ stdout: '', code: 4 });
      expect(stderr).toContain('--force');
    }
    expect(await readFile(file, 'utf8')).toBe('precious');
    expect((await write('link.rdb', '--keys', '50', '--force')).code).toBe(0);
    expect(isRdb(await readFile(file))).toBe(true);
    expect((await readdir(folder)).toSorted()).toEqual(['link.rdb', 'relay.rdb']);
  });

  test('fails in one sentence where no file can be', async () => {
    await mkdir(join(folder, 'folder'));
    for (const name of ['folder', 'missing/relay.rdb', '/dev/null']) {
      const result = await write(name, '--keys', '50', '--force', '--json');
      expect(result.code).toBe(1);
      await assertMatchesSchema('error', result.json());
      expect(result.json()).toMatchObject({ error: { code: 'output' } });
    }
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  test.skipIf(process.getuid?.() === 0)('fails where writing is not allowed', async () => {
    await chmod(folder, 0o500);
    const { stderr, code } = await write('relay.rdb', '--keys', '50');
    await chmod(folder, 0o700);
    expect(code).toBe(1);
    expect(stderr).toContain('(EACCES)');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s leaves no unfinished file', async (signal) => {
    const { stderr, code } = await runMeter(['demo', '--write', file, '--keys', '3000000'], {
      async onStart(child) {
        while ((await readdir(folder)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
        child.kill(signal);
      },
    });
    expect(code).toBe(130);
    expect(stderr).toContain('Interrupted');
    expect(await readdir(folder)).toEqual([]);
  });

  test('a reader that goes away is no failure', async () => {
    const { code, stderr } = await runMeter(['demo', '--write', '-'], {
      onStart: (child) => child.stdout!.once('data', () => child.stdout!.destroy()),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('flags that do not go together', () => {
  test.each([
    [['--write', 'x', '--live']],
    [['--write', 'x', '--all']],
    [['--write', 'x', '--format', 'csv']],
    [['--write', '-', '--json']],
    [['--write', '-', '--format', 'json']],
    [['--write', '']],
    [['--live', '-o', 'x']],
    [['--live', '--force']],
    [['--live', '--format', 'rdb']],
    [['--force']],
    [['--format', 'rdb']],
    [['--now', '1970-01-01']],
    [['--now', 'yesterday']],
    [['--keys', '0']],
  ])('%j: exit 2 and a next step', async (args) => {
    const { stdout, stderr, code } = await runMeterInside(['demo', ...args], { cwd: folder });
    if (args.includes('--json') || args.includes('json')) expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage' } });
    else expect(stderr).toMatch(/^meter: .+\.\n {2}\S/);
    expect(code).toBe(2);
    expect(await readdir(folder)).toEqual([]);
  });
});
