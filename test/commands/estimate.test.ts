import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EstimateReport } from '../../src/lib/report/estimate/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { ErrorEnvelope } from '../../src/lib/report/error-envelope.js';
import { CLOSED_PORT } from '../support/closed-port.js';
import { NOW } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { relayFile } from '../support/relay-snapshot.js';
import { assertMatchesSchema } from '../support/schema.js';

let folder: string;
let rdb: string;
/** Without any flags. */
let usual: Envelope<EstimateReport>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-estimate-'));
  rdb = join(folder, 'relay.rdb');
  await writeFile(rdb, relayFile(true));
  usual = await estimate();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function estimate(...flags: string[]): Promise<Envelope<EstimateReport>> {
  const result = await runMeterInside(['estimate', '--json', ...flags], { cwd: folder });
  expect([result.stderr, result.code]).toEqual(['', 0]);
  const envelope = result.json<Envelope<EstimateReport>>();
  await assertMatchesSchema('estimate', envelope);
  return envelope;
}

const perRequest = ({ data }: Envelope<EstimateReport>): Record<string, number> =>
  Object.fromEntries(data.sources.filter(({ withRequests }) => withRequests).map((row) => [row.id, row.perRequest]));

test.each([
  ['upstash-ratelimit', 1, 2],
  ['rate-limit-redis', 1, 3],
  ['rate-limiter-flexible@login', 1, 4],
  ['bottleneck', 3, 43],
])('checks of %s: %i sent, %i billable', async (profile, sent, billable) => {
  const { data } = await estimate('--profile', profile, '--requests', '1000');
  expect(data).toMatchObject({ workload: { unit: 'checks' }, total: { wirePerRequest: sent, billablePerRequest: billable } });
});

describe('meter estimate', () => {
  test('tells what was measured of the newest release, with the figures of the document beside it', async () => {
    const { data, spent, target } = await estimate('--requests', '3000');
    expect([spent, target]).toEqual([null, null]);
    expect(data.total).toMatchObject({ wirePerRequest: 303, billablePerRequest: 303, wirePerDay: 303 * 3000 + 2016 });
    expect(perRequest({ data } as Envelope<EstimateReport>)).toMatchObject({ 'token-usage': 163, 'account-usage': 86, auth: 2 });
    expect(data.sources.find(({ id }) => id === 'token-usage')).toMatchObject({
      perDay: 489_000,
      documented: { perRequest: 93, perDay: 279_000 },
    });
    expect(data.documented).toMatchObject({ perRequest: 160.88, perDay: 482_640 });
    expect(data.documented?.figures.map(({ id, perDay, computed }) => [id, perDay, computed])).toEqual([
      ['total', 482_640, 482_640],
      ['switches', 144_000, 287_640],
      ['statistics', 15_000, 15_000],
    ]);
    expect(data.workload.daysPerMonth).toBe(30);
  });

  test('each measured figure equals what the events add up to, but for what nobody could explain', async () => {
    const { data } = usual;
    const compared = data.figures.filter(({ computed }) => computed !== null);
    expect(compared.length).toBeGreaterThan(8);
    for (const { commands, computed, unexplained } of compared) expect(computed! + unexplained).toBe(commands);
    expect(compared.map(({ commands }) => commands)).toEqual(expect.arrayContaining([277, 303, 330]));
  });

  test('the document as a profile of its own', async () => {
    const envelope = await estimate('--profile', 'claude-relay-service@documented');
    expect(perRequest(envelope)).toEqual({ 'token-usage': 93, 'account-usage': 60, other: 7.88 });
    expect(envelope.data.total.wirePerDay).toBe(482_640);
    expect(envelope.data.sources.map(({ perDay }) => perDay)).toEqual([279_000, 180_000, 23_640]);
    const left = envelope.data.switches.find(({ env }) => env === 'ENABLE_DETAILED_CACHE_STATS');
    expect(left?.left).toBeCloseTo(28 + 60 + 7.88, 9);
  });

  test('releases that recorded less', async () => {
    const { data } = usual;
    const row = (release: string) => data.releases.find(({ from }) => from === release)!;
    const sources = (release: string) => Object.fromEntries(row(release).sources.map(({ id, perRequest: count }) => [id, count]));
    expect(sources('1.1.178')).toMatchObject({ 'token-usage': 90, 'account-usage': 58 });
    expect(sources('1.1.263')).toMatchObject({ 'token-usage': 145, 'account-usage': 70 });
    expect(sources('1.1.280')).toMatchObject({ 'token-usage': 163, 'account-usage': 86 });
    expect(data.releases.map(({ recorded }) => recorded)).toEqual([76, 128, 135, 142, 152, 158, 163, 164, 243, 277]);
    expect(data.releases.filter(({ current }) => current).map(({ from }) => from)).toEqual(['1.1.280']);
    expect(perRequest(await estimate('--profile', 'claude-relay-service@1.1.250'))).toMatchObject({
      'token-usage': 90,
      'account-usage': 58,
    });
  });

  test('switches by themselves and on top of each other', async () => {
    const { data } = usual;
    const figures = data.switches.slice(0, 4).map(({ env, overlap, marginal }) => [env, overlap, marginal]);
    expect(figures).toEqual([
      ['ENABLE_HOURLY_STATS', 72, 72],
      ['ENABLE_MINUTE_STATS', 7, 7],
      ['ENABLE_MODEL_STATS', 126, 80],
      ['ENABLE_DETAILED_CACHE_STATS', 44, 18],
    ]);
    expect(data.switches[3]?.otherReading).toMatchObject({ overlap: 90, marginal: 36 });
  });

  test('requests by the hour and by the month of 30 days', async () => {
    expect((await estimate('--requests', '125', '--per', 'hour')).data.workload.requestsPerDay).toBe(3000);
    expect((await estimate('--requests', '90000', '--per', 'month')).data.workload.requestsPerDay).toBe(3000);
  });

  test('shares of requests', async () => {
    expect((await estimate('--cost-share', '0')).data.total.wirePerRequest).toBe(303 - 26);
    expect((await estimate('--cost-share', '50%')).data.total.wirePerRequest).toBe(303 - 13);
    const limited = ['--share', 'cost-limits=1', '--share', 'rate-window=1', '--share', 'concurrency-limit=1'];
    expect((await estimate(...limited)).data.total).toMatchObject({ wirePerRequest: 320, billablePerRequest: 328 });
  });

  test.each([
    ['new-api@G1', 40, 43],
    ['new-api@G2', 26, 51],
    ['one-api', 7, 7],
    ['aiecs', 5, 5],
  ])('%s: %i sent, %i charged for', async (profile, wire, billable) => {
    expect((await estimate('--profile', profile)).data.total).toMatchObject({
      wirePerRequest: wire,
      billablePerRequest: billable,
    });
  });
});

describe('advice', () => {
  test('a fixed plan before any code, where that costs less', async () => {
    const { data } = usual;
    expect(data.advice[0]).toContain('Change the plan before the code: Fixed 250 MB of Upstash Redis costs $10 a month');
    expect(data.advice[0]).toMatch(/for up to 50 GB of traffic, of which this load takes about [\d.]+ GB/);
    expect(data.advice[0]).toContain('comes to $54.66');
    expect(data.scenarios.at(-1)).toMatchObject({ id: 'plan', monthlyCost: 10 });
  });

  test('nothing to change where the free plan suffices', async () => {
    expect((await estimate('--requests', '40')).data.advice[0]).toContain('Nothing has to change.');
  });

  test('no hope for the bill where commands cost nothing', async () => {
    const { data } = await estimate('--provider', 'render');
    expect(data.advice).toEqual([
      'Render Key Value charges by the size of the instance, not by the command: fewer commands relieve the server but do not change the bill.',
    ]);
    expect(data.scenarios.map(({ monthlyCost }) => monthlyCost)).toEqual(data.scenarios.map(() => null));
  });

  test('a price list of one own', async () => {
    await writeFile(
      join(folder, 'own.yaml'),
      '{ id: own, title: Own, metering: {}, plans: [{ id: a, title: A, monthly: 1, included: 0, perMillion: 1 }] }',
    );
    const { data } = await estimate('--provider-file', 'own.yaml');
    expect(data.provider).toMatchObject({ id: 'own', title: 'Own' });
    expect(data.scenarios[0]?.monthlyCost).toBeCloseTo(1 + (911_016 * 30) / 1e6, 9);
  });
});

describe('switches as deployed', () => {
  test('those that the release does not read are left out, and named', async () => {
    await writeFile(
      join(folder, '.env'),
      'REDIS_HOST=nowhere.invalid\nENABLE_HOURLY_STATS=false\nBILLING_EVENTS_ENABLED=false\n',
    );
    const { data, warnings } = await estimate('--env-file', '.env', '--offline');
    expect(data.settings.deployed).toEqual({ BILLING_EVENTS_ENABLED: 'false' });
    expect(data.total.wirePerRequest).toBe(302);
    expect(warnings.join('\n')).toContain('ENABLE_HOURLY_STATS=false has no effect: only documents name it.');
    expect(warnings.join('\n')).not.toContain('nowhere');
  });

  test('the source of the application decides, where it is at hand', async () => {
    const app = join(folder, 'app');
    await mkdir(app, { recursive: true });
    await writeFile(join(app, 'config.js'), "module.exports = { hourly: process.env.ENABLE_HOURLY_STATS !== 'false' }\n");
    await writeFile(join(folder, 'hourly.env'), 'ENABLE_HOURLY_STATS=true\nENABLE_HOURLY_STATS=false\n');
    const { data, warnings } = await estimate('--env-file', 'hourly.env', '--offline', '--app-dir', 'app');
    expect(data.total.wirePerRequest).toBe(303 - 72);
    expect(data.switches[0]).toMatchObject({ value: 'false', reads: true, readsBecause: 'config.js:1' });
    expect(warnings).toContain('hourly.env sets ENABLE_HOURLY_STATS more than once; the last one counts.');
  });

  test('a release that only a fork of reads a switch is taken to be that fork, with a warning', async () => {
    await writeFile(join(folder, 'fork.env'), 'ENABLE_USAGE_STATISTICS=false\n');
    const { data, warnings } = await estimate('--env-file', 'fork.env', '--offline', '--profile', 'claude-relay-service@1.1.183');
    expect(data.settings.deployed).toEqual({ ENABLE_USAGE_STATISTICS: 'false' });
    expect(data.total.wirePerRequest).toBe(2);
    expect(warnings.join(' ')).toContain('ENABLE_USAGE_STATISTICS is assumed to be read, which is not certain: only the fork');
    expect(warnings.join(' ')).toContain('cost limits of API keys are no longer enforced');
  });

  test('what is tried out counts, read or not, and the harm is told', async () => {
    const { data, warnings } = await estimate('--set', 'ENABLE_USAGE_STATISTICS=false', 'ENABLE_MODEL_STATS=false');
    expect(data.total.wirePerRequest).toBe(303 - 277);
    const text = warnings.join('\n');
    expect(text).toContain(
      'ENABLE_USAGE_STATISTICS=false: No cost is recorded, so cost limits of API keys are no longer enforced',
    );
    expect(text).toContain('ENABLE_MODEL_STATS=false: Daily quotas of console and CCR accounts are no longer enforced');
    expect(text).toContain('is tried out, but the application does not read it');
  });
});

describe('the load of real data', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startRedis();
    const client = server.client();
    for (const key of ['k1', 'k2', 'k3']) {
      await client.hset(`apikey:${key}`, 'name', key);
      await client.hset(`usage:daily:${key}:2026-11-20`, 'requests', 1);
      await client.hset(`usage:${key}:model:daily:claude-sonnet-4:2026-11-20`, 'requests', 1);
    }
    await client.hset('claude:account:a1', 'name', 'a1');
  });
  afterAll(() => server.stop());

  test('of a server', async () => {
    const { data, target, spent } = await estimate('--url', server.url);
    expect(data.workload).toMatchObject({ keys: 10, apiKeys: 3, models: 1, accounts: 1, from: `127.0.0.1:${server.port}/0` });
    expect(data.workload.dataBytes).toBeGreaterThan(100_000);
    expect(target?.port).toBe(server.port);
    expect(spent?.commands).toBeGreaterThan(0);
  });

  test('what is given by flags wins', async () => {
    expect((await estimate('--url', server.url, '--keys', '77', '--api-keys', '9')).data.workload).toMatchObject({
      keys: 77,
      apiKeys: 9,
      models: 1,
    });
  });

  test('of a snapshot, with background work for its keys', async () => {
    const { data, spent } = await estimate('--rdb', rdb, '--now', NOW);
    expect(spent).toMatchObject({ commands: 0 });
    expect(data.workload.keys).toBeGreaterThan(1000);
    expect(data.profile.releases).toEqual({ from: '1.1.314', to: '1.1.314' });
    const { keys } = data.workload;
    const background = data.sources.find(({ id }) => id === 'background')!;
    const [now, switches] = ['now', 'switches'].map((id) => data.scenarios.find((row) => row.id === id)!);
    expect(now!.jobsPerDay).toBe(background.perDay);
    expect(switches!.jobsPerDay).toBeLessThan(0.9 * now!.jobsPerDay);
    expect(background.perDay).toBeGreaterThan(1440 * (Math.ceil(keys / 200) + 3 * Math.ceil(keys / 100)));
  });
});

describe('the number of keys', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startRedis(['--requirepass', 'pass'], { client: { password: 'pass' } });
    const client = server.client();
    await client.set('system:migrated:version', '1.1.314');
    for (let key = 1; key < 250; key++) await client.set(`any:${key}`, '');
    await writeFile(
      join(folder, 'live.env'),
      `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\nREDIS_PASSWORD=pass\nCLEANUP_INTERVAL=7200000\n`,
    );
  });
  afterAll(() => server.stop());

  const dbsizeCalls = async (): Promise<number> =>
    Number(/cmdstat_dbsize:calls=(\d+)/.exec(await server.client().info('commandstats'))?.[1] ?? 0);

  test('is asked of the Redis that the .env file names, by one DBSIZE, beside its release', async () => {
    const before = await dbsizeCalls();
    const { data, warnings, spent } = await estimate('--env-file', 'live.env');
    expect((await dbsizeCalls()) - before).toBe(1);
    expect(data.workload).toMatchObject({ keys: 250, apiKeys: 1, from: `127.0.0.1:${server.port}/0`, keysOnly: true });
    expect(data.settings.deployed).toEqual({ CLEANUP_INTERVAL: '7200000' });
    expect([data.leftOut, spent?.commands]).toEqual([null, 6]);
    expect(warnings.join(' ')).not.toContain('number of keys');
  });

  test('or of the Redis in REDIS_URL, where no file is given', async () => {
    const url = server.url.replace('redis://', 'redis://default:pass@');
    const result = await runMeterInside(['estimate', '--json'], { cwd: folder, env: { REDIS_URL: url } });
    expect(result.json<Envelope<EstimateReport>>().data.workload).toMatchObject({ keys: 250, keysOnly: true });
  });

  test('is not asked for with --offline, nor where --keys tells it or the load does not depend on it', async () => {
    const before = await dbsizeCalls();
    for (const flags of [['--offline'], ['--keys', '9'], ['--profile', 'aiecs']])
      expect((await estimate('--env-file', 'live.env', ...flags)).spent).toBeNull();
    expect(await dbsizeCalls()).toBe(before);
  });

  test.each([
    ['a server that is not there', `REDIS_HOST=127.0.0.1\nREDIS_PORT=${CLOSED_PORT}\n`, 'Nothing accepts connections'],
    ['a server that wants another password', 'REDIS_HOST=127.0.0.1\nREDIS_PORT=PORT\nREDIS_PASSWORD=no\n', 'password'],
    ['a file that names no server', 'CLEANUP_INTERVAL=7200000\n', 'does not say where Redis is'],
  ])('%s is one warning and no failure', async (_name, text, why) => {
    await writeFile(join(folder, 'odd.env'), text.replace('PORT=PORT', `PORT=${server.port}`));
    const { data, warnings } = await estimate('--env-file', 'odd.env');
    const [warning, ...more] = warnings.filter((each) => each.startsWith('The number of keys could not be asked for: '));
    expect(more).toEqual([]);
    expect(warning).toContain(why);
    expect([data.workload.keys, data.workload.from]).toEqual([0, null]);
    expect(data.leftOut).toContain('Background jobs that walk over all keys are not in these figures');
  });

  test('where it is not known, the first lines say what is left out, and no others do', async () => {
    const { stdout } = await runMeterInside(['estimate'], { cwd: folder });
    const [title, empty, first] = stdout.split('\n');
    expect([title, empty]).toEqual([expect.stringContaining('Estimate for'), '']);
    expect(first).toMatch(/^ +Background jobs that walk over all keys are not in these figures/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('Each 1,000 keys add 53,280 commands a day');
    expect(stdout.match(/not in these figures/g)).toHaveLength(1);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^At least 911,016 commands a day/);
    const markdown = (await runMeterInside(['estimate', '--format', 'markdown'])).stdout;
    expect(markdown.split('\n')[2]).toContain('Background jobs');
  });

  test('a server that says nothing is not waited for', async () => {
    const startedAt = performance.now();
    await server.client().call('CLIENT', 'PAUSE', '6000', 'ALL');
    const { warnings } = await estimate('--env-file', 'live.env');
    expect(warnings.join(' ')).toContain('The number of keys could not be asked for');
    expect(performance.now() - startedAt).toBeLessThan(4500);
  });
});

describe('formats', () => {
  test('csv has one row a line of the estimate', async () => {
    const { stdout } = await runMeterInside(['estimate', '--format', 'csv']);
    const [head = '', ...rows] = stdout.trim().split('\n');
    expect(head).toMatch(/^section,id,title,sent_per_request,sent_per_day,/);
    expect(rows).toContain('source,token-usage,,163,489000,1,3000,163,489000,,,,,');
    expect(new Set(rows.map((row) => row.split(',')[0]))).toEqual(
      new Set(['total', 'source', 'family', 'grain', 'dimension', 'switch', 'scenario', 'billing']),
    );
  });

  test('csv of one section has the columns of its table', async () => {
    const { stdout } = await runMeterInside(['estimate', '--format', 'csv', '--section', 'scenarios']);
    const [head = '', now = ''] = stdout.split('\n');
    expect(head).toBe(
      'id,title,effort,sent_per_day,jobs_per_day,round_trips_per_day,billable_per_day,change,usd_per_month,cheapest_plan',
    );
    expect(now).toMatch(/^now,as it is,none,911016,2016,116016,911016,,54\.66096,Fixed 250 MB$/);
    const none = await runMeterInside(['estimate', '--section', 'lines']);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('recommendation, scenarios, sources')]);
  });

  test('markdown has its tables, and a file is written whole', async () => {
    const { stdout, stderr } = await runMeterInside(['estimate', '--format', 'markdown', '-o', 'report.md'], { cwd: folder });
    expect([stdout, stderr]).toEqual(['', 'Written to report.md.\n']);
    const text = await readFile(join(folder, 'report.md'), 'utf8');
    expect(text).toContain('| `token-usage` | 163 | 1 | 163 | 489,000 |');
    expect((await stat(join(folder, 'report.md'))).mode & 0o777).toBe(0o600);
  });

  test('the commands behind a figure', async () => {
    const { data } = await estimate('--explain', 'weekly-cost');
    expect(data.explain).toMatchObject({ kind: 'source', perRequest: 6, perDay: 18_000 });
    expect(data.explain?.rows.map(({ command }) => command)).toEqual([
      ...Array<string>(4).fill('INCRBYFLOAT'),
      'EXPIRE',
      'EXPIRE',
    ]);
    const family = (await estimate('--explain', 'usage:daily:{keyId}:{date}')).data.explain;
    expect(family).toMatchObject({ kind: 'family', perRequest: 10 });
  });
});

describe('what cannot be estimated is told in a sentence', () => {
  test.each([
    [['--requests', '-1'], '--requests takes a whole number of at least 0.'],
    [['--requests', '1e3'], '--requests takes a whole number.'],
    [['--accounts', '1.5'], '--accounts takes a whole number.'],
    [['--per', 'week'], '--per takes hour, day or month.'],
    [['--profile', 'crs'], 'There is no profile named "crs".'],
    [['--profile', 'claude-relay-service@9.9.9'], 'knows versions'],
    [['--set', 'ENABLE_DAILY_STATS=false'], 'has no switch "ENABLE_DAILY_STATS".'],
    [['--set', 'ENABLE_HOURLY_STATS'], '"ENABLE_HOURLY_STATS" has no value.'],
    [['--set', 'ENABLE_HOURLY_STATS=no'], 'ENABLE_HOURLY_STATS'],
    [['--env-file', 'relay.rdb'], 'relay.rdb'],
    [['--app-dir', 'none'], 'The folder none cannot be read: there is no such file.'],
    [['--cost-share', '2'], '--cost-share takes a share from 0 to 1, or a percentage up to 100%.'],
    [['--cost-share', '-0.1'], '--cost-share takes a share from 0 to 1, or a percentage up to 100%.'],
    [['--cost-share', '1', '--profile', 'aiecs'], '--cost-share means nothing for profile aiecs.'],
    [['--share', 'opus'], '--share takes CONDITION=SHARE, not "opus".'],
    [['--share', 'ops=1'], 'has no condition "ops".'],
    [['--share', 'cost=1', '--cost-share', '1'], 'The share of cost is given twice.'],
    [['--provider', 'upstsh'], 'There is no provider "upstsh".'],
    [['--provider-file', 'none.yaml'], 'The provider file none.yaml cannot be read: there is no such file.'],
    [['--flush-interval', '2d'], '--flush-interval takes a time from 1s to 1d.'],
    [['--tls'], '--tls says how to reach a Redis, but none is named.'],
    [['--offline', '--url', 'redis://127.0.0.1'], '--offline and --url contradict each other.'],
    [['--offline', '--tls'], '--tls says how to reach a Redis, but --offline asks none.'],
    [['--explain', 'token-usge'], 'has no source or family "token-usge".'],
    [['--rdb', 'a.rdb', '--url', `redis://127.0.0.1:${CLOSED_PORT}`], '--rdb and --url contradict each other.'],
  ])('%j', async (flags, message) => {
    const json = await runMeterInside(['estimate', ...flags, '--json'], { cwd: folder });
    expect([json.code, json.stderr]).toEqual([2, '']);
    await assertMatchesSchema('error', json.json());
    const { error } = json.json<ErrorEnvelope>();
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^[^\n]+\.$/);
  });

  test('a server that is not there ends with 5', async () => {
    expect((await runMeter(['estimate', '--url', `redis://127.0.0.1:${CLOSED_PORT}`])).code).toBe(5);
  });
});
