/**
 * Random faults between recorders and their server: replies that are lost or late, and commands that arrive a second time, also much later. Sums are
 * exactly the requests that were acknowledged. METER_FAULTS_CASES asks for more faults, METER_FAULTS_SEED for others.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRecorder, type Recorder, type RecordedRequest } from '../../src/lib/recorder/index.js';
import { CLIENTS } from '../limiter/clients.js';
import { connectionFor, startFake, type FakeServer } from '../support/fake-server.js';
import { seededRandom } from '../support/random.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { countCommands } from '../support/wire.js';

/** Each mode gets so many. */
const FAULTS = Number(process.env['METER_FAULTS_CASES'] ?? 12) > 100 ? 2_000 : 40;
const SEED = Number(process.env['METER_FAULTS_SEED'] ?? 1);
/** Processes share the work; this is little. */
const IS_FIRST = Number(process.env['METER_FAULTS_PART'] ?? 0) === 0;

let server: TestServer;
let redis: Redis;
let proxy: FakeServer;
let random = seededRandom(SEED);
let isFaulty = false;
const faults = { lost: 0, late: 0, twice: 0 };
const replays = new Set<Promise<unknown>>();

const happens = (share: number): boolean => isFaulty && random() < share;

/** The server gets the script once more, from elsewhere. */
async function replay(name: string, args: readonly string[]): Promise<void> {
  await sleep(random() * 150);
  await redis.call(name, ...args.map((arg) => Buffer.from(arg, 'latin1')));
}

beforeAll(async () => {
  server = await startRedis();
  redis = server.client();
  proxy = await startFake((client) => {
    const toServer = connectionFor(client, server.port);
    const count = countCommands((name, args) => {
      if (!name.startsWith('EVAL') || !happens(0.1)) return;
      faults.twice++;
      const done = replay(name, args).catch(() => {});
      replays.add(done);
      void done.finally(() => replays.delete(done));
    });
    client.on('data', (chunk) => {
      count(chunk);
      toServer.write(chunk);
    });
    let delivered = Promise.resolve();
    toServer.on('data', (chunk) => {
      if (happens(0.12)) {
        faults.lost++;
        client.destroy();
        return;
      }
      const isLate = happens(0.1);
      if (isLate) faults.late++;
      // Later replies wait for earlier ones.
      delivered = delivered.then(async () => {
        if (isLate) await sleep(120);
        if (!client.destroyed) client.write(chunk);
      });
    });
  });
});
afterAll(async () => {
  await proxy?.stop();
  await server?.stop();
});
beforeEach(async () => {
  Object.assign(faults, { lost: 0, late: 0, twice: 0 });
  random = seededRandom(SEED);
  await redis.flushall();
});

const faultsSoFar = (): number => faults.lost + faults.late + faults.twice;

/** Hands a request over until it is acknowledged, with the same id. */
async function acknowledged(recorder: Recorder, request: RecordedRequest): Promise<void> {
  for (;;) {
    try {
      await recorder.record(request);
      return;
    } catch {
      await sleep(10);
    }
  }
}

test.runIf(IS_FIRST).each(['script', 'buffered'] as const)(
  `mode %s: ${FAULTS} faults, three clients, and sums are what was acknowledged`,
  async (mode) => {
    const sums = { requests: 0, input: 0, cost: 0 };
    isFaulty = true;
    await Promise.all(
      Object.entries(CLIENTS).map(async ([name, connect], client) => {
        const { client: own, close } = await connect(server, proxy.port);
        const recorder = await createRecorder({
          client: own,
          mode,
          timeoutMs: 80,
          retry: { attempts: 4, waitMs: 5, longestMs: 40 },
          buffer: { intervalMs: 20 },
        });
        for (let at = 0; faultsSoFar() < FAULTS || at < 20; at++) {
          const [input, cost] = [Math.floor(random() * 1000), Math.floor(random() * 8) / 8];
          const together = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, part) =>
            acknowledged(recorder, {
              apiKey: `key-${client}`,
              account: 'A',
              accountType: 'claude-official',
              model: 'claude-opus-4',
              inputTokens: input,
              cost,
              requestId: `${name}-${at}-${part}`,
            }),
          );
          await Promise.all(together);
          sums.requests += together.length;
          sums.input += together.length * input;
          sums.cost += together.length * cost;
        }
        isFaulty = false;
        expect(await recorder.close({ timeoutMs: 30_000 })).toEqual({ requests: 0, cost: 0 });
        expect(recorder.counts.lost.requests).toBe(0);
        close();
      }),
    );
    await Promise.all(replays);
    const total = await redis.hgetall('usage:global:total');
    const account = await redis.hgetall('account_usage:A');
    const keys = await Promise.all([0, 1, 2].map((client) => redis.get(`usage:cost:total:key-${client}`)));
    const fromKeys = await Promise.all([0, 1, 2].map((client) => redis.hget(`usage:key-${client}`, 'totalInputTokens')));
    expect({
      faults: faultsSoFar() >= FAULTS,
      requests: Number(total['requests']),
      input: Number(total['inputTokens']),
      ofAccount: [Number(account['totalRequests']), Number(account['totalInputTokens'])],
      ofKeys: fromKeys.reduce((sum, text) => sum + Number(text), 0),
      cost: keys.reduce((sum, text) => sum + Number(text), 0),
      events: await redis.xlen('billing:events'),
    }).toEqual({
      faults: true,
      requests: sums.requests,
      input: sums.input,
      ofAccount: [sums.requests, sums.input],
      ofKeys: sums.input,
      cost: sums.cost,
      events: sums.requests,
    });
  },
  30 * 60_000,
);
