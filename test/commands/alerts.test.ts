/** `meter alerts` as it is run: what is shown, remembered and sent, what is refused, and the exit codes. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AlertMessage } from '../../src/lib/alerts/message.js';
import type { AlertsReport } from '../../src/lib/report/alerts/report.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { ErrorEnvelope } from '../../src/lib/report/error-envelope.js';
import { startReceiver, type TestReceiver } from '../alerts/support/receiver.js';
import { verified } from '../alerts/support/verified.js';
import { BASE_ISO, dayAgo } from '../support/clock.js';
import { runMeterInside, type InsideOptions } from '../support/meter-inside.js';
import { runMeter, type MeterResult } from '../support/meter.js';
import { startAll, startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

let server: TestServer;
let receiver: TestReceiver;
let client: Redis;
let folder: string;
beforeAll(async () => {
  [server, receiver] = await startAll<[TestServer, TestReceiver]>(
    startRedis(['--requirepass', 'hunter2'], { client: { password: 'hunter2' } }),
    startReceiver(),
  );
  client = server.client();
  folder = await mkdtemp(join(tmpdir(), 'meter-alerts-'));
});
afterAll(async () => {
  await Promise.all([server?.stop(), receiver?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const NAMES = { k1: 'Anna \u001b[31mred', k2: '=cmd|calc', k3: 'build server', k4: 'free' };
const USED = { k1: '9.5', k2: '8', k3: '10' };
const MONTH = dayAgo(0).slice(0, 7);

let round = 0;
let state: string;
beforeEach(async () => {
  state = join(folder, `state-${++round}.json`);
  receiver.behave({ status: 200 });
  await client.flushall();
  for (const [id, name] of Object.entries(NAMES)) {
    await client.hset(`apikey:${id}`, {
      id,
      name,
      isActive: 'true',
      concurrencyLimit: '0',
      rateLimitWindow: '0',
      dailyCostLimit: id in USED ? '10' : '0',
    });
    await client.sadd('apikey:idx:all', id);
    await client.hset(`usage:monthly:${id}:${MONTH}`, {
      requests: '3',
      tokens: '9',
      inputTokens: '4',
      outputTokens: '5',
      allTokens: '9',
    });
    await client.set(`usage:cost:monthly:${id}:${MONTH}`, '20');
  }
  for (const [id, used] of Object.entries(USED)) await client.set(`usage:cost:daily:${id}:${dayAgo(0)}`, used);
  await client.hset('usage:k1', { totalRequests: '9', totalTokens: '9', totalAllTokens: '9' });
  await client.set('system:migrated:version', '1.1.314');
});

const TARGET = (utcOffset = 8) => ['-u', server.url.replace('//', '//:hunter2@'), '--utc-offset', String(utcOffset)];
const run = (args: string[], options: InsideOptions = {}): Promise<MeterResult> =>
  runMeterInside(['alerts', ...args, ...TARGET(), '--now', BASE_ISO], { env: { COLUMNS: '100' }, ...options });

async function alerts(args: string[], code = 0, options: InsideOptions = {}): Promise<Envelope<AlertsReport>> {
  const result = await run(['--json', ...args], options);
  expect(result).toMatchObject({ code, stderr: '' });
  const envelope = result.json<Envelope<AlertsReport>>();
  await assertMatchesSchema('alerts', envelope);
  return envelope;
}

const shown = ({ data }: Envelope<AlertsReport>): string[] =>
  data.alerts.map(({ level, kind, subject, share }) => `${level} ${kind} ${subject?.name ?? 'all'} ${share}`);

const sent = (): AlertMessage[] => receiver.received.flatMap(({ body }) => (body as { events: AlertMessage[] }).events);

const COST = (id: string): string => `usage:cost:daily:${id}:${dayAgo(0)}`;

describe('one look', () => {
  test('shows what has reached a threshold, the most severe first', async () => {
    expect(shown(await alerts([]))).toEqual([
      'critical limit build server 1',
      String.raw`warning limit Anna \x1b[31mred 0.95`,
      'info limit =cmd|calc 0.8',
    ]);
    const { stdout } = await run([]);
    expect(stdout).toMatch(/^3 alerts of 3 limits and budgets; worst: critical, build server, daily cost, 100 %\.$/m);
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  test.each<[string[], string[]]>([
    [['--at', '100'], ['critical limit build server 1']],
    [['--at', '85:critical,100:info', '--owner', 'k1'], [String.raw`critical limit Anna \x1b[31mred 0.95`]],
    [['--at', 'daily-cost=99:warning', '--limit', 'daily-cost'], ['warning limit build server 1']],
    [['--limit', 'total-cost'], []],
    [['--no-limits', '--budget', 'all=80usd/month'], ['critical budget all 1']],
    [['--no-limits', '--budget', 'all=82usd/month'], ['warning budget all 0.975609756097561']],
    [
      ['--no-limits', '--budget', 'build server=$25/month', '--budget', 'key:k4=9tokens/month'],
      ['critical budget free 1', 'info budget build server 0.8'],
    ],
    [
      ['--no-limits', '--budget', 'key:*=4requests/month', '--at', '75'],
      ['k1', 'k2', 'k3', 'k4'].map(
        (id) => `critical budget ${id === 'k1' ? String.raw`Anna \x1b[31mred` : NAMES[id as keyof typeof NAMES]} 0.75`,
      ),
    ],
  ])('%j', async (args, expected) => {
    expect(shown(await alerts(args)).toSorted()).toEqual(expected.toSorted());
  });

  test('takes budgets from a file', async () => {
    const file = join(folder, 'budgets.yaml');
    await writeFile(
      file,
      'budgets:\n  - { of: "key:build server", cost: 40, per: month, at: [50, "90:warning"] }\n  - { of: all, requests: 13, per: month }\n',
    );
    expect(shown(await alerts(['--no-limits', '--budgets', file]))).toEqual(
      ['info budget all 0.9230769230769231', 'warning budget build server 0.5'].toReversed(),
    );
    await writeFile(file, 'budgets:\n  - { of: all, cost: 13, tokens: 5, per: month }\n');
    const result = await run(['--budgets', file, '--json']);
    expect(result.code).toBe(2);
    expect(result.json<ErrorEnvelope>().error.message).toMatch(
      /budgets\.yaml, line 2, column 5: budgets\[0\] must have one of cost, tokens, requests\.$/,
    );
  });

  test('names what is not known, and never takes it for 0', async () => {
    await client.set(COST('k3'), 'much');
    await client.hset('apikey:k4', { dailyCostLimit: 'some' });
    const { data } = await alerts([]);
    expect(new Set(data.unknown.map(({ subject }) => subject?.name))).toEqual(new Set(['build server', 'free']));
    expect(data.alerts.map(({ level }) => level)).toEqual(['warning', 'info']);
  });

  test.each([
    ['info', 3],
    ['critical', 3],
  ])('--fail-on %s ends with %d', async (level, code) => {
    await alerts(['--fail-on', level], code);
    await client.set(COST('k3'), '9.99');
    await alerts(['--fail-on', level], level === 'critical' ? 0 : 3);
  });

  test('names are untrusted text in every format', async () => {
    for (const format of ['text', 'csv', 'tsv', 'markdown', 'json']) {
      const { stdout, code } = await run(['--format', format, '--state', state]);
      expect(code).toBe(0);
      expect(stdout).not.toContain('\u001b');
      if (format === 'csv') expect(stdout).toContain("'=cmd|calc");
    }
  });

  test('a snapshot says the same', async () => {
    await client.save();
    const live = await alerts(['--budget', 'key:*=21usd/month']);
    const args = [
      'alerts',
      '--rdb',
      join(server.dir, 'dump.rdb'),
      '--json',
      '--budget',
      'key:*=21usd/month',
      '--now',
      BASE_ISO,
      '--utc-offset',
      '8',
    ];
    const { data } = (await runMeterInside(args)).json<Envelope<AlertsReport>>();
    const withoutId = (events: AlertsReport['events']) => events.map((event) => ({ ...event, id: null }));
    expect({ ...data, events: withoutId(data.events) }).toEqual({
      ...live.data,
      events: withoutId(live.data.events),
      source: data.source,
    });
  });

  test('a database without known limits is refused, and a part of one is no reason to forget', async () => {
    await alerts(['--state', state]);
    for (let index = 0; index < 60; index++) await client.hset(`apikey:more-${index}`, { name: 'more', rateLimitWindow: '0' });
    const { data } = await alerts(['--max-commands', '60', '--state', state], 6);
    expect([data.events, data.alerts.length]).toEqual([[], 3]);
    await client.flushall();
    await client.set('some', 'thing');
    expect((await run([])).code).toBe(4);
  });
});

test.each<[string[], string]>([
  [['--at', 'eighty'], '--at takes percentages, not eighty.'],
  [['--at', '80', '--at', '90'], '--at states the thresholds twice.'],
  [['--at', 'daily-costs=80'], 'There is no limit daily-costs here.'],
  [['--limit', 'daily'], 'There is no limit daily here.'],
  [['--budget', 'key:k1=5usd'], '--budget takes WHO=AMOUNT/PERIOD, not key:k1=5usd.'],
  [['--budget', 'key:k1=$5tokens/day'], '--budget takes WHO=AMOUNT/PERIOD, not key:k1=$5tokens/day.'],
  [['--budget', 'key:k1=0usd/day'], 'A budget is above zero, not 0.'],
  [['--budget', 'key:k1=1.5tokens/day'], 'A budget in tokens is a whole number, not 1.5.'],
  [['--budget', 'bild server=5usd/month'], 'No API key is called "bild server".'],
  [['--owner', 'bild server'], 'No API key is called "bild server".'],
  [['--no-limits'], '--no-limits compares only budgets, and none is named.'],
  [['--margin', 'some'], '--margin takes percentage points below 100, not some.'],
  [['--webhook', 'example.com/hunter2'], '--webhook is no address of http or https.'],
  [['--webhook', 'ftp://example.com/hunter2'], '--webhook is no address of http or https.'],
  [['--exec', ' '], '--exec takes a command.'],
  [['--watch', '1m'], '--watch looks until Ctrl-C, and --now is for one look.'],
  [['--db', 'all'], 'Limits are read of one database.'],
])('%j is refused in one sentence', async (args, message) => {
  const result = await run([...args, '--json']);
  expect(result.code).toBe(2);
  expect(result.json<ErrorEnvelope>().error.message).toBe(message);
  expect(result.stdout).not.toContain('hunter2');
});

describe('with --state', () => {
  const news = async (...args: string[]): Promise<string[]> =>
    (await alerts(['--state', state, ...args])).data.events.map(
      ({ type, level, subject }) => `${type} ${level} ${subject?.name}`,
    );

  test('each threshold is reported once, and then that it is left', async () => {
    expect(await news()).toHaveLength(3);
    expect(await news()).toEqual([]);
    await client.set(COST('k2'), '7.85');
    await client.set(COST('k1'), '10');
    expect(await news()).toEqual([String.raw`reached critical Anna \x1b[31mred`]);
    await client.set(COST('k2'), '7.7');
    await client.hset('apikey:k1', { dailyCostLimit: '0' });
    expect(await news()).toEqual([String.raw`recovered critical Anna \x1b[31mred`, 'recovered info =cmd|calc']);
    expect(await news()).toEqual([]);
    expect((await stat(state)).mode & 0o777).toBe(0o600);
  });

  test('ids are shown in full only if they are asked for, and are the same subject', async () => {
    await news('--show-ids');
    expect(await news()).toEqual([]);
    await news('--owner', 'k1');
    const text = await readFile(state, 'utf8');
    expect(text).not.toContain('hunter2');
  });

  test('a file of another Redis, or a damaged one, is refused', async () => {
    await writeFile(state, '{"schemaVersion":1,"of":"elsewhere:1/0 aiecs","standings":{},"pending":{}}');
    const other = await run(['--state', state, '--json']);
    expect(other.json<ErrorEnvelope>().error.message).toMatch(
      /remembers alerts of elsewhere:1\/0 aiecs, not of .* claude-relay-service\.$/,
    );
    for (const text of ['{"schemaVersion":1', '[]', '']) {
      await writeFile(state, text);
      const damaged = await run(['--state', state, '--json']);
      expect([damaged.code, damaged.json<ErrorEnvelope>().error.message]).toEqual([
        2,
        expect.stringMatching(/is not a file of meter alerts, or is damaged\.$/),
      ]);
    }
    const nowhere = await run(['--state', join(state, 'x.json'), '--json']);
    expect(nowhere.code).toBe(2);
  });
});

describe('events are sent', () => {
  test('to a webhook, without secrets', async () => {
    await client.hset('apikey:k4', { name: 'sk-ant-api03-aaaaaaaaaaaaaaaaaaaaaaaa', dailyCostLimit: '1' });
    await client.set(COST('k4'), '2');
    const { data } = await alerts(['--webhook', `${receiver.url}/hunter2`]);
    expect(data.sent).toEqual({ sent: 4, waiting: 0 });
    for (const event of sent()) await assertMatchesSchema('alert-event', event);
    expect(sent().map(({ text }) => text)).toContain(
      String.raw`warning: Anna \x1b[31mred: daily cost $9.50 of $10, 95.0 %, resets ${sent()[0]!.resetsAt!.slice(0, 10)} 00:00`,
    );
    expect(JSON.stringify(receiver.received.map(({ body }) => body))).not.toMatch(/hunter2|sk-ant/);
  });

  test('to the address in METER_WEBHOOK', async () => {
    await alerts([], 0, { env: { METER_WEBHOOK: receiver.url } });
    expect(sent()).toHaveLength(3);
  });

  test('signed, with a secret of the environment that is shown nowhere', async () => {
    receiver.behave((request) => verified('dingtalk', 'SEChunter2', request));
    const args = ['--webhook', receiver.url, '--webhook-format', 'dingtalk'];
    const signed = await alerts(args, 0, { env: { METER_DINGTALK_SECRET: 'SEChunter2', METER_FEISHU_SECRET: 'other' } });
    expect(signed.data.sent).toEqual({ sent: 3, waiting: 0 });
    const wrong = await alerts(args, 6, { env: { METER_DINGTALK_SECRET: 'SEChunter3' } });
    expect(wrong.warnings.join()).toContain('310000');
    expect(JSON.stringify([signed, wrong])).not.toContain('SEChunter');
  });

  test('and a receiver that does not take them is named without its path', async () => {
    receiver.behave({ status: 403 });
    const { warnings, data } = await alerts(['--webhook', `${receiver.url}/hunter2?token=hunter2`], 6);
    expect(warnings).toEqual([`3 events were not sent to the webhook at ${new URL(receiver.url).host}: it answered 403.`]);
    expect(data.sent).toEqual({ sent: 0, waiting: 0 });
  });

  test('again at the next look, with the same id, if the receiver did not take them', async () => {
    const args = ['--state', state, '--webhook', receiver.url];
    receiver.behave({ status: 403 });
    const { data, warnings } = await alerts(args, 6);
    expect([data.sent, warnings]).toEqual([
      { sent: 0, waiting: 3 },
      [expect.stringMatching(/it answered 403\. The next look sends them again\.$/)],
    ]);
    const ids = sent().map(({ id }) => id);
    receiver.behave({ status: 200 });
    await client.set(COST('k1'), '10');
    await alerts(args);
    expect(
      sent()
        .map(({ id }) => id)
        .slice(0, 3),
    ).toEqual(ids);
    expect(sent()).toHaveLength(4);
    receiver.behave({ status: 200 });
    await alerts(args);
    expect(sent()).toEqual([]);
  });

  test('to a command, one by one on stdin; one that fails or hangs ends this look, not the program', async () => {
    const out = join(folder, `exec-${round}.jsonl`);
    await alerts(['--exec', `cat >> '${out}'`]);
    const lines = (await readFile(out, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AlertMessage);
    expect(lines.map(({ level }) => level)).toEqual(['critical', 'warning', 'info']);
    for (const line of lines) await assertMatchesSchema('alert-event', line);
    const failed = await alerts(['--exec', 'exit 7'], 6);
    expect(failed.warnings).toEqual(['3 events were not sent to the command of --exec: it ended with exit code 7.']);
    const hung = await alerts(['--exec', 'sleep 60 & wait', '--webhook-timeout', '100ms'], 6);
    expect(hung.warnings).toEqual(['3 events were not sent to the command of --exec: it took longer than 0.1 s.']);
  });
});

test('--watch prints each event as one line, goes on after a failure, and remembers across restarts', async () => {
  // The program judges by the present. At this offset it is about noon, so that no day ends during the test.
  const utcOffset = 12 - new Date().getUTCHours();
  const args = ['alerts', '--watch', '100ms', '--json', '--state', state, '--webhook', receiver.url, ...TARGET(utcOffset)];
  const day = new Date(Date.now() + utcOffset * 3_600_000).toISOString().slice(0, 10);
  const today = async (used: string): Promise<void> => {
    await client.set(`usage:cost:daily:k3:${day}`, used);
  };
  /** Runs until one line matches each step, which then is carried out. */
  const watched = async (steps: [string, () => Promise<unknown>][], end: string): Promise<MeterResult> => {
    let text = '';
    return runMeter(args, {
      onStart(child) {
        child.stdout!.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          while (steps[0] && text.includes(steps[0][0])) void steps.shift()![1]();
          if (steps.length === 0 && text.includes(end)) child.kill('SIGINT');
        });
      },
    });
  };
  await today('10');
  await client.hset('apikey:k1', { dailyCostLimit: '0' });
  await client.hset('apikey:k2', { dailyCostLimit: '0' });
  const first = await watched([['"level":"critical"', () => today('1')]], '"recovered"');
  const lines = first.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AlertMessage);
  for (const line of lines) await assertMatchesSchema('alert-event', line);
  expect(lines.map(({ type, why }) => [type, why])).toEqual([
    ['reached', null],
    ['recovered', 'below'],
  ]);
  expect(first.code).toBe(130);
  expect(first.stderr).toMatch(/^Watching 1 limit every 100 ms, remembered in .*\. Ctrl-C ends\.\nInterrupted, stopping\./);
  expect(first.stdout + first.stderr).not.toContain('hunter2');
  // A look that the server refuses is said, and the next one goes on.
  await today('8.5');
  await client.config('SET', 'requirepass', 'other');
  const second = runMeter(
    args.map((each) => each.replace(':hunter2@', ':other@')),
    {
      onStart(child) {
        child.stdout!.once('data', () => void client.config('SET', 'requirepass', 'again'));
        child.stderr!.on('data', (chunk: Buffer) => {
          if (!chunk.toString().includes('password')) return;
          void client.config('SET', 'requirepass', 'other').then(() => today('9.9'));
        });
        child.stdout!.on('data', (chunk: Buffer) => chunk.toString().includes('"warning"') && child.kill('SIGINT'));
      },
    },
  );
  const { stdout, code } = await second;
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as AlertMessage).level),
  ).toEqual(['info', 'warning']);
  expect(code).toBe(130);
  await client.config('SET', 'requirepass', 'hunter2');
  // What Ctrl-C keeps from being answered is sent again, with the same id.
  const once = new Map(sent().map(({ id, type, level }) => [id, `${type} ${level}`]));
  expect([...once.values()]).toEqual(['reached critical', 'recovered critical', 'reached info', 'reached warning']);
}, 60_000);

test('a password that the server refuses ends the first look', async () => {
  const result = await runMeterInside(['alerts', '--watch', '1m', '-u', server.url.replace('//', '//:wrong@')]);
  expect([result.code, result.stdout]).toEqual([5, '']);
  expect(result.stderr).not.toContain('wrong@');
});
