/** The ending of -o FILE says what the file holds, and stdout that is no terminal is as wide as the terminal before which it is read. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columnsOf, FILE_WIDTH } from '../../src/lib/cli/base/width.js';
import { displayWidth } from '../../src/lib/format/width.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { loadTinyRelay, TINY_CLOCK } from '../support/tiny-relay.js';

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

let server: TestServer;
let folder: string;
beforeAll(async () => {
  [server, folder] = [await startRedis(), await mkdtemp(join(tmpdir(), 'meter-format-'))];
  await loadTinyRelay(server.client());
  await writeFile(join(folder, 'capture'), '1763665500.000001 [0 127.0.0.1:5000] "hgetall" "usage:k1"\n');
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const AUDIT = (): string[] => ['audit', '-u', server.url, ...TINY_CLOCK];
const ESTIMATE = (): string[] => ['estimate'];
const CHECK = (): string[] => ['fix-consistency', '-u', server.url, ...TINY_CLOCK];
const MEASURE = (): string[] => ['measure', '--from-monitor', join(folder, 'capture')];

const LOOKS = {
  json: /^\{\n {2}"schemaVersion"/,
  csv: /^[a-z]+(?:,[\w ]+)+\r?\n/i,
  md: /^#/,
  txt: /^(?:Audit|Estimate|Consistency|Measured)/,
};
type Ending = keyof typeof LOOKS;

describe('-o FILE', () => {
  test.each<[string, () => string[], Ending[], Ending[]]>([
    ['audit', AUDIT, ['json', 'csv', 'md', 'txt'], []],
    ['estimate', ESTIMATE, ['json', 'csv', 'md', 'txt'], []],
    ['fix-consistency', CHECK, ['json', 'csv', 'md', 'txt'], []],
    ['measure', MEASURE, ['json', 'csv', 'md', 'txt'], []],
  ])('%s writes what the ending says, or refuses', async (verb, args, own, others) => {
    for (const ending of own) {
      const file = join(folder, `${verb}.${ending}`);
      expect([ending, (await runMeterInside([...args(), '-o', file])).code]).toEqual([ending, 0]);
      expect(await readFile(file, 'utf8')).toMatch(LOOKS[ending]);
    }
    for (const ending of others) {
      const refused = await runMeterInside([...args(), '-o', join(folder, `refused.${ending}`)]);
      expect([ending, refused.code, refused.stdout]).toEqual([ending, 2, '']);
    }
  });

  test.each([
    ['audit', ['-o', 'a.csv', '--json']],
    ['audit', ['-o', 'a.json', '--format', 'csv']],
    ['audit', ['-o', 'a.md', '--format', 'text']],
    ['estimate', ['-o', 'a.CSV', '--format', 'markdown']],
    ['demo', ['-o', 'a.csv', '--format', 'markdown']],
    ['measure', ['-o', 'a.json', '--format', 'text']],
    ['prune', ['--hourly', '-o', 'plan.csv']],
    ['migrate', ['--rollup', 'hourly:daily', '-o', 'plan.md']],
    ['export', ['--all', '-o', 'keys.json']],
  ])('%s %j contradicts itself: exit 2, and no file', async (verb, flags) => {
    const { code, stderr, stdout } = await runMeterInside([verb, ...flags], { cwd: folder });
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).toMatch(/file (?:that )?ends? in \.(?:csv|json|md)/i);
    expect((await readdir(folder)).filter((name) => /^(?:a|plan|keys)\./i.test(name))).toEqual([]);
  });
});

test('a section that an audit does not have is refused before anything is read', async () => {
  const { code, stderr, stdout } = await runMeterInside(['audit', '--url', 'redis://127.0.0.1:1', '--section', 'family']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('There is no section family.');
});

describe('the width', () => {
  const none = { env: {}, stdout: {}, stderr: {}, stdin: {} };

  test('is that of COLUMNS, then of a terminal, then of files', () => {
    expect(columnsOf({ ...none, env: { COLUMNS: '77' }, stdout: { columns: 90 } })).toBe(77);
    expect(columnsOf({ ...none, stdout: { columns: 90 }, stderr: { columns: 80 } })).toBe(90);
    expect(columnsOf({ ...none, stderr: { columns: 80 } })).toBe(80);
    expect(columnsOf({ ...none, env: { COLUMNS: 'wide' } })).toBe(FILE_WIDTH);
  });

  test.each(['', '0', '7', '-80', ' 80', '8e1', '0x50', '80.5', '100000', 'wide'])('is not that of COLUMNS=%j', (COLUMNS) => {
    expect(columnsOf({ ...none, env: { COLUMNS }, stdout: { columns: 90 } })).toBe(90);
  });

  // util-linux's script gives a terminal; `less` would show what the pipe gets.
  test.each(['2>/dev/tty', '2>/dev/null'])('of a pipe before a pager is that of the terminal: %s', async (talk) => {
    const piped = join(folder, 'piped.txt');
    const meter = `${process.execPath} ${BIN} audit -q -u ${server.url} ${TINY_CLOCK.join(' ')}`;
    await promisify(execFile)('script', ['-qec', `stty cols 80; ${meter} ${talk} | cat > ${piped}`, '/dev/null'], {
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'COLUMNS')),
    });
    const lines = (await readFile(piped, 'utf8')).split('\n').filter((line) => !/^ +fix: /.test(line));
    expect(lines.length).toBeGreaterThan(20);
    const widest = Math.max(...lines.map(displayWidth));
    expect(widest).toBeLessThanOrEqual(80);
    expect(widest).toBeGreaterThan(60);
  });
});
