import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/lib/format/width.js';
import type { FlagsListData, SwitchRow } from '../../src/lib/switches/model.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import type { EstimateReport } from '../../src/lib/report/estimate/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis } from '../support/redis-server.js';
import { assertMatchesSchema, loadSchema } from '../support/schema.js';

/** Switches that documents name and that no release reads. */
const FINE = ['HOURLY', 'MINUTE', 'MODEL', 'DETAILED_CACHE'].map((name) => `ENABLE_${name}_STATS`);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-flags-test-'));
  await writeFile(
    join(folder, '.env'),
    'REDIS_PASSWORD=hunter2\nENABLE_HOURLY_STATS=false\nTOKEN_REFRESH_INTERVAL=15\nexport TOKEN_REFRESH_INTERVAL="60" # slow\n',
  );
  await mkdir(join(folder, 'app', 'config'), { recursive: true });
  await mkdir(join(folder, 'fork'));
  await writeFile(join(folder, 'fork', 'config.js'), FINE.map((env) => `process.env.${env}\n`).join(''));
  await writeFile(join(folder, 'app', 'config', 'config.js'), "\nhourly: process.env.ENABLE_HOURLY_STATS !== 'false',\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const list = (...args: string[]) => runMeterInside(['flags', 'list', ...args], { cwd: folder });

async function rows(...args: string[]): Promise<{ envelope: Envelope<FlagsListData>; row: (env: string) => SwitchRow }> {
  const envelope = (await list(...args, '--json')).json<Envelope<FlagsListData>>();
  await assertMatchesSchema('flags', envelope);
  return { envelope, row: (env) => envelope.data.switches.find((each) => each.env === env)! };
}

describe('meter flags list', () => {
  test('tells what each switch that is read saves a day, alone and in addition to the others, as it was measured', async () => {
    const { envelope, row } = await rows('--app-version', '1.1.314', '--requests', '1000', '--app-dir', 'fork');
    // Commands of the 249 that a request with cost records, times a thousand.
    expect(FINE.map((env) => row(env).savesPerDay)).toEqual([
      { overlap: 72_000, marginal: 72_000, perKey: 0 },
      { overlap: 7000, marginal: 7000, perKey: 0 },
      { overlap: 126_000, marginal: 80_000, perKey: 0 },
      { overlap: 44_000, marginal: 18_000, perKey: 0 },
    ]);
    const { commandsPerDay, switches, requestsPerDay } = envelope.data;
    expect(requestsPerDay).toBe(1000);
    expect(switches.slice(0, 4).map(({ env }) => env)).toEqual(FINE);
    expect(switches.reduce((sum, { savesPerDay }) => sum + savesPerDay.marginal, 0)).toBe(commandsPerDay.on - commandsPerDay.off);
    expect(commandsPerDay.on - commandsPerDay.off).toBe(177_000);
  });

  test('credits nothing to a switch that the application does not read', async () => {
    const { envelope, row } = await rows('--app-version', '1.1.314', '--keys', '6792');
    const { switches, commandsPerDay } = envelope.data;
    const unread = switches.filter(({ reads }) => reads === false);
    expect(unread.map(({ env }) => env)).toEqual(expect.arrayContaining([...FINE, 'ENABLE_USAGE_STATISTICS']));
    for (const { savesPerDay } of unread) expect(savesPerDay).toEqual({ overlap: 0, marginal: 0, perKey: 0 });
    const read = ['BILLING_EVENTS_ENABLED', 'ACCOUNT_TEST_SCHEDULER_ENABLED', 'CLEANUP_INTERVAL'];
    expect(switches.slice(0, 3).map(({ env }) => env)).toEqual(read);
    const saved = read.reduce((sum, env) => sum + row(env).savesPerDay.marginal, 0);
    expect(saved).toBeGreaterThan(0);
    expect(commandsPerDay.off).toBe(commandsPerDay.on - saved);
    const { stdout } = await list('--app-version', '1.1.314', '--keys', '6792');
    expect(stdout).toMatch(/\n {2}ENABLE_USAGE_STATISTICS +true \(default\) +\(not read\) +no\n/);
    expect(stdout).toMatch(
      /\nThe application reads 3 of 11 switches; turning them off saves 301,406 of 1,274,088 commands a day/,
    );
  });

  test('where it is not known whether a switch is read, its saving is in no sum', async () => {
    const { envelope, row } = await rows();
    expect(row('ENABLE_USAGE_STATISTICS')).toMatchObject({ reads: null, savesPerDay: { overlap: 831_000 } });
    const { on, off } = envelope.data.commandsPerDay;
    expect([on, off]).toEqual([911_016, 911_016]);
    expect((await list()).stdout).toContain(
      'The application reads 1 of 11 switches; what it saves depends on the number of keys.',
    );
  });

  test('jobs that walk over all keys are priced by their number', async () => {
    const known = await rows('--keys', '19494', '--api-keys', '51');
    // Five walks of 98 calls and 51 × 32 TTL, once a day and no longer every hour.
    expect(known.row('CLEANUP_INTERVAL').savesPerDay).toMatchObject({ overlap: 48_806, marginal: 48_806 });
    expect(known.row('ACCOUNT_TEST_SCHEDULER_ENABLED').savesPerDay.overlap).toBe(1440 * 3 * 195);
    expect(known.envelope.data.keys).toBe(19_494);
    const unknown = await rows();
    expect(unknown.row('ACCOUNT_TEST_SCHEDULER_ENABLED').savesPerDay).toEqual({ overlap: 0, marginal: 0, perKey: 43.2 });
    expect(unknown.envelope.data.keys).toBeNull();
    const { stdout } = await list();
    expect(stdout).toMatch(/ACCOUNT_TEST_SCHEDULER_ENABLED +true \(default\) +43\.2 a key/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('the number of keys is not known: give it with --keys N');
  });

  test('which the Redis of the file tells', async () => {
    const server = await startRedis();
    try {
      await server.client().mset('a', '', 'b', '');
      await writeFile(join(folder, 'live.env'), `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\n`);
      const { envelope } = await rows('--env-file', 'live.env');
      expect([envelope.data.keys, envelope.data.profile.releases]).toEqual([2, null]);
    } finally {
      await server.stop();
    }
    const { envelope } = await rows('--env-file', 'live.env');
    expect([envelope.data.keys, envelope.spent]).toEqual([null, null]);
    expect(envelope.warnings).toEqual([expect.stringContaining('The number of keys could not be asked for: ')]);
  });

  test('and the release that it stores, as audit and estimate have it', async () => {
    const server = await startRedis();
    try {
      const file = join(folder, 'stored.env');
      await writeFile(file, `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\n`);
      await server.client().mset('system:migrated:version', '1.1.250', 'apikey:idx:marker', '1');
      await server.client().hset('usage:global:total', 'requests', '1');
      const { envelope, row } = await rows('--env-file', file);
      expect(envelope.data.profile).toMatchObject({ version: '1.1.250', releases: { from: '1.1.250', to: '1.1.250' } });
      expect(envelope.spent?.commands).toBe(5);
      const named = await rows('--app-version', '1.1.250');
      for (const { env, reads, readsBecause } of named.envelope.data.switches)
        expect(row(env)).toMatchObject({ reads, readsBecause });
      const estimated = (await runMeterInside(['estimate', '--env-file', file, '--json'])).json<Envelope<EstimateReport>>().data;
      expect(estimated.profile).toMatchObject({ version: '1.1.250', releases: { from: '1.1.250', to: '1.1.250' } });
      for (const { env, reads } of estimated.switches) expect(row(env).reads).toBe(reads);
      const audited = (await runMeterInside(['audit', '--env-file', file, '--json'])).json<Envelope<AuditReport>>().data;
      expect(audited.profiles).toMatchObject([{ version: '1.1.250', upTo: '1.1.250' }]);
    } finally {
      await server.stop();
    }
  });

  test('and the releases that the keys show, where none is stored', async () => {
    const server = await startRedis();
    try {
      const file = join(folder, 'range.env');
      await writeFile(file, `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\n`);
      const client = server.client();
      await client.hset('apikey:key-1', 'name', 'one');
      await client.hset('usage:key-1', 'totalRequests', '1');
      await client.set('claude_relay_config', '{}');
      const audited = (await runMeterInside(['audit', '--env-file', file, '--json'])).json<Envelope<AuditReport>>().data;
      const [{ version, upTo } = { version: null, upTo: null }] = audited.profiles;
      expect([version, upTo]).toEqual(['1.1.237', '1.1.262']);
      const { envelope, row } = await rows('--env-file', file);
      expect(envelope.data.profile).toMatchObject({ version, releases: { from: version, to: upTo } });
      expect(row('BILLING_EVENTS_ENABLED').reads).toBe(true);
      expect(row('ACCOUNT_TEST_SCHEDULER_ENABLED').reads).toBe(true);
      const estimated = (await runMeterInside(['estimate', '--env-file', file, '--json'])).json<Envelope<EstimateReport>>().data;
      expect(estimated.profile).toMatchObject({ version, releases: { from: version, to: upTo } });
      for (const { env, reads } of estimated.switches) expect(row(env).reads).toBe(reads);
      const { stdout } = await list('--env-file', file);
      expect(stdout).toMatch(/^Switches of claude-relay-service 1\.1\.237 to 1\.1\.262 /);
      expect((await list('--env-file', file, '--offline')).stdout).toMatch(/^Switches of claude-relay-service {2}/);
    } finally {
      await server.stop();
    }
  });

  test('of an older release', async () => {
    const { row } = await rows('--profile', 'claude-relay-service@1.1.250', '--requests', '1000', '--app-dir', 'fork');
    expect(row('ENABLE_HOURLY_STATS').savesPerDay.overlap).toBe(43_000);
    expect(row('ENABLE_MODEL_STATS').savesPerDay).toMatchObject({ overlap: 73_000, marginal: 46_000 });
  });

  test('tells what the file sets, on which lines, and that the last one counts', async () => {
    const { envelope, row } = await rows('--env-file', '.env', '--offline');
    expect(row('ENABLE_HOURLY_STATS')).toMatchObject({ value: 'false', lines: [2], default: 'true', off: 'false' });
    expect(row('TOKEN_REFRESH_INTERVAL')).toMatchObject({ value: '60', lines: [3, 4] });
    expect(row('ENABLE_MODEL_STATS')).toMatchObject({ value: null, lines: [] });
    expect(envelope.data.file).toBe('.env');
    expect(envelope.warnings).toEqual(['Lines 3 and 4 both set TOKEN_REFRESH_INTERVAL; the last one counts.']);
    expect(JSON.stringify(envelope)).not.toContain('hunter2');
  });

  test('tells whether the application reads a switch, by its release or by its source', async () => {
    const unknown = (await rows()).row;
    expect(unknown('ENABLE_HOURLY_STATS')).toMatchObject({ reads: false, readsBecause: 'only documents name it' });
    expect(unknown('ENABLE_USAGE_STATISTICS').reads).toBeNull();
    const current = (await rows('--app-version', '1.1.314')).row;
    expect(current('ENABLE_USAGE_STATISTICS').reads).toBe(false);
    expect(current('BILLING_EVENTS_ENABLED').reads).toBe(true);
    expect((await rows('--app-version', '1.1.177')).row('BILLING_EVENTS_ENABLED').reads).toBe(false);
    const source = (await rows('--app-dir', 'app')).row;
    expect(source('ENABLE_HOURLY_STATS')).toMatchObject({ reads: true, readsBecause: `${join('config', 'config.js')}:2` });
    expect(source('BILLING_EVENTS_ENABLED')).toMatchObject({ reads: false, readsBecause: 'the source does not name it' });
  });

  test('warns of values that are none', async () => {
    await writeFile(
      join(folder, 'odd.env'),
      'ENABLE_HOURLY_STATS=off\nTOKEN_REFRESH_INTERVAL=1h\nENABLE_MODEL_STATS=\nCLEANUP_INTERVAL=5\n',
    );
    const { envelope } = await rows('--env-file', 'odd.env', '--offline');
    expect(envelope.warnings).toEqual([
      'ENABLE_HOURLY_STATS takes true or false; what the file gives it is most likely read as true.',
      'TOKEN_REFRESH_INTERVAL takes a whole number of minutes above 0; what the file gives it is most likely read as 15.',
    ]);
  });

  test('for the figures of the documents, which are no release', async () => {
    const { envelope, row } = await rows('--profile', 'claude-relay-service@documented');
    expect(envelope.data.profile.version).toBe('documented');
    expect(row('ENABLE_USAGE_STATISTICS').reads).toBeNull();
    expect(envelope.data.commandsPerDay.on).toBe(482_640);
  });

  test.each(['80', '120'])('for people, in %s columns', async (columns) => {
    const shown = async (...args: string[]): Promise<string> => {
      const { stdout, stderr, code } = await runMeterInside(
        ['flags', 'list', '--env-file', '.env', '--app-dir', 'app', ...args],
        {
          cwd: folder,
          env: { COLUMNS: columns },
        },
      );
      expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
      for (const line of stdout.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(Number(columns));
      expect(stdout).not.toContain('hunter2');
      return stdout;
    };
    const screen = await shown();
    expect(screen).toMatch(/^Switches of claude-relay-service {2}\.env$/m);
    expect(screen).toMatch(/^ {2}ENABLE_HOURLY_STATS +false +216,000 +(?:216,000 +)?yes$/m);
    expect(screen).toMatch(/^ {2}ENABLE_MODEL_STATS +true \(default\) +\(not read\) +no$/m);
    expect(screen).toMatch(/Two\s+switches\s+can\s+stop/);
    expect(screen).toContain('- Lines 3 and 4 both set TOKEN_REFRESH_INTERVAL; the last one counts.');
    expect(screen).not.toContain('Daily quotas');
    expect(screen.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    expect(await shown('--section', 'losses')).toContain('Daily quotas of console and CCR accounts are no longer enforced');
  });

  test('as CSV has a row for each switch, with plain figures', async () => {
    const { stdout } = await list('--format', 'csv', '--app-version', '1.1.314');
    const [head, first, ...rest] = stdout.trim().split('\n');
    expect(head).toBe('switch,value,off,saves_alone_per_day,saves_in_addition_per_day,saves_per_key_per_day,read,because');
    expect(first).toBe('BILLING_EVENTS_ENABLED,true,false,3000,3000,0,true,releases from 1.1.178 read it');
    expect(rest).toHaveLength(10);
  });

  test('the schema takes nothing that is not in it', async () => {
    const problemsOf = await loadSchema('flags');
    const { envelope } = await rows();
    expect(problemsOf(envelope)).toEqual([]);
    expect(problemsOf({ ...envelope, data: { ...envelope.data, more: 1 } })).not.toEqual([]);
    expect(problemsOf({ ...envelope, command: 'flags set' })).not.toEqual([]);
    const [first] = envelope.data.switches;
    expect(problemsOf({ ...envelope, data: { ...envelope.data, switches: [{ ...first, value: 1 }] } })).not.toEqual([]);
  });

  test.each([
    [['--app-version', '9.9'], 'knows versions'],
    [['--app-version', '1.1.314', '--profile', 'claude-relay-service@1.1.314'], 'are the same thing'],
    [['--profile', 'aiecs'], 'has no switches'],
    [['--profile', 'nobody'], 'no profile named'],
    [['--app-dir', 'none'], 'cannot be read: there is no such file'],
    [['--env-file', 'app/config/config.js'], 'is no .env file'],
    [['--requests', '-1'], 'whole number of at least 0'],
    [['--requests', 'many'], 'whole number'],
  ])('%j: exit 2 and one sentence', async (args, sentence) => {
    const { stdout, stderr, code } = await list(...args);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toMatch(/^meter: .+\.\n(?: {2}\S.*\n)*$/);
    expect(stderr).toContain(sentence);
    const envelope = (await list(...args, '--json')).json();
    await assertMatchesSchema('error', envelope);
  });
});
