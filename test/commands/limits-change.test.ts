/** `meter limits set`, `unset`, `reset` and `copy` as they are run: what is changed, what is left as it is, and the undo. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { ErrorEnvelope } from '../../src/lib/report/error-envelope.js';
import { BASE, DAY_MS } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { MeterResult } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

let server: TestServer;
let client: Redis;
let folder: string;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  folder = await mkdtemp(join(tmpdir(), 'meter-limits-'));
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const dayAgo = (days: number): string => new Date(BASE.getTime() - days * DAY_MS).toISOString().slice(0, 10);
const [TODAY, YESTERDAY] = [dayAgo(0), dayAgo(1)];
const key = (user: string, cycle = TODAY): string => `token_usage:${user}:${cycle}`;

beforeEach(async () => {
  await client.flushall();
  for (const user of ['alice', 'bob', 'tenant:7:carol', 'ünï'])
    await client.hset(key(user), { prompt_tokens: '60', completion_tokens: '40', total_tokens: '100' });
  await client.hset(key('alice'), { usage_limit: '500' });
});

const run = (args: string[]): Promise<MeterResult> =>
  runMeterInside([...args, '-u', server.url], { cwd: folder, env: { COLUMNS: '100' } });

/** The words of the notes, without the figures. */
async function change(args: string[], code = 0): Promise<{ data: ChangeReport; codes: string[] }> {
  const result = await run(['limits', ...args, '--utc-offset', '0', '--yes', '--json', '-q']);
  expect(result).toMatchObject({ code, stderr: '' });
  const envelope = result.json<Envelope<ChangeReport>>();
  await assertMatchesSchema('limits-change', envelope);
  return { data: envelope.data, codes: envelope.notices.map((notice) => notice.code) };
}

async function refused(args: string[], code: number): Promise<string> {
  const before = await contents();
  const result = await run(['limits', ...args, '--yes', '--json']);
  expect(result.code).toBe(code);
  expect(await contents()).toEqual(before);
  return result.json<ErrorEnvelope>().error.message;
}

/** Every application key with its fields. */
async function contents(): Promise<Record<string, Record<string, string>>> {
  const names = (await client.keys('*')).filter((name) => !name.startsWith('meter:')).toSorted((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await client.hgetall(name)] as const)));
}

const limitOf = (user: string, cycle = TODAY): Promise<string | null> => client.hget(key(user, cycle), 'usage_limit');

const undo = async (archive: string | null): Promise<void> => {
  const result = await run(['restore', archive!, '--yes', '-q', '--json']);
  expect([result.code, result.stderr]).toEqual([0, '']);
  await assertMatchesSchema('restore', result.json());
};

describe('limits set', () => {
  test('sets the limit of several owners, and the undo takes it back exactly', async () => {
    const before = await contents();
    const { data, codes } = await change([
      'set',
      '--owner',
      'alice',
      '--owner',
      'tenant:7:carol',
      '--owner',
      'ünï',
      '--tokens',
      '80',
    ]);
    expect(data.changed).toBe(3);
    expect(codes).toEqual(['limits-changed', 'limit-below-usage', 'limit-of-one-cycle']);
    for (const user of ['alice', 'tenant:7:carol', 'ünï']) expect(await limitOf(user)).toBe('80');
    expect(await limitOf('bob')).toBeNull();
    expect(await client.hget(key('alice'), 'total_tokens')).toBe('100');
    await undo(data.archive);
    expect(await contents()).toEqual(before);
  });

  test('creates the key of another cycle, and of a new owner', async () => {
    expect(await refused(['set', '--owner', 'dave', '--tokens', '80'], 2)).toBe('No user is called "dave".');
    const { data } = await change(['set', '--owner', 'dave', '--new-owner', '--tokens', '80', '--cycle', '2026-Q4']);
    expect(await client.hgetall(key('dave', '2026-Q4'))).toEqual({ usage_limit: '80' });
    await undo(data.archive);
    expect(await client.exists(key('dave', '2026-Q4'))).toBe(0);
  });

  test('replaces what is no number, and does nothing twice', async () => {
    await client.hset(key('alice'), { usage_limit: 'many' });
    await change(['set', '--owner', 'alice', '--tokens', '9223372036854775']);
    expect(await limitOf('alice')).toBe('9223372036854775');
    const again = await change(['set', '--owner', 'alice', '--tokens', '9223372036854775']);
    expect([again.data.changed, again.data.archive, again.codes]).toEqual([0, null, ['limits-so-already']]);
  });

  test('the undo keeps a limit that somebody has set since', async () => {
    const { data } = await change(['set', '--owner', 'alice', '--tokens', '80']);
    await client.hset(key('alice'), { usage_limit: '800' });
    await undo(data.archive);
    expect(await limitOf('alice')).toBe('800');
  });

  test('a plan in a file is carried out as it is, and a limit that was changed since is kept', async () => {
    const file = join(folder, 'plan.json');
    const planned = await run(['limits', 'set', '--owner', 'alice', '--owner', 'bob', '--tokens', '80', '-o', file, '-q']);
    expect([planned.code, await limitOf('bob')]).toEqual([0, null]);
    await client.hset(key('alice'), { usage_limit: '800' });
    const applied = await run(['apply', file, '--yes', '--json', '-q']);
    expect(applied.code).toBe(6);
    expect(applied.json<Envelope<ChangeReport>>().data).toMatchObject({ changed: 1, skipped: { changed: 1 } });
    expect([await limitOf('alice'), await limitOf('bob')]).toEqual(['800', '80']);
    const plan = JSON.parse(await readFile(file, 'utf8')) as {
      selection: { limit: string; changes: { name: string; after: string }[] };
    };
    const [first] = plan.selection.changes;
    for (const [name, after] of [
      [Buffer.from('other:key').toString('base64'), '80'],
      [first!.name, '0'],
      [first!.name, 'many'],
    ] as const) {
      await writeFile(file, JSON.stringify({ ...plan, selection: { ...plan.selection, changes: [{ ...first, name, after }] } }));
      const hostile = await run(['apply', file, '--yes', '--json', '-q']);
      expect([hostile.code, hostile.json<ErrorEnvelope>().error.message]).toEqual([
        2,
        'The plan sets something else than tokens.',
      ]);
    }
  });

  test('--dry-run shows the plan, and without an agreement nothing is changed', async () => {
    const before = await contents();
    const { stdout, code } = await run(['limits', 'set', '--owner', 'alice', '--tokens', '80', '--dry-run', '--show-ids']);
    expect(code).toBe(0);
    expect(stdout).toContain('- alice: 500 → 80.');
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    expect((await run(['limits', 'set', '--owner', 'alice', '--tokens', '80'])).code).toBe(4);
    expect((await run(['limits', 'set', '--owner', 'alice', '--tokens', '80', '--confirm', 'other'])).code).toBe(4);
    const hidden = await run(['limits', 'set', '--owner', 'alice', '--tokens', '80', '--dry-run', '--json']);
    expect(hidden.stdout).not.toContain(Buffer.from(key('alice')).toString('base64'));
    expect(await contents()).toEqual(before);
  });
});

test('limits unset removes the limit, and the key if it held nothing else', async () => {
  await client.hset(key('erin'), { usage_limit: '5' });
  const before = await contents();
  const { data } = await change(['unset', '--owner', 'alice', '--owner', 'bob', '--owner', 'erin']);
  expect(data.changed).toBe(2);
  expect([await limitOf('alice'), await client.exists(key('erin'))]).toEqual([null, 0]);
  await undo(data.archive);
  expect(await contents()).toEqual(before);
});

describe('limits reset', () => {
  test('sets counters to 0 and keeps the limit; the undo adds what was there', async () => {
    const { data } = await change(['reset', '--owner', 'alice', '--owner', 'bob']);
    expect(data.changed).toBe(2);
    expect(await client.hgetall(key('alice'))).toEqual({
      prompt_tokens: '0',
      completion_tokens: '0',
      total_tokens: '0',
      usage_limit: '500',
    });
    await client.hincrby(key('alice'), 'total_tokens', 7);
    await undo(data.archive);
    expect(await client.hgetall(key('alice'))).toEqual({
      prompt_tokens: '60',
      completion_tokens: '40',
      total_tokens: '107',
      usage_limit: '500',
    });
  });

  test('the undo adds what was there, also if exactly as much was counted since', async () => {
    const { data } = await change(['reset', '--owner', 'alice']);
    await client.hincrby(key('alice'), 'prompt_tokens', 60);
    await undo(data.archive);
    expect(await client.hmget(key('alice'), 'prompt_tokens', 'total_tokens')).toEqual(['120', '100']);
  });

  test('counters that are no integers are named and left as they are', async () => {
    await client.hset(key('bob'), { total_tokens: '12.5' });
    await client.hset(key('alice'), { total_tokens: '-9223372036854775807' });
    const { data, codes } = await change(['reset', '--owner', 'alice', '--owner', 'bob']);
    expect([data.changed, codes]).toEqual([1, ['limit-no-number']]);
    expect(await client.hget(key('bob'), 'total_tokens')).toBe('12.5');
    expect(await client.hget(key('alice'), 'total_tokens')).toBe('0');
  });

  test('what is counted meanwhile is lost neither by the reset nor by its undo', async () => {
    let isOver = false;
    let counted = 100;
    const counting = (async () => {
      while (!isOver) await client.hincrby(key('bob'), 'total_tokens', 1).then(() => counted++);
    })();
    const { data } = await change(['reset', '--owner', 'bob']).finally(async () => {
      isOver = true;
      await counting;
    });
    expect(Number(await client.hget(key('bob'), 'total_tokens'))).toBeLessThan(counted);
    await undo(data.archive);
    expect(await client.hget(key('bob'), 'total_tokens')).toBe(String(counted));
  });
});

describe('limits copy', () => {
  const limits: Record<string, string> = { alice: '100', bob: '200', dave: '300', odd: 'many', zero: '0', less: '-5' };
  beforeEach(async () => {
    for (const [user, limit] of Object.entries(limits))
      await client.hset(key(user, YESTERDAY), { total_tokens: '1', usage_limit: limit });
    await client.hset(key('dave'), { usage_limit: '0' });
  });

  test('carries yesterday’s limits over, keeps what is there, and copies no text that is no number', async () => {
    const before = await contents();
    const { data, codes } = await change(['copy']);
    expect(codes).toEqual(['limits-changed', 'limit-no-number', 'limit-kept', 'limit-of-one-cycle']);
    expect(await Promise.all(Object.keys(limits).map((user) => limitOf(user)))).toEqual(['500', '200', '300', null, null, null]);
    expect(await client.hget(key('bob'), 'total_tokens')).toBe('100');
    expect((await change(['copy'])).data.changed).toBe(0);
    await undo(data.archive);
    expect(await contents()).toEqual(before);
  });

  test('of one owner, into another cycle, replacing what is there', async () => {
    await client.hset(key('alice', '2026-Q4'), { usage_limit: '7' });
    await change(['copy', '--owner', 'alice', '--owner', 'bob', '--from', YESTERDAY, '--to', '2026-Q4', '--replace']);
    expect([await limitOf('alice', '2026-Q4'), await limitOf('bob', '2026-Q4')]).toEqual(['100', '200']);
    expect(await client.exists(key('dave', '2026-Q4'))).toBe(0);
  });
});

test('a key of another type is named and left as it is', async () => {
  await client.set(key('list'), 'x');
  const { codes } = await change(['set', '--owner', 'list', '--owner', 'bob', '--tokens', '5']);
  expect(codes).toContain('limit-unreadable');
  expect([await client.get(key('list')), await limitOf('bob')]).toEqual(['x', '5']);
});

test.each<[string[], number, string]>([
  [['set', '--owner', 'alice', '--tokens', '0'], 2, '0 is no limit: every request would be allowed.'],
  [['set', '--owner', 'alice', '--tokens', '1.5'], 2, '--tokens takes a whole number, not 1.5.'],
  [['set', '--owner', 'alice'], 2, 'limits set takes an amount.'],
  [['set', '--owner', 'alice', '--tokens', '5', '--cost', '5'], 2, '--tokens and --cost are two limits.'],
  [['set', '--owner', 'alice', '--cost', '5'], 2, 'No limit is counted in usd here.'],
  [['set', '--owner', 'alise', '--tokens', '5'], 2, 'No user is called "alise".'],
  [['set', '--owner', 'alice', '--tokens', '5', '--limit', 'token'], 2, 'There is no limit token here.'],
  [
    ['set', '--owner', 'alice', '--tokens', '5', '--cycle', 'a:b'],
    2,
    'No key of token_usage:{user}:{period} can have the name token_usage:alice:a:b.',
  ],
  [
    ['set', '--owner', 'health_check_test', '--new-owner', '--tokens', '5'],
    2,
    `No key of token_usage:{user}:{period} can have the name token_usage:health_check_test:${TODAY}.`,
  ],
  [['unset', '--owner', ''], 2, '--owner takes a name or an id.'],
  [['reset', '--owner', 'alice', '--cycle', ''], 2, '--cycle takes the name of a billing cycle.'],
  [['copy', '--from', 'x', '--to', 'x'], 2, '--from and --to are both x.'],
])('%j is refused', async (args, code, message) => {
  expect(await refused(args, code)).toBe(message);
});

test('claude-relay-service owns its limits: the answer names the page', async () => {
  await client.flushall();
  await client.hset('apikey:k1', { id: 'k1', name: 'one', isActive: 'true', dailyCostLimit: '5' });
  await client.hset('usage:k1', { totalRequests: '9', totalTokens: '9', totalAllTokens: '9' });
  const result = await run(['limits', 'set', '--owner', 'one', '--cost', '9', '--limit', 'daily-cost', '--yes', '--json']);
  expect(result.code).toBe(4);
  expect(result.json<ErrorEnvelope>().error).toMatchObject({
    code: 'limits-elsewhere',
    suggestions: ['The application owns its API keys: change it on the page of the API keys in its administration.'],
  });
  expect(await client.hget('apikey:k1', 'dailyCostLimit')).toBe('5');
});
