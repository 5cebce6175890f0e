import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import { relaySnapshot } from '../../src/lib/demo/relay-snapshot.js';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE, BASE_ISO, DAY_MS } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter } from '../support/meter.js';
import { startAll, startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

type Report = Envelope<ConsistencyReport>;

let server: TestServer;
let gateways: TestServer;
let folder: string;
let file: string;
let live: Report;

/** By UTC, as the gateways have it. */
const TODAY = BASE_ISO.slice(0, 10);

/** The relay of the demo with its planted problems: deleted owners, ghosts, short lives, counters without one. */
const relay = { seed: 5, now: BASE, minTtl: 7200, problems: true };

beforeAll(async () => {
  [server, gateways] = await startAll(startRedis(), startRedis());
  await loadKeyspace(relayKeyspace(relay), { host: '127.0.0.1', port: server.port });
  folder = await mkdtemp(join(tmpdir(), 'meter-consistency-'));
  file = join(folder, 'dump.rdb');
  await writeFile(file, Buffer.concat([...relaySnapshot(relay)]));
  live = await report('--url', server.url);
}, 60_000);
afterAll(async () => {
  await Promise.all([server?.stop(), gateways?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

async function report(...args: string[]): Promise<Report> {
  const { stdout, stderr, code } = await runMeterInside(['fix-consistency', '--json', '-q', '--now', BASE_ISO, ...args]);
  expect([stderr, code]).toEqual(['', 0]);
  const result = JSON.parse(stdout) as Report;
  await assertMatchesSchema('fix-consistency', result);
  return result;
}

const byClass = ({ data }: Report): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const violation of data.violations) counts[violation.class] = (counts[violation.class] ?? 0) + 1;
  return counts;
};

describe('meter fix-consistency', () => {
  test('tells what is planted, each with its reason, and nothing else', () => {
    const classes = new Set(live.data.violations.map((each) => `${each.class} ${each.drift ?? each.verdict ?? ''}`.trim()));
    // Ranks of the demo leave out keys without cost.
    classes.delete('stale D8');
    expect([...classes].sort()).toEqual(
      ['corruption TTL too short', 'known-drift D12', 'leak D13', 'orphan D4', 'orphan D5'].sort(),
    );
    expect(live.data.clock).toMatchObject({ utcOffset: 8, offsetFrom: 'data' });
    expect(live.data.profiles.map(({ name }) => name)).toEqual(['claude-relay-service']);
    expect(live.data.applied).toBeNull();
  });

  test('says how long a key has to live, and how long it should', async () => {
    const short = live.data.violations.filter(({ verdict }) => verdict === 'TTL too short');
    expect(short.length).toBeGreaterThan(0);
    for (const { expected, actual, fields } of short) {
      expect([expected, actual]).toEqual([expect.stringMatching(/^[1-9]\d* s$/), expect.stringMatching(/^[1-9]\d* s$/)]);
      expect(fields).toEqual({ ttl: { expected, actual, delta: null } });
    }
  });

  test('counts add up, and each key is shown without its identifier', () => {
    for (const row of live.data.invariants) {
      const open = Object.values(row.unjudged).reduce((sum, count) => sum + count, 0);
      expect(row.holds + row.violations + open + row.notReadAgain).toBe(row.checked);
    }
    expect(JSON.stringify(live)).not.toMatch(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/);
  });

  test('a snapshot of the same keys tells the same', async () => {
    const snapshot = await report('--rdb', file);
    expect(byClass(snapshot)).toEqual(byClass(live));
    expect(snapshot.spent).toMatchObject({ commands: 0 });
    expect(snapshot.data.source).toMatchObject({ kind: 'snapshot', partial: null });
  });

  test('is narrowed by invariant and family, fails on a class, and prints for people', async () => {
    const narrowed = await report('--url', server.url, '--invariant', 'N1', '--family', 'rate-limit.tokens');
    expect(narrowed.data.invariants).toMatchObject([{ id: 'N1', violations: 1, byClass: { leak: 1 } }]);
    expect(narrowed.data.invariants[0]!.checked).toBeLessThan(10);
    const { stdout, code } = await runMeterInside([
      'fix-consistency',
      '--url',
      server.url,
      '--invariant',
      'N1',
      '--fail-on',
      'leak',
      '--all',
    ]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/- rate_limit:(?:tokens|cost):.+ {2}\(no TTL/);
    const all = await runMeterInside(['fix-consistency', '--rdb', file, '--invariant', 'N1', '--section', 'differences']);
    expect(all.stdout).toMatch(/- rate_limit:tokens:.+D13/);
    expect(all.stdout).toContain('set a TTL of 1 min');
  });

  test('reads no more than it may: a part is told as such, and judges no sums', async () => {
    const { stdout, code } = await runMeterInside(['fix-consistency', '--json', '--url', server.url, '--max-commands', '500']);
    const { data, spent } = JSON.parse(stdout) as Report;
    expect(code).toBe(6);
    expect(spent!.commands).toBeLessThanOrEqual(500);
    expect(data.source.partial).toBe('command-budget');
    expect(data.violations.filter(({ invariant }) => invariant.startsWith('S'))).toEqual([]);
  });

  test('explains an invariant without any server', async () => {
    const { data } = (await report('--explain', 'S8')) as unknown as Envelope<{ id: string; drifts: { id: string }[] }>;
    expect(data.id).toBe('S8');
    expect(data.drifts.map(({ id }) => id)).toContain('D4');
    const { stderr, code } = await runMeterInside(['fix-consistency', '--explain', 'S88']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('S8')]);
  });

  test('watches until Ctrl-C, and then prints only what changes', async () => {
    const client = gateways.client();
    const key = `token_usage:watched:${TODAY}`;
    const fields = { prompt_tokens: '10', completion_tokens: '5', total_tokens: '15' };
    await client.hset(key, fields);
    /** What is done once such a text is there. */
    const steps = new Map<string, () => Promise<unknown>>([
      ['"ok": true', () => client.hset(key, { total_tokens: '12' })],
      ['"appeared"', () => client.hset(key, fields)],
    ]);
    let text = '';
    const { stdout, code } = await runMeter(
      ['fix-consistency', '--url', gateways.url, '--profile', 'aiecs', '--watch', '200ms', '--json', '-q', '--show-ids'],
      {
        onStart(started) {
          started.stdout!.on('data', (chunk: Buffer) => {
            text += chunk.toString();
            for (const [sign, act] of steps) {
              if (!text.includes(sign)) continue;
              steps.delete(sign);
              void act();
            }
            if (/"gone": \[\s*\{/.test(text)) started.kill('SIGINT');
          });
        },
      },
    );
    const printed = stdout.split(/^(?=\{$)/m).map((part) => JSON.parse(part) as Envelope<Record<string, unknown[]>>);
    expect(printed.map(({ data }) => [data.violations, data.appeared, data.gone].map((rows) => rows?.length))).toEqual([
      [0, undefined, undefined],
      [undefined, 1, 0],
      [undefined, 0, 1],
    ]);
    expect(printed[1]!.data.appeared).toMatchObject([{ invariant: 'T1', key, delta: 3 }]);
    expect(printed[2]!.data.gone).toEqual(printed[1]!.data.appeared);
    expect(code).toBe(130);
    await client.flushall();
  }, 60_000);

  test("what a profile of one's own says must hold is checked, and repaired", async () => {
    const document = await readFile(new URL('../../docs/profiles.md', import.meta.url), 'utf8');
    const profile = join(folder, 'chat-relay.yaml');
    await writeFile(profile, /^```yaml\n(.*?)^```$/ms.exec(document)![1]!);
    const client = gateways.client();
    const key = (user: string): string => `chat:usage:${user}:${TODAY}`;
    const usage = { requests: '2', inputTokens: '10', outputTokens: '5', totalTokens: '15' };
    await client.hset('chat:user:alice', { name: 'Alice' });
    for (const [user, total] of Object.entries({ alice: '12', bob: '15' })) {
      await client.hset(key(user), { ...usage, totalTokens: total });
      await client.expire(key(user), 32 * 86_400);
    }
    await client.persist(key('alice'));
    await client.sadd(`chat:usage:index:${TODAY}`, 'alice', 'carol');
    await client.expire(`chat:usage:index:${TODAY}`, 32 * 86_400);
    const { data } = await report('--url', gateways.url, '--profile', profile, '--show-ids', '--apply', '--yes', '--no-archive');
    expect(data.violations.map((each) => `${each.invariant} ${each.class} ${each.key}`).sort()).toEqual(
      [
        `T1 partial-write ${key('alice')}`,
        `I1 index chat:usage:index:${TODAY}`,
        `I1 orphan chat:usage:index:${TODAY}`,
        `N1 leak ${key('alice')}`,
        `O1 orphan ${key('bob')}`,
      ].sort(),
    );
    expect(await client.hget(key('alice'), 'totalTokens')).toBe('15');
    expect(await client.ttl(key('alice'))).toBeGreaterThan(31 * 86_400);
    expect((await client.smembers(`chat:usage:index:${TODAY}`)).sort()).toEqual(['alice', 'bob']);
    await client.flushall();
  });

  test('tells the classes of AIECS and the hygiene of new-api and one-api', async () => {
    const client = gateways.client();
    const before = new Date(BASE.getTime() - DAY_MS).toISOString().slice(0, 10);
    const usage = (user: string, fields: Record<string, string>, day = TODAY): Promise<number> =>
      client.hset(`token_usage:${user}:${day}`, fields);
    await usage('consistent', { prompt_tokens: '10', completion_tokens: '5', total_tokens: '15' });
    await usage('total-only', { total_tokens: '15' });
    await usage('mixed', { prompt_tokens: '10', completion_tokens: '5', total_tokens: '22' });
    await usage('double', { prompt_tokens: '10', completion_tokens: '5', total_tokens: '30' });
    await usage('under', { prompt_tokens: '9007199254740993', completion_tokens: '5', total_tokens: '15' });
    await usage('no-total', { prompt_tokens: '10' });
    await usage('corrupt', { prompt_tokens: 'ten', completion_tokens: '5', total_tokens: '15' });
    await usage('negative', { prompt_tokens: '10', completion_tokens: '-5', total_tokens: '15' });
    await usage('limited', { total_tokens: '1', usage_limit: '100' }, before);
    await usage('limited', { total_tokens: '1' });
    await usage('idle', { usage_limit: '100' });
    await client.sadd(`token_usage:typed:${TODAY}`, 'ten');
    await client.hset('rateLimit:7', { tokens: '3', last_time: '1795203488' });
    await client.set('rateLimit:v2:ip:GA:203.0.113.9', '4');
    await client.set('rateLimit:v2:ip:GW:203.0.113.9', '4', 'EX', 60);
    await client.set('user_quota:7', '-12');
    await client.set('user_quota:8', '12');
    const { data } = await report('--url', gateways.url, '--show-ids');
    const told = data.violations.map((each) => `${each.class} ${each.verdict} ${each.key}`).sort();
    const key = (user: string): string => `token_usage:${user}:${TODAY}`;
    expect(told).toEqual(
      [
        `known-drift mixed ${key('mixed')}`,
        `known-drift double-counted ${key('double')}`,
        `partial-write under-counted ${key('under')}`,
        `partial-write under-counted ${key('no-total')}`,
        `corruption not a number ${key('corrupt')}`,
        `corruption negative ${key('negative')}`,
        `corruption wrong type ${key('typed')}`,
        `known-drift lost ${key('limited')}`,
        `known-drift unused ${key('idle')}`,
        'leak no TTL rateLimit:7',
        'leak no TTL rateLimit:v2:ip:GA:203.0.113.9',
        'leak no TTL user_quota:7',
      ].sort(),
    );
    const figuresOf = (user: string): unknown => data.violations.find(({ key: name }) => name === key(user))!.fields;
    expect(figuresOf('typed')).toEqual({ value: { expected: 'hash', actual: 'another type', delta: null } });
    expect(figuresOf('corrupt')).toEqual({ prompt_tokens: { expected: null, actual: '‹no number›', delta: null } });
    const under = data.violations.find(({ key: name }) => name === key('under'))!;
    expect(under).toMatchObject({ expected: '9007199254740998', actual: 15, delta: 9_007_199_254_740_983 });
    expect(under.repair).toEqual({ kind: 'raise', what: 'raise total_tokens by 9007199254740983' });
  });
});
