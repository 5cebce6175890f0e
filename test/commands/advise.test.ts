/** What `meter advise` ranks is what the verbs that it names then do. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AdviceReport, WordedRemedy } from '../../src/lib/report/advise/worded.js';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import type { EstimateReport } from '../../src/lib/report/estimate/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE_ISO, UTC_OFFSET } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { loadProblemRelay } from '../support/problem-relay.js';
import type { TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

const CLOCK = ['--now', BASE_ISO, '--utc-offset', String(UTC_OFFSET)];

let server: TestServer;
let client: Redis;
let folder: string;
let envFile: string;
useServerAndFolder((own) => ({ server, client, folder } = own));
beforeAll(async () => {
  await loadProblemRelay(server, client, { keys: 4_000 });
  envFile = join(folder, '.env');
  await writeFile(envFile, `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\nLOG_LEVEL=info\n`);
});

const meter = (...args: readonly string[]) => runMeterInside(args, { cwd: folder });
const advise = async (...args: readonly string[]): Promise<Envelope<AdviceReport>> => {
  const ran = await meter('advise', '--env-file', envFile, ...CLOCK, '--json', ...args);
  expect(ran.code, ran.stderr).toBe(0);
  return ran.json<Envelope<AdviceReport>>();
};
const remedy = ({ data }: Envelope<AdviceReport>, id: string): WordedRemedy => data.remedies.find((each) => each.id === id)!;
/** The words of a printed command, as a shell has them. */
const words = (command: string): string[] => command.split(' ').slice(1);

describe('of a relay', () => {
  let told: Envelope<AdviceReport>;
  beforeAll(async () => {
    told = await advise('--provider', 'upstash');
  });

  test('it is data as the schema says', () => assertMatchesSchema('advise', told));

  test('the load is that of the data', async () => {
    const { workload, profile, now } = told.data;
    expect(profile.name).toBe('claude-relay-service');
    expect(workload).toMatchObject({ requestsFrom: 'data', keys: await client.dbsize() });
    expect(workload.requestsPerDay).toBeGreaterThan(0);
    expect(now.jobsPerDay).toBeGreaterThan(0);
    expect(now.jobsPerDay).toBeLessThan(now.commandsPerDay);
  });

  test.each(['', 'ACCOUNT_TEST_SCHEDULER_ENABLED=false\n'])(
    'jobs send as many commands as in an audit and an estimate: %s',
    async (setting) => {
      const file = join(folder, 'jobs.env');
      await writeFile(file, `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\n${setting}`);
      const to = ['--env-file', file, '--json', '-q'];
      const advised = (await meter('advise', ...to, ...CLOCK)).json<Envelope<AdviceReport>>().data.now.jobsPerDay;
      const audited = (await meter('audit', ...to, ...CLOCK)).json<Envelope<AuditReport>>().data.findings;
      expect(audited.find(({ code }) => code === 'background-scan-load')!.count).toBe(advised);
      const { apiKeys, accounts, models } = (await meter('estimate', '--url', server.url, '--json', '-q')).json<
        Envelope<EstimateReport>
      >().data.workload;
      const counts = ['--api-keys', String(apiKeys), '--accounts', String(accounts), '--models', String(models)];
      const estimated = (await meter('estimate', ...to, ...counts)).json<Envelope<EstimateReport>>().data;
      expect(Math.round(estimated.scenarios[0]!.jobsPerDay)).toBe(advised);
      expect(estimated.workload.assumed).toEqual([]);
      const { stdout } = await meter('estimate', '--env-file', file);
      expect(stdout).toContain('assumed: 1 API key, 2 accounts, 1 model');
    },
  );

  test('what needs no change of code comes first, the worth of each falling', () => {
    const { remedies, now, workload } = told.data;
    const efforts = remedies.map(({ effort }) => effort === 'code');
    expect(efforts).toEqual(efforts.toSorted((a, b) => Number(a) - Number(b)));
    const worth = ({ saves }: WordedRemedy): number =>
      Math.max(
        saves.commandsPerDay / now.commandsPerDay,
        (saves.bytes ?? 0) / workload.dataBytes!,
        (saves.dollarsPerMonth ?? 0) / now.dollarsPerMonth!,
      );
    const withoutCode = remedies.filter(({ effort }) => effort !== 'code').map(worth);
    expect(withoutCode).toEqual(withoutCode.toSorted((a, b) => b - a));
    expect(remedies.map(({ effort }) => effort)).toEqual(expect.arrayContaining(['plan', 'command', 'setting', 'code']));
  });

  test.each(['prune-hourly', 'prune-orphans', 'prune-leaked', 'prune-records'])('%s changes what it promises', async (id) => {
    const { command, keys, saves, risk } = remedy(told, id);
    const ran = await meter(...words(command!), '--now', BASE_ISO, '--dry-run', '--json');
    expect(ran.code, ran.stderr).toBe(0);
    const { plan } = ran.json<Envelope<ChangeReport>>().data;
    expect(plan.keys).toBe(keys);
    // Of a few keys that get their TTL back nothing is felt.
    if (id !== 'prune-leaked') expect(saves.commandsPerDay + (saves.bytes ?? 0)).toBeGreaterThan(0);
    expect(risk).toContain('meter restore');
  });

  test('a rollup removes no more than it promises, and what it names stays only because its sum does not hold', async () => {
    const { command, keys, keysHow, saves } = remedy(told, 'rollup-hourly');
    expect(keysHow).toBe('at-most');
    expect(saves.commandsPerDay).toBeGreaterThan(0);
    const ran = await meter(...words(command!), '--now', BASE_ISO, '--dry-run', '--json');
    expect(ran.code, ran.stderr).toBe(0);
    const { families, protected: spared } = ran.json<Envelope<ChangeReport>>().data.plan;
    const removed = families.filter(({ action }) => action === 'delete').reduce((sum, row) => sum + row.keys, 0);
    expect(removed).toBeGreaterThan(0);
    expect(removed).toBeLessThanOrEqual(keys!);
    if (removed < keys!) expect(spared.map(({ code }) => code)).toContain('sum-expired');
  });

  test('a snapshot shows the same remedies, beside what only a server knows', async () => {
    await client.save();
    const file = join(server.dir, 'dump.rdb');
    const ran = await meter('advise', '--rdb', file, '--env-file', envFile, ...CLOCK, '--provider', 'upstash', '--json');
    expect(ran.code, ran.stderr).toBe(0);
    const shown = ran.json<Envelope<AdviceReport>>();
    await assertMatchesSchema('advise', shown);
    expect(shown.data.source).toEqual({ kind: 'snapshot', files: [file], partial: null });
    const counts = ({ data }: Envelope<AdviceReport>): unknown[] =>
      data.remedies.map(({ id, keys, effort }) => [id, keys, effort]).toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
    expect(counts(shown)).toEqual(counts(told));
    const { dataBytes: _own, ...workload } = told.data.workload;
    expect(shown.data.workload).toMatchObject(workload);
    expect([shown.target, shown.data.now.measuredPerDay, shown.spent!.commands]).toEqual([null, null, 0]);
    for (const { command } of shown.data.remedies) expect(command ?? '').not.toMatch(/--(?:url|rdb|host)/);
    const { stdout } = await meter('advise', '--rdb', file, ...CLOCK);
    expect(stdout).toMatch(new RegExp(`^Advice for ${file} `));
  });

  test('fewer keys are fewer commands of background jobs, as estimate has it', async () => {
    const { keys, saves } = remedy(told, 'prune-hourly');
    const total = async (count: number): Promise<number> => {
      const ran = await meter('estimate', '--keys', String(count), '--offline', '--json');
      return ran.json<Envelope<EstimateReport>>().data.total.wirePerDay;
    };
    const all = told.data.workload.keys;
    expect(saves.commandsPerDay / ((await total(all)) - (await total(all - keys!)))).toBeCloseTo(1, 1);
  });

  test('a switch that it names is read, and is off when its command has run', async () => {
    const switches = told.data.remedies.filter(({ effort }) => effort === 'setting');
    expect(switches.length).toBeGreaterThan(0);
    for (const { command, id } of switches) {
      const ran = await meter(...words(command!), '--dry-run', '--json');
      expect(ran.code, `${command} ${ran.stderr}`).toBe(0);
      expect(told.data.unread).not.toContain(id.slice('set-'.length));
    }
    const [first] = switches;
    expect((await meter(...words(first!.command!), '--yes')).code).toBe(0);
    const after = await advise('--provider', 'upstash');
    expect(after.data.remedies.map(({ id }) => id)).not.toContain(first!.id);
    expect(after.data.now.commandsPerDay).toBe(told.data.now.commandsPerDay - first!.saves.commandsPerDay);
  });

  test('the look costs no more than was said before it, where it costs anything', async () => {
    const ran = await meter('advise', '--env-file', envFile, ...CLOCK, '--provider', 'upstash', '--json');
    const [, most] = /Looking takes up to ([\d,]+) commands, for each of which Upstash Redis charges/.exec(ran.stderr)!;
    const { spent } = ran.json<Envelope<AdviceReport>>();
    expect(spent!.commands).toBeLessThanOrEqual(Number(most!.replaceAll(',', '')));
    const silent = await meter('advise', '--env-file', envFile, ...CLOCK);
    expect(silent.stderr).not.toContain('Looking takes');
    expect(silent.stdout).not.toContain('take the plan');
  });

  test('one screen tells it', async () => {
    const { stdout } = await meter('advise', '--env-file', envFile, ...CLOCK, '--provider', 'upstash');
    expect(stdout.split('\n').length).toBeLessThanOrEqual(41);
    expect(stdout).toMatch(/^ {2}1 {2}/m);
    expect(stdout).toContain('more remedies (--all shows them)');
  });
});

test('every key of a large database counts', async () => {
  const [apiKeys, others] = [40_000, 65_000];
  await client.select(1);
  await client.eval(
    `for id = 1, ${apiKeys} do redis.call('SET', 'usage:cost:total:key-' .. id, '0.5') end
     for day = 1, ${others} do redis.call('SET', 'any:' .. day, '') end`,
    0,
  );
  await client.select(0);
  const { data } = await advise('--db', '1');
  expect(data.workload).toMatchObject({ keys: apiKeys + others, apiKeys });
});

test('a snapshot that was cut off lists no data of deleted owners', async () => {
  await client.save();
  const bytes = await readFile(join(server.dir, 'dump.rdb'));
  const file = join(folder, 'cut.rdb');
  await writeFile(file, bytes.subarray(0, bytes.length * 0.9));
  const ran = await meter('advise', '--rdb', file, ...CLOCK, '--json');
  expect(ran.code).toBe(6);
  const { data, warnings } = ran.json<Envelope<AdviceReport>>();
  expect(data.source.partial).not.toBeNull();
  expect(data.remedies.map(({ id }) => id)).not.toContain('prune-orphans');
  expect(warnings).toContainEqual(expect.stringContaining('the owners may be in the part of the snapshots that was not read'));
});

test('requests that are given count', async () => {
  const { data } = await advise('--requests', '100000');
  expect(data.workload).toMatchObject({ requestsPerDay: 100_000, requestsFrom: 'given', days: null });
});

test.each([
  ['--db all', ['--db', 'all'], 2, /one database/],
  ['a snapshot beside a server', ['--rdb', 'dump.rdb'], 2, /without any server/],
  ['a ceiling that is too low', ['--max-commands', '300'], 6, /--max-commands/],
  ['a provider that nobody knows', ['--provider', 'upstahs'], 2, /Did you mean upstash/],
])('%s is refused in a sentence', async (_, args, code, message) => {
  const ran = await meter('advise', '--url', server.url, ...CLOCK, ...args);
  expect(ran.code).toBe(code);
  expect(ran.stderr).toMatch(message);
});

test('of what nobody knows nothing is advised', async () => {
  const ran = await meter('advise', '--url', server.url, '--db', '3');
  expect([ran.code, ran.stdout]).toEqual([4, '']);
  expect(ran.stderr).toContain('No application that is known has keys here');
});
