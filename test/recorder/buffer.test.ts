/** What is buffered: nothing is lost while a flush runs, fails or overlaps with another, and bounds hold. */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createRecorder,
  functionClient,
  type RecordedRequest,
  type Recorder,
  type RecorderEvent,
  type RecorderOptions,
} from '../../src/lib/recorder/index.js';
import { CLIENTS } from '../limiter/clients.js';
import { connectionFor, startFake, type FakeServer } from '../support/fake-server.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
let redis: Redis;
let proxy: FakeServer;
/** What becomes of the next replies. */
let fate: () => 'deliver' | 'drop' | 'hold' = () => 'deliver';
let release: () => void = () => {};

beforeAll(async () => {
  server = await startRedis();
  redis = server.client();
  proxy = await startFake((client) => {
    const toServer = connectionFor(client, server.port);
    client.on('data', (chunk) => toServer.write(chunk));
    toServer.on('data', (chunk) => {
      const next = fate();
      if (next === 'drop') return client.destroy();
      if (next === 'deliver') return client.write(chunk);
      const held = new Promise<void>((resolve) => (release = resolve));
      return void held.then(() => client.write(chunk));
    });
  });
});
afterAll(async () => {
  await proxy?.stop();
  await server?.stop();
});
beforeEach(async () => {
  fate = () => 'deliver';
  await redis.flushall();
});

const open = async (options: Partial<RecorderOptions> = {}, port = proxy.port) => {
  const { client, close } = await CLIENTS['ioredis']!(server, port);
  const recorder = await createRecorder({
    client,
    mode: 'buffered',
    // Statistics alone need no reply.
    switches: { BILLING_EVENTS_ENABLED: 'false' },
    timeoutMs: 100,
    retry: { waitMs: 5, longestMs: 20 },
    ...options,
    buffer: { intervalMs: 60_000, ...options.buffer },
  });
  return { recorder, close: async () => (await recorder.close(), close()) };
};

const one: RecordedRequest = { apiKey: 'K', account: 'A', model: 'm', inputTokens: 10, outputTokens: 1 };
const written = async (key = 'usage:K'): Promise<number> => Number((await redis.hget(key, 'totalRequests')) ?? 0);

/** The client takes a moment to connect again. */
const flushed = (recorder: Recorder): Promise<void> =>
  expect.poll(() => recorder.flush().then(() => recorder.pending.requests), { interval: 20, timeout: 20_000 }).toBe(0);

test('what is recorded while a flush runs is in the next one', async () => {
  const { recorder, close } = await open({ timeoutMs: 10_000 });
  // The server knows the script from then on, so that a batch is one command.
  await recorder.record({ ...one, apiKey: 'first' });
  await recorder.flush();
  await recorder.record(one);
  let isFlushed = false;
  fate = () => (isFlushed ? 'deliver' : 'hold');
  const flush = recorder.flush().then(() => (isFlushed = true));
  await sleep(30);
  expect([await written(), recorder.pending.requests, isFlushed]).toEqual([1, 1, false]);
  isFlushed = true;
  release();
  await flush;
  await recorder.record(one);
  expect(recorder.pending).toEqual({ requests: 1, cost: 0 });
  await recorder.flush();
  expect([await written(), recorder.pending.requests]).toEqual([2, 0]);
  await close();
});

test('a flush that fails half-way is repeated, and counts once', async () => {
  const { recorder, close } = await open();
  // Several scripts: 60 models have more commands than one takes.
  for (let at = 0; at < 60; at++) await recorder.record({ ...one, model: `model-${at}`, cacheReadTokens: at });
  let replies = 0;
  fate = () => (++replies % 2 === 0 ? 'drop' : 'deliver');
  await recorder.flush().catch(() => {});
  fate = () => 'deliver';
  await flushed(recorder);
  expect(recorder.counts.retries).toBeGreaterThan(0);
  expect(await redis.hgetall('usage:K')).toMatchObject({
    totalRequests: '60',
    totalInputTokens: '600',
    totalCacheReadTokens: String((60 * 59) / 2),
  });
  await close();
});

test('two flushes at once write a batch once, and both wait for it', async () => {
  const { recorder, close } = await open();
  await recorder.record(one);
  await Promise.all([recorder.flush(), recorder.flush(), recorder.record(one).then(() => recorder.flush())]);
  expect([await written(), recorder.counts.batches]).toEqual([2, 2]);
  await close();
});

test('a server that is away for a while, and forgets scripts, loses nothing', async () => {
  const { recorder, close } = await open();
  for (let at = 0; at < 5; at++) await recorder.record({ ...one, cost: 0.25 });
  fate = () => 'drop';
  await expect(recorder.flush()).rejects.toMatchObject({ name: 'RecorderError' });
  expect(recorder.pending).toEqual({ requests: 5, cost: 1.25 });
  await redis.script('FLUSH');
  fate = () => 'deliver';
  await flushed(recorder);
  expect([await written(), recorder.pending]).toEqual([5, { requests: 0, cost: 0 }]);
  await close();
});

test('a recorder that is closed has written everything, and the next one goes on', async () => {
  for (let time = 1; time <= 3; time++) {
    const { recorder, close } = await open();
    await recorder.record(one);
    await close();
    expect(await written()).toBe(time);
    await expect(recorder.record(one)).rejects.toMatchObject({ code: 'closed' });
    expect(await recorder.close()).toEqual({ requests: 0, cost: 0 });
  }
});

test('closing ends in time, and says what is lost', async () => {
  const events: RecorderEvent[] = [];
  const { recorder, close } = await open({ onEvent: (event) => events.push(event) });
  await recorder.record({ ...one, cost: 0.5 });
  fate = () => 'drop';
  const startedAt = performance.now();
  expect(await recorder.close({ timeoutMs: 200 })).toEqual({ requests: 1, cost: 0.5 });
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(events.at(-1)).toEqual({ kind: 'lost', requests: 1, cost: 0.5 });
  await close();
});

test('a batch is written after its time, and when it is large enough', async () => {
  const { recorder, close } = await open({ buffer: { intervalMs: 40 } });
  await recorder.record(one);
  await expect.poll(() => written(), { interval: 20, timeout: 5_000 }).toBe(1);
  await close();
  const large = await open({ buffer: { batchEntries: 300 } });
  for (let at = 0; at < 5; at++) await large.recorder.record({ ...one, model: `model-${at}` });
  await expect.poll(() => large.recorder.counts.batches, { interval: 20, timeout: 5_000 }).toBeGreaterThan(0);
  await large.close();
});

test('money, and what quotas are computed from, is written at once', async () => {
  const { recorder, close } = await open();
  await recorder.record({ ...one, model: 'claude-opus-4', accountType: 'claude-official', cost: 0.5 });
  await recorder.record({ ...one, account: 'C', accountType: 'claude-console', cost: 0.25 });
  expect([await redis.get('usage:cost:total:K'), await redis.get('usage:opus:total:K')]).toEqual(['0.75', '0.5']);
  expect([await written('account_usage:A'), await written('account_usage:C'), await written()]).toEqual([0, 1, 0]);
  expect(recorder.pending).toEqual({ requests: 2, cost: 0.75 });
  await close();
  expect(await written('account_usage:A')).toBe(1);
});

test('periods are those of the requests, however late they are written', async () => {
  const { recorder, close } = await open();
  for (const time of ['2026-11-30T15:59:59Z', '2026-11-30T16:00:00Z']) await recorder.record({ ...one, at: Date.parse(time) });
  await close();
  const days = ['2026-11-30', '2026-12-01'].map((day) => redis.hget(`usage:daily:K:${day}`, 'requests'));
  expect(await Promise.all(days)).toEqual(['1', '1']);
});

describe('a buffer that is full', () => {
  const full = { maxEntries: 1_000 };
  /** Whether the server gets batches. Their scripts have a number, and those of single requests none. */
  let areAnswered = false;
  const numberOf = ([count = '', ...rest]: string[]): string | undefined => rest[Number(count)];
  const withoutBatches = functionClient(([name = '', sha = '', ...rest]) =>
    areAnswered || !name.startsWith('EVAL') || numberOf(rest) === '' ? redis.call(name, sha, ...rest) : new Promise(() => {}),
  );
  beforeEach(() => {
    areAnswered = false;
  });
  const fill = async (recorder: Awaited<ReturnType<typeof open>>['recorder']): Promise<number> => {
    let count = 0;
    while (count < 50 && recorder.counts.dropped + recorder.counts.writtenThrough === 0) {
      await recorder.record({ ...one, apiKey: `key-${count}`, model: `model-${count}`, cost: 0.5 });
      count++;
    }
    return count;
  };

  test('drops statistics, and never money', async () => {
    const { recorder, close } = await open({ client: withoutBatches, buffer: { ...full, whenFull: 'drop' } });
    const count = await fill(recorder);
    expect([count < 10, recorder.counts.dropped]).toEqual([true, 1]);
    expect((await recorder.record({ ...one, apiKey: 'late', cost: 0.5 })).status).toBe('dropped');
    expect(await redis.get('usage:cost:total:late')).toBe('0.5');
    areAnswered = true;
    await close();
    expect([await redis.exists('usage:late'), await redis.hget('usage:global:total', 'requests')]).toEqual([
      0,
      String(count - 1),
    ]);
  });

  test('writes through', async () => {
    const { recorder, close } = await open({ buffer: { ...full, whenFull: 'write-through' } });
    let count = await fill(recorder);
    expect(await written(`usage:key-${count - 1}`)).toBe(1);
    // The same request counts once, in whichever way it comes.
    const named = { ...one, apiKey: 'named', requestId: 'named-1' };
    const again = [await recorder.record(named), await recorder.record(named)].map((answer) => answer.again);
    expect(again).toEqual([false, true]);
    await close();
    expect(await written('usage:named')).toBe(1);
    count++;
    expect(await redis.hget('usage:global:total', 'requests')).toBe(String(count));
  });

  test('makes requests wait, up to a time', async () => {
    const { recorder, close } = await open({ client: withoutBatches, buffer: { ...full, blockMs: 300 } });
    const records = Array.from({ length: 8 }, (_, at) => recorder.record({ ...one, apiKey: `key-${at}`, model: `model-${at}` }));
    const results = await Promise.allSettled(records);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(refused.length).toBeGreaterThan(0);
    for (const failure of refused) expect(failure).toMatchObject({ code: 'full' });
    expect([recorder.counts.failed, recorder.counts.blocked >= refused.length]).toEqual([refused.length, true]);
    areAnswered = true;
    await close();
    expect(await redis.hget('usage:global:total', 'requests')).toBe(String(8 - refused.length));
  });

  test('lets those who wait go on when a batch is written', async () => {
    const { recorder, close } = await open({ buffer: full });
    const records = Array.from({ length: 30 }, (_, at) => recorder.record({ ...one, apiKey: `key-${at}`, model: `model-${at}` }));
    expect((await Promise.all(records)).every(({ status }) => status === 'buffered')).toBe(true);
    expect(recorder.counts.blocked).toBeGreaterThan(0);
    await close();
    expect(await redis.hget('usage:global:total', 'requests')).toBe('30');
  });

  test('is full by age too', async () => {
    const { recorder, close } = await open({ buffer: { maxAgeMs: 20, whenFull: 'drop' } });
    await recorder.record(one);
    await sleep(40);
    expect((await recorder.record(one)).status).toBe('dropped');
    await close();
  });
});

describe('a process', () => {
  const program = fileURLToPath(new URL('recording-process.mjs', import.meta.url));
  const run = (...args: string[]) => {
    const child = spawn(process.execPath, [program, String(server.port), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    const ready = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        output += String(chunk);
        if (output.includes('\n')) resolve();
      });
    });
    const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
      child.once('exit', (code, signal) => resolve(signal ?? code)),
    );
    return { child, ready, ended, acknowledged: () => Number(output.split('\n')[0]) };
  };

  test('that is killed loses at most what it recorded within the interval', async () => {
    const { child, ready, ended, acknowledged } = run('stay');
    await ready;
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    // 20 of its requests were flushed before the last 5.
    expect(acknowledged()).toBe(25);
    expect([await written(), await redis.get('usage:cost:total:K')]).toEqual([20, '12.5']);
  });

  test('that is asked to end writes everything first, if it was told to', async () => {
    const { child, ready, ended } = run('stay', 'close-on-sigterm');
    await ready;
    child.kill('SIGTERM');
    expect(await ended).toBe('SIGTERM');
    expect(await written()).toBe(25);
  });

  test('that has nothing else to do is not kept alive', async () => {
    const { ended } = run('go');
    expect(await ended).toBe(0);
  });
});

test('sums are exact beyond 2^53', async () => {
  const { recorder, close } = await open();
  const most = Number.MAX_SAFE_INTEGER / 8 - 0.875;
  for (let at = 0; at < 20; at++) await recorder.record({ apiKey: 'K', model: 'm', inputTokens: most, outputTokens: 1 });
  await close();
  expect(await redis.hget('usage:K', 'totalTokens')).toBe(String(20n * (BigInt(most) + 1n)));
});
