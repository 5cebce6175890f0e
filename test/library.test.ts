import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import {
  auditServer,
  auditSnapshot,
  checkServer,
  checkSnapshot,
  doctorServer,
  estimateLoad,
  measureServer,
  MeterError,
  type AuditReport,
  type ConsistencyData,
  type Result,
} from 'redis-meter';
import { builtinNames, builtinProfile, compileProfile, defineProfile, lintProfile } from 'redis-meter/profiles';
import { auditDocument, estimateDocument, renderCsv, renderMarkdown, renderText, successEnvelope } from 'redis-meter/render';
import { CLOSED_PORT } from './support/closed-port.js';
import { startRedis, type TestServer } from './support/redis-server.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const KEY = 'usage:hourly:11111111-2222-4333-8444-555555555555:2026-11-20:03';

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-library-'));
  server = await startRedis();
  const client = server.client();
  for (let index = 0; index < 50; index += 1)
    await client.hset(`${KEY.slice(0, -2)}${String(index % 24).padStart(2, '0')}`, { requests: index });
  await client.set('note', 'x');
  await client.save();
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the doctor', () => {
  test('checks a server, with what it cost', async () => {
    const { data, complete, spent, target } = await doctorServer({ port: server.port }, { pings: 2, variables: { TZ: 'UTC' } });
    expect(complete).toBe(true);
    expect(target).toMatchObject({ port: server.port });
    expect(spent.commands).toBeGreaterThan(50);
    expect(data.checks.find(({ id }) => id === 'ping')).toMatchObject({ state: 'ok', evidence: [{ params: { sent: 2 } }] });
    expect(data.rights.length).toBeGreaterThan(5);
  });

  test('that cannot connect says so in its result', async () => {
    const { data, complete, target } = await doctorServer({ port: CLOSED_PORT });
    expect(data.checks.find(({ id }) => id === 'connect')).toMatchObject({ state: 'fail' });
    expect({ complete, target }).toEqual({ complete: false, target: null });
  });
});

describe('an audit', () => {
  test('of a server is data, with what it cost', async () => {
    const seen: number[] = [];
    const result = await auditServer({ port: server.port }, { exact: true, onProgress: (keys) => seen.push(keys) });
    expectTypeOf(result).toEqualTypeOf<Result<AuditReport>>();
    expect(result).toMatchObject({ complete: true, target: { port: server.port, db: 0 }, data: { keys: 25 } });
    expect(result.spent.commands).toBeGreaterThan(25);
    expect(seen.length).toBeGreaterThan(0);
  });

  test('that its ceiling cuts short says so', async () => {
    expect(await auditServer({ port: server.port }, { exact: true, maxCommands: 60 })).toMatchObject({ complete: false });
  });

  test('of a snapshot asks no server', async () => {
    const { data, target, spent } = await auditSnapshot(join(server.dir, 'dump.rdb'));
    expect({ keys: data.keys, target, commands: spent.commands }).toEqual({ keys: 25, target: null, commands: 0 });
  });

  test('fails with a sentence and a code', async () => {
    const failure = auditServer({ url: 'redis://user:S3cret@127.0.0.1:1', timeout: 500 });
    await expect(failure).rejects.toBeInstanceOf(MeterError);
    await expect(failure).rejects.toMatchObject({ exitCode: 5, message: expect.not.stringContaining('S3cret') as unknown });
  });

  test('ends when its signal says so', async () => {
    const { complete } = await auditServer({ port: server.port }, { signal: AbortSignal.abort() }).catch(() => ({
      complete: false,
    }));
    expect(complete).toBe(false);
  });
});

test('an audit is drawn in every format', async () => {
  const { data, target, warnings } = await auditServer({ port: server.port });
  const document = auditDocument(successEnvelope({ command: 'audit', target, data, warnings, spent: null }));
  expect(await renderText(document, { color: false, width: 100, all: false })).toMatch(/^Audit of /);
  expect(renderMarkdown(document)).toMatch(/^# Audit of /);
  expect(await renderCsv(document, { section: null, delimiter: ',' })).toMatch(/^profile,id,pattern,/);
});

describe('a check', () => {
  test('of a server and of its snapshot finds the same', async () => {
    const options = { profiles: ['claude-relay-service'], invariants: ['N1'], utcOffset: 8 };
    const live = await checkServer({ port: server.port }, options);
    const snapshot = await checkSnapshot(join(server.dir, 'dump.rdb'), options);
    expect(live).toMatchObject({ complete: true, target: { port: server.port } });
    expect(snapshot).toMatchObject({ complete: true, target: null });
    const differing = (data: ConsistencyData): unknown => data.invariants.map(({ id, byClass }) => ({ id, byClass }));
    expect(differing(live.data)).toEqual(differing(snapshot.data));
    expect(differing(live.data)).not.toEqual([]);
  });

  test('of an invariant that nobody knows is refused', async () => {
    await expect(checkServer({ port: server.port }, { invariants: ['Z9'] })).rejects.toMatchObject({ exitCode: 2 });
  });
});

test('an estimate is drawn in every format', async () => {
  const { data, warnings } = await estimateLoad({ workload: { requestsPerDay: 3000 }, provider: 'upstash' });
  expect(data.total.wirePerDay).toBeGreaterThan(800_000);
  const document = estimateDocument(successEnvelope({ command: 'estimate', target: null, data, warnings, spent: null }));
  expect(await renderText(document, { color: false, width: 100, all: false })).toContain('Estimate for claude-relay-service');
  expect(renderMarkdown(document)).toMatch(/^# Estimate for/);
  expect(await renderCsv(document, { section: null, delimiter: ',' })).toMatch(/^section,id,title/);
});

test('a measurement counts what is sent meanwhile', async () => {
  const client = server.client();
  let over = false;
  const measuring = measureServer({ port: server.port }, { seconds: 1, profiles: ['claude-relay-service'] }).finally(() => {
    over = true;
  });
  while (!over) await client.get('note');
  const { data } = await measuring;
  expect(data.how).toBe('commandstats');
  expect(data.total.measured).toBeGreaterThanOrEqual(20);
});

describe('profiles', () => {
  test('classify key names', async () => {
    const profile = await builtinProfile('claude-relay-service');
    const found = compileProfile(profile!).classify('usage:k1:model:hourly:deepseek/deepseek-r1:free:2026-11-20:03');
    expect(found?.family.id).toBe('key-model.hourly');
    expect(found?.captures).toEqual({ keyId: 'k1', model: 'deepseek/deepseek-r1:free', hour: '2026-11-20:03' });
  });

  test('hold what lint finds sound', async () => {
    for (const name of builtinNames) expect(lintProfile((await builtinProfile(name))!)).toEqual([]);
  });

  test('are defined in code with the type of what they hold', async () => {
    const own = defineProfile({
      name: 'notes',
      title: 'Notes',
      readFrom: 'this test',
      families: [
        {
          id: 'note',
          pattern: 'note',
          type: 'string',
          ttl: { expires: false },
          grain: 'none',
          valueClass: 'required',
          role: 'entity',
          breaks: 'The note is gone.',
          examples: ['note'],
        },
      ],
      placeholders: {},
    });
    expectTypeOf(own.name).toEqualTypeOf<'notes'>();
    expect(lintProfile(own)).toEqual([]);
    const { data } = await auditServer({ port: server.port }, { profiles: [own] });
    expect(data.families.find(({ id }) => id === 'note')).toMatchObject({ keys: 1, profile: 'notes' });
  });
});

test.each([
  ['audit.mjs', () => [join(server.dir, 'dump.rdb')], /^25 keys\n/],
  ['audit.mjs', () => [`127.0.0.1:${server.port}`], /^25 keys\n/],
  ['estimate.mjs', () => [], /^# Estimate for/],
  [
    'token-usage.mjs',
    () => [`127.0.0.1:${server.port}`, 'alice'],
    /^150 \+ 75: counted, 225 of 1000 used\n600 \+ 100: counted, 925 .+\n200 \+ 50: denied, 925 .+\n.*"prompt"} 750\n/,
  ],
  [
    'recorder.mjs',
    () => [`127.0.0.1:${server.port}`],
    /^\d+ requests have statistics in memory\n100 recorded, 0 lost, in \d+ batches\n$/,
  ],
  ['profile.mjs', () => ['chat:user:bob'], /^chat:user:bob: user \{"user":"bob"\}\n$/],
])('the example %s runs', async (name, args, printed) => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(ROOT, 'examples', name), ...args()], {
    timeout: 30_000,
  });
  expect(stderr).toBe('');
  expect(stdout).toMatch(printed);
});
