/** Random histories of writers that are cut off, and of repairers, some at once; nothing acknowledged is ever lost. */
import type { Redis } from 'ioredis';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Applied } from '../../../src/lib/change/engine/run-changes.js';
import { repairServer } from '../../support/repair.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';

let server: TestServer;
let client: Redis;

beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  await client.call('ACL', 'SETUSER', 'plain', 'on', '>pass', '~*', '+@all', '-eval', '-evalsha');
});
afterAll(() => server?.stop());

const RUNS = Number(process.env.METER_REPAIR_RUNS ?? 6);
const KEYS = ['token_usage:ann:2026-11-20', 'token_usage:bob:2026-11-20'];
/** What one request writes, in this order. */
const FIELDS = ['prompt_tokens', 'completion_tokens', 'total_tokens'];

const repair = (transactions = false): Promise<Applied> =>
  repairServer(server.port, { profile: 'aiecs', ...(transactions ? { user: { user: 'plain', password: 'pass' } } : {}) });

/** Answers the tokens of a request whose commands all went out. */
async function request(key: string, [prompt, completion]: readonly [number, number], sent: number): Promise<number> {
  const amounts = [prompt, completion, prompt + completion];
  for (const [index, field] of FIELDS.slice(0, sent).entries()) await client.hincrby(key, field, amounts[index]!);
  return sent === FIELDS.length ? prompt + completion : 0;
}

const total = async (key: string): Promise<number> => Number((await client.hget(key, 'total_tokens')) ?? 0);

const step = fc.record({
  key: fc.constantFrom(...KEYS),
  amounts: fc.tuple(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 1_000 })),
  sent: fc.integer({ min: 1, max: 3 }),
});

describe('repairs', () => {
  test('no counter is below what was acknowledged, and a second run changes nothing', async () => {
    const history = fc.record({
      steps: fc.array(step, { minLength: 1, maxLength: 12 }),
      repairers: fc.integer({ min: 1, max: 2 }),
      transactions: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(history, async ({ steps, repairers, transactions }) => {
        await client.flushall();
        const acknowledged = new Map<string, number>();
        const write = async (): Promise<void> => {
          for (const { key, amounts, sent } of steps)
            acknowledged.set(key, (acknowledged.get(key) ?? 0) + (await request(key, amounts, sent)));
        };
        await Promise.all([write(), ...Array.from({ length: repairers }, () => repair(transactions))]);
        await repair(transactions);
        for (const key of KEYS) {
          const [prompt, completion] = await client.hmget(key, 'prompt_tokens', 'completion_tokens');
          expect(await total(key)).toBeGreaterThanOrEqual(acknowledged.get(key) ?? 0);
          // Each request sends its commands within the time between two readings, so none is taken for one that was cut off.
          expect(await total(key)).toBe(Number(prompt ?? 0) + Number(completion ?? 0));
        }
        expect((await repair(transactions)).changed).toBe(0);
      }),
      { numRuns: RUNS },
    );
  }, 3_600_000);

  test('two at once add what is missing once, beyond 2^53', async () => {
    await client.flushall();
    const [key] = KEYS as [string];
    await client.hset(key, { prompt_tokens: '9007199254740993', completion_tokens: '10', total_tokens: '9007199254740000' });
    const [first, second] = await Promise.all([repair(), repair(true)]);
    expect([first.way, second.way]).toEqual(['scripts', 'transactions']);
    expect(await client.hget(key, 'total_tokens')).toBe('9007199254741003');
    expect(first.changed + second.changed).toBe(1);
  }, 30_000);
});
