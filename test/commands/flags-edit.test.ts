import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'dotenv';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { FlagsEditData } from '../../src/lib/switches/model.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { CLOSED_PORT } from '../support/closed-port.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter, type MeterResult } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

/** As a relay's file may be after some years. */
const RELAY = `# Relay
JWT_SECRET="hunter2"
REDIS_HOST=localhost
REDIS_PASSWORD='hunter2'

# Jobs
export TOKEN_REFRESH_INTERVAL="15" # minutes
# RATE_LIMIT_CLEANUP_INTERVAL=5

PRIVATE_KEY="-----BEGIN-----
BILLING_EVENTS_ENABLED=true
-----END-----"
BILLING_EVENTS_ENABLED=true
`;

const PRODUCTION = {
  ENABLE_HOURLY_STATS: 'false',
  ENABLE_MINUTE_STATS: 'false',
  ENABLE_MODEL_STATS: 'false',
  ENABLE_DETAILED_CACHE_STATS: 'false',
  RATE_LIMIT_CLEANUP_INTERVAL: '60',
  TOKEN_REFRESH_INTERVAL: '60',
};

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-flags-test-'));
  file = join(folder, '.env');
  await writeFile(file, RELAY, { mode: 0o600 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Asks no server. */
const offline = (...args: string[]): string[] => ['flags', ...args, ...(args.includes('unset') ? [] : ['--offline'])];
const flags = (...args: string[]): Promise<MeterResult> => runMeterInside(offline(...args), { cwd: folder });
const flagsApart = (...args: string[]): Promise<MeterResult> => runMeter(offline(...args), { cwd: folder });
const content = (): Promise<string> => readFile(file, 'utf8');
const dataOf = (result: MeterResult): FlagsEditData => result.json<Envelope<FlagsEditData>>().data;

describe('meter flags set', () => {
  test('a variable that the file sets thousands of times is refused, and listed, in time', async () => {
    await writeFile(join(folder, 'often.env'), 'TOKEN_REFRESH_INTERVAL=60\n'.repeat(9_000));
    const begun = performance.now();
    for (const words of [
      ['set', 'TOKEN_REFRESH_INTERVAL=600'],
      ['unset', 'TOKEN_REFRESH_INTERVAL'],
    ]) {
      const edited = await flags(...words, '--env-file', 'often.env', '--yes');
      expect(edited).toMatchObject({ code: 4, stdout: '' });
      expect(edited.stderr).toContain('TOKEN_REFRESH_INTERVAL is set on 9,000 lines of the file.');
    }
    const listed = await flags('list', '--env-file', 'often.env', '--json');
    expect(listed.json<{ warnings: string[] }>().warnings).toEqual([
      'Lines 1, 2, 3, 4, 5, 8,994 more and 9000 all set TOKEN_REFRESH_INTERVAL; the last one counts.',
    ]);
    // Quadratic work took minutes.
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  test('shows the change, makes it, and says so', async () => {
    const { stdout, stderr, code } = await flagsApart('set', 'TOKEN_REFRESH_INTERVAL=60', '--env-file', '.env', '--yes');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Change of \.env\n\nSwitches\n[^]*\n {2}TOKEN_REFRESH_INTERVAL +changed +15 +60\n\n--- \.env\n\+\+\+ \.env\n@@ -4,7 \+4,7 @@\n REDIS_PASSWORD=…\n \n # Jobs\n-export TOKEN_REFRESH_INTERVAL="15" # minutes\n\+export TOKEN_REFRESH_INTERVAL="60" # minutes\n/,
    );
    expect(stdout).not.toContain('hunter2');
    expect(stderr).toMatch(
      /^Changed 1 switch in \.env\. .*restart it\.\nUndo: meter flags set TOKEN_REFRESH_INTERVAL=15 --env-file \.env\n$/,
    );
    expect(await content()).toBe(RELAY.replace('"15"', '"60"'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['.env']);
  });

  test('leaves a variable within a value of several lines alone, and puts a new one below its comment', async () => {
    await flags('set', 'BILLING_EVENTS_ENABLED=false', 'RATE_LIMIT_CLEANUP_INTERVAL=60', '--env-file', '.env', '--yes');
    expect(await content()).toBe(
      RELAY.replace('"\nBILLING_EVENTS_ENABLED=true', '"\nBILLING_EVENTS_ENABLED=false').replace(
        'INTERVAL=5\n',
        'INTERVAL=5\nRATE_LIMIT_CLEANUP_INTERVAL=60\n',
      ),
    );
  });

  test('does nothing the second time', async () => {
    const args = ['set', 'BILLING_EVENTS_ENABLED=false', 'TOKEN_REFRESH_INTERVAL=15', '--env-file', '.env', '--json', '--yes'];
    const first = await flags(...args);
    const text = await content();
    const second = await flags(...args);
    for (const result of [first, second]) await assertMatchesSchema('flags', result.json());
    expect(dataOf(first)).toMatchObject({
      written: true,
      changes: [
        { env: 'BILLING_EVENTS_ENABLED', kind: 'changed', before: 'true', after: 'false', lines: [13] },
        { env: 'TOKEN_REFRESH_INTERVAL', kind: 'unchanged', before: '15', after: '15', lines: [7] },
      ],
    });
    expect(dataOf(second)).toMatchObject({ written: false, diff: '', changes: [{ kind: 'unchanged' }, { kind: 'unchanged' }] });
    expect(await content()).toBe(text);
    const spoken = await flags(...args.filter((word) => word !== '--json'));
    expect(spoken).toMatchObject({ code: 0, stderr: 'Nothing to change.\n' });
    expect(spoken.stdout).toMatch(/\n {2}BILLING_EVENTS_ENABLED +no change +false +false\n/);
  });

  test('warns of what is lost, of duplicates, and of hard links', async () => {
    await writeFile(file, `BILLING_EVENTS_ENABLED=true\n${RELAY}`);
    await promisify(execFile)('ln', [file, join(folder, 'other')]);
    const result = await flags(
      'set',
      'BILLING_EVENTS_ENABLED=false',
      '--env-file',
      '.env',
      '--yes',
      '--json',
      '--app-version',
      '1.1.314',
    );
    expect(result.json<Envelope<unknown>>().warnings).toEqual([
      'Lines 1 and 14 both set BILLING_EVENTS_ENABLED; the last one counts and is the one changed.',
      'BILLING_EVENTS_ENABLED=false: Billing systems that read the stream get nothing; the application itself does not read it.',
      '.env has 2 names (hard links); the others keep the old content.',
    ]);
  });

  test('of a switch that the application does not read wants --force, or a source that reads it', async () => {
    const set = ['set', 'ENABLE_HOURLY_STATS=false', '--env-file', '.env', '--yes'];
    const refused = await flags(...set);
    expect(refused).toMatchObject({ code: 4, stdout: '' });
    expect(refused.stderr).toMatch(/^meter: claude-relay-service does not read ENABLE_HOURLY_STATS: only documents name it\.\n/);
    const asJson = await flags(...set, '--json');
    await assertMatchesSchema('error', asJson.json());
    expect(asJson.json()).toMatchObject({ error: { code: 'switch-not-read' } });
    expect(await content()).toBe(RELAY);

    await writeFile(join(folder, 'config.js'), '// none here\n');
    expect((await flags(...set, '--app-dir', '.')).code).toBe(4);
    await writeFile(join(folder, 'config.js'), "x = process.env.ENABLE_HOURLY_STATS !== 'false'\n");
    expect((await flags(...set, '--app-dir', '.')).code).toBe(0);
    expect(parse(await content())).toMatchObject({ ENABLE_HOURLY_STATS: 'false' });

    const forced = await flags('set', 'ENABLE_MODEL_STATS=false', '--env-file', '.env', '--yes', '--force', '--json');
    expect(forced.code).toBe(0);
    expect(forced.json<Envelope<unknown>>().warnings[0]).toMatch(/accounts are no longer enforced.*has no effect unless/);
  });

  test('a switch back to its default needs no force, read or not', async () => {
    await writeFile(file, 'ENABLE_HOURLY_STATS=false\n');
    expect((await flags('set', 'ENABLE_HOURLY_STATS=true', '--env-file', '.env', '--yes')).code).toBe(0);
    expect(await content()).toBe('ENABLE_HOURLY_STATS=true\n');
  });

  test('goes through a link and keeps the old file where asked', async () => {
    await rm(file);
    await writeFile(join(folder, 'real.env'), RELAY);
    await chmod(join(folder, 'real.env'), 0o640);
    await symlink('real.env', file);
    const result = await flags('set', 'TOKEN_REFRESH_INTERVAL=60', '--env-file', '.env', '--yes', '--bak', '--json');
    expect(await readlink(file)).toBe('real.env');
    expect(dataOf(result).backup).toMatch(/\/real\.env\.bak$/);
    expect(await readFile(join(folder, 'real.env.bak'), 'utf8')).toBe(RELAY);
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect((await readdir(folder)).toSorted()).toEqual(['.env', 'real.env', 'real.env.bak']);
  });

  test('twice at once makes both changes or says which one was not made', async () => {
    for (let round = 0; round < 3; round++) {
      await writeFile(file, RELAY);
      const settings = ['TOKEN_REFRESH_INTERVAL=60', 'BILLING_EVENTS_ENABLED=false'];
      const results = await Promise.all(settings.map((word) => flagsApart('set', word, '--env-file', '.env', '--yes')));
      const values = parse(await content());
      for (const [index, word] of settings.entries()) {
        const [name, value] = word.split('=') as [string, string];
        expect([0, 4]).toContain(results[index]!.code);
        expect(values[name] === value).toBe(results[index]!.code === 0);
      }
      expect(results.some(({ code }) => code === 0)).toBe(true);
    }
  });
});

describe('the undo lines', () => {
  const undoLines = ({ stderr }: MeterResult): string[][] =>
    Array.from(stderr.matchAll(/^Undo: meter flags (.*)$/gm), ([, words]) => words!.split(' '));

  test.each([
    ['set', 'TOKEN_REFRESH_INTERVAL=60', 'USAGE_RECORDS_MAX=50', 'BILLING_EVENTS_ENABLED=false', '--force'],
    ['preset', 'production', '--force'],
    ['preset', 'minimal', '--force'],
  ])('of %s %s give back every byte', async (...words) => {
    const undo = undoLines(await flags(...words, '--env-file', '.env', '--yes'));
    expect(undo.length).toBeGreaterThan(0);
    expect(await content()).not.toBe(RELAY);
    for (const line of undo) expect(await flags(...line, '--yes')).toMatchObject({ code: 0 });
    expect(await content()).toBe(RELAY);
  });

  test('of unset sets a switch again that the application does not read', async () => {
    await writeFile(file, 'ENABLE_HOURLY_STATS=false\n');
    const [line] = undoLines(await flags('unset', 'ENABLE_HOURLY_STATS', '--env-file', '.env', '--yes'));
    expect(line).toEqual(['set', 'ENABLE_HOURLY_STATS=false', '--env-file', '.env', '--force']);
    await flags(...line!, '--yes');
    expect(await content()).toBe('ENABLE_HOURLY_STATS=false\n');
  });

  test('name a value that no command sets', async () => {
    await writeFile(file, 'TOKEN_REFRESH_INTERVAL=soon\n');
    const { stderr } = await flags('set', 'TOKEN_REFRESH_INTERVAL=60', '--env-file', '.env', '--yes');
    expect(stderr).toContain('Undo: set TOKEN_REFRESH_INTERVAL by hand.');
    expect(stderr).not.toContain('Undo: meter');
  });

  test('are absent where nothing was written', async () => {
    const { stderr } = await flags('set', 'TOKEN_REFRESH_INTERVAL=60', '--env-file', '.env', '--dry-run');
    expect(stderr).not.toContain('Undo');
  });
});

describe('the release that the relay has stored', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  const set = (...args: string[]) =>
    runMeterInside(['flags', 'set', ...args, '--env-file', '.env', '--yes', '--json'], { cwd: folder });

  test('is asked where it decides whether the switch is read', async () => {
    await writeFile(file, `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\n`);
    await server.client().set('system:migrated:version', '1.1.150');
    const refused = await set('BILLING_EVENTS_ENABLED=false');
    expect(refused.code).toBe(4);
    expect(refused.json()).toMatchObject({
      error: {
        code: 'switch-not-read',
        message: 'claude-relay-service 1.1.150 does not read BILLING_EVENTS_ENABLED: releases from 1.1.178 read it.',
      },
    });
    const forced = await set('BILLING_EVENTS_ENABLED=false', '--force');
    await assertMatchesSchema('flags', forced.json());
    expect(forced.json<Envelope<unknown>>().warnings).toEqual([
      expect.stringContaining('It has no effect unless your application reads it: releases from 1.1.178 read it.'),
    ]);

    await server.client().set('system:migrated:version', '1.1.314');
    await writeFile(file, `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\n`);
    const read = (await set('BILLING_EVENTS_ENABLED=false')).json<Envelope<FlagsEditData>>();
    expect(read.data.profile).toMatchObject({ version: '1.1.314', releases: { from: '1.1.314', to: '1.1.314' } });
    expect(read.warnings).toEqual([expect.not.stringContaining('Whether the application reads it')]);
    expect(read.spent?.commands).toBe(4);
  });

  test('is not asked where it decides nothing', async () => {
    await writeFile(file, `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\n`);
    for (const args of [
      ['CLEANUP_INTERVAL=86400000'],
      ['BILLING_EVENTS_ENABLED=true'],
      ['BILLING_EVENTS_ENABLED=false', '--app-version', '1.1.314'],
      ['TOKEN_REFRESH_INTERVAL=60', '--offline'],
    ])
      expect((await set(...args)).json<Envelope<unknown>>()).toMatchObject({ ok: true, spent: null });
  });

  test('and where it cannot be asked, a warning says so', async () => {
    await writeFile(file, `REDIS_HOST=127.0.0.1\nREDIS_PORT=${CLOSED_PORT}\n`);
    const { warnings } = (await set('BILLING_EVENTS_ENABLED=false')).json<Envelope<unknown>>();
    expect(warnings).toEqual([
      expect.stringMatching(/^The release could not be asked for: .+ --offline does without\.$/),
      expect.stringContaining('Whether the application reads it is not known: releases from 1.1.178 read it.'),
    ]);
  });
});

describe('without a yes', () => {
  test('and without a terminal the change is shown and refused', async () => {
    const { stdout, stderr, code } = await flags('set', 'TOKEN_REFRESH_INTERVAL=60', '--env-file', '.env');
    expect(code).toBe(4);
    expect(stdout).toContain('+export TOKEN_REFRESH_INTERVAL="60"');
    expect(stderr).toMatch(/^meter: Nobody is at the terminal to confirm this\.\n.*--yes.*--dry-run\n$/);
    const json = await flags('set', 'TOKEN_REFRESH_INTERVAL=60', '--env-file', '.env', '--json');
    await assertMatchesSchema('error', json.json());
    expect(json).toMatchObject({ code: 4, stderr: '' });
    expect(await content()).toBe(RELAY);
  });

  test('--dry-run shows the change and makes none', async () => {
    const { stdout, stderr, code } = await flags('set', 'TOKEN_REFRESH_INTERVAL=60', '--env-file', '.env', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('+export TOKEN_REFRESH_INTERVAL="60"');
    expect(stderr).toContain('Nothing was written');
    const json = await flags('set', 'TOKEN_REFRESH_INTERVAL=60', '--env-file', '.env', '--dry-run', '--json');
    await assertMatchesSchema('flags', json.json());
    expect(dataOf(json).written).toBe(false);
    expect(await content()).toBe(RELAY);
  });

  test('as Markdown and CSV', async () => {
    const shown = async (format: string): Promise<string> =>
      (await flags('set', 'TOKEN_REFRESH_INTERVAL=60', '--env-file', '.env', '--dry-run', '--format', format)).stdout;
    expect(await shown('markdown')).toContain('\n```diff\n--- .env\n+++ .env\n');
    expect(await shown('csv')).toBe('switch,change,before,after\nTOKEN_REFRESH_INTERVAL,changed,15,60\n');
  });

  // `script` gives it a terminal; its flags are those of util-linux.
  test.skipIf(process.platform !== 'linux').each([
    ['y\n', 0, '60'],
    ['n\n', 4, '15'],
    ['\n', 4, '15'],
    ['\u0003', 130, '15'],
  ])('on a terminal the answer %j ends it with %i', async (answer, code, value) => {
    const command = `node ${BIN} -- flags set TOKEN_REFRESH_INTERVAL=60 --env-file .env --offline > shown`;
    const terminal = spawn('script', ['-qefc', command, '/dev/null'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    let [asked, answered] = ['', false];
    terminal.stdout.on('data', (chunk: Buffer) => {
      asked += chunk.toString();
      if (answered || !asked.includes('Write this to .env?')) return;
      answered = true;
      terminal.stdin.write(answer);
    });
    const [ended] = (await once(terminal, 'close')) as [number | null];
    expect(ended).toBe(code);
    // Standard output goes elsewhere here, and nobody should say yes to what cannot be seen.
    expect(asked).toContain('+export TOKEN_REFRESH_INTERVAL="60"');
    expect(parse(await content())['TOKEN_REFRESH_INTERVAL']).toBe(value);
    expect(await readFile(join(folder, 'shown'), 'utf8')).toContain('+export TOKEN_REFRESH_INTERVAL="60"');
  });
});

describe('meter flags unset', () => {
  test('takes out every line that sets the switch', async () => {
    await writeFile(file, `TOKEN_REFRESH_INTERVAL=30\n${RELAY}`);
    const result = await flags('unset', 'TOKEN_REFRESH_INTERVAL', 'CLEANUP_INTERVAL', '--env-file', '.env', '--yes', '--json');
    await assertMatchesSchema('flags', result.json());
    expect(dataOf(result).changes).toMatchObject([
      { kind: 'removed', before: '15', after: null, lines: [1, 8] },
      { kind: 'unchanged' },
    ]);
    expect(result.json<Envelope<unknown>>().warnings).toEqual([
      'Lines 1 and 8 both set TOKEN_REFRESH_INTERVAL; every one is removed.',
    ]);
    expect(await content()).toBe(RELAY.replace('export TOKEN_REFRESH_INTERVAL="15" # minutes\n', ''));
  });
});

describe('meter flags preset', () => {
  const edit = (preset: string, ...args: string[]) => flags('preset', preset, '--env-file', '.env', '--yes', ...args);

  test('production sets what the quick fix of the documents sets, and nothing else', async () => {
    expect((await edit('production')).code).toBe(4);
    expect(await content()).toBe(RELAY);
    expect((await edit('production', '--force')).code).toBe(0);
    expect(parse(await content())).toEqual({ ...parse(RELAY), ...PRODUCTION });
    expect((await content()).split('\n').filter((line) => !RELAY.split('\n').includes(line))).toHaveLength(6);
  });

  test('all-on takes back what presets have set, and adds nothing', async () => {
    await edit('minimal', '--force');
    expect(parse(await content())).toMatchObject({
      ...PRODUCTION,
      ENABLE_USAGE_STATISTICS: 'false',
      BILLING_EVENTS_ENABLED: 'false',
    });
    const result = await edit('all-on', '--json');
    expect(result.code).toBe(0);
    expect(parse(await content())).toMatchObject({
      ENABLE_HOURLY_STATS: 'true',
      ENABLE_USAGE_STATISTICS: 'true',
      RATE_LIMIT_CLEANUP_INTERVAL: '5',
      TOKEN_REFRESH_INTERVAL: '15',
    });
    await writeFile(file, RELAY);
    expect(dataOf(await edit('all-on', '--json')).changes).toEqual([]);
  });

  test('warns before cost limits are no longer enforced', async () => {
    const { stdout } = await flags('preset', 'minimal', '--env-file', '.env', '--dry-run', '--force');
    expect(stdout.replaceAll(/\n +/g, ' ')).toContain(
      'ENABLE_USAGE_STATISTICS=false: No cost is recorded, so cost limits of API keys are no longer enforced',
    );
  });
});

describe('--print', () => {
  const printed = async (form: string): Promise<string> => {
    const { stdout, code } = await flags('preset', 'production', '--print', form, '--force');
    expect(code).toBe(0);
    return stdout;
  };

  test('shell is what a shell takes', async () => {
    const script = `${await printed('shell')}\nenv`;
    const { stdout } = await promisify(execFile)('sh', ['-c', script], { env: { PATH: process.env.PATH } });
    expect(parse(stdout)).toMatchObject(PRODUCTION);
  });

  test('docker is options of docker run', async () => {
    const words = (await printed('docker')).trim().split(' ');
    expect(words.filter((_, index) => index % 2 === 0)).toEqual(Object.keys(PRODUCTION).map(() => '--env'));
    expect(parse(words.filter((_, index) => index % 2 === 1).join('\n'))).toEqual(PRODUCTION);
  });

  test.each([
    ['k8s', 'env', 'name'],
    ['render', 'envVars', 'key'],
  ])('%s is YAML with strings for values', async (form, list, key) => {
    const entries = Object.entries(PRODUCTION).map(([name, value]) => ({ [key]: name, value }));
    expect(parseYaml(await printed(form))).toEqual({ [list]: entries });
  });

  test('in the other formats is a document', async () => {
    const { stdout } = await flags('set', 'TOKEN_REFRESH_INTERVAL=60', '--print', 'shell', '--format', 'markdown');
    expect(stdout).toContain('# Settings for claude-relay-service\n\n```sh\nexport TOKEN_REFRESH_INTERVAL=60\n```\n');
  });

  test('as JSON, of single settings, and of all-on', async () => {
    const result = await flags('set', 'TOKEN_REFRESH_INTERVAL=60', '--print', 'shell', '--json');
    await assertMatchesSchema('flags', result.json());
    expect(dataOf(result)).toMatchObject({ file: null, printed: { form: 'shell', text: 'export TOKEN_REFRESH_INTERVAL=60' } });
    expect((await flags('preset', 'all-on', '--print', 'shell')).stdout).toContain('export ENABLE_HOURLY_STATS=true\n');
  });
});

describe('what cannot be', () => {
  test.each([
    [['set', 'ENABLE_HOURLY_STAT=false', '--env-file', '.env'], 'has no switch "ENABLE_HOURLY_STAT"'],
    [['set', 'ENABLE_HOURLY_STATS', '--env-file', '.env'], 'Write it as ENABLE_HOURLY_STATS=false.'],
    [['set', 'CLEANUP_INTERVAL', '--env-file', '.env'], 'Write it as CLEANUP_INTERVAL=86400000.'],
    [['set', 'ENABLE_HOURLY_STATS=no', '--env-file', '.env'], 'takes true or false'],
    [['set', 'TOKEN_REFRESH_INTERVAL=-5', '--env-file', '.env'], 'takes a whole number of minutes above 0'],
    [['set', 'USAGE_RECORDS_MAX=many', '--env-file', '.env'], 'takes a whole number above 0'],
    [['set', 'CLEANUP_INTERVAL=1', 'CLEANUP_INTERVAL=2', '--env-file', '.env'], 'is given twice'],
    [['set', '--env-file', '.env'], 'needs an argument'],
    [['set', 'CLEANUP_INTERVAL=1'], 'Which file is to be edited?'],
    [['set', 'CLEANUP_INTERVAL=1', '--env-file', '.env', '--print', 'shell'], 'for those who have no file'],
    [['set', 'CLEANUP_INTERVAL=1', '--env-file', 'package.json'], 'holds JSON'],
    [['unset', 'REDIS_HOST', '--env-file', '.env'], 'has no switch "REDIS_HOST"'],
    [['preset', 'none', '--env-file', '.env'], 'There is no preset "none"'],
    [['preset', 'production', '--env-file', '.env', '--profile', 'one-api'], 'has no switches'],
  ])('%j: exit 2, one sentence, and no change', async (args, sentence) => {
    await writeFile(join(folder, 'package.json'), '{"name":"relay"}');
    const { stdout, stderr, code } = await flags(...args, '--yes');
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toMatch(/^meter: [^\n]+\n(?: {2}\S[^\n]*\n)*$/);
    expect(stderr).toContain(sentence);
    expect(await content()).toBe(RELAY);
  });
});
