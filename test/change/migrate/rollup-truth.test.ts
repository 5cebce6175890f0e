/** Whatever the fine keys say, however much of it the coarse ones lack, and wherever a run is killed: they end as the truth, and are never above it. */
import * as fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDecimals, compareDecimals } from '../../../src/lib/format/decimal.js';
import { dayAgo } from '../../support/clock.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { migrating } from './support/migrating.js';

const CASES = Number(process.env['METER_MIGRATE_CASES'] ?? 12);

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());

const OPEN = dayAgo(0);
/** The last two are over. */
const DAYS = [OPEN, dayAgo(48), dayAgo(72)];

/** One request, as the hour has it; the day may lack it. */
interface Request {
  key: string;
  model: string;
  day: string;
  hour: string;
  tokens: bigint;
  cost: string;
  inDay: boolean;
}

const request: fc.Arbitrary<Request> = fc.record({
  key: fc.constantFrom('k1', 'k2', 'index-like'),
  model: fc.constantFrom('gpt-5', 'deepseek/deepseek-r1:free'),
  day: fc.constantFrom(...DAYS),
  hour: fc.constantFrom('00', '07', '23'),
  tokens: fc.oneof(fc.bigInt(0n, 50n), fc.bigInt(2n ** 53n, 2n ** 56n)),
  cost: fc.integer({ min: 0, max: 5_000_000 }).map((micro) => addDecimals(`0.${String(micro).padStart(7, '0')}`, '0')),
  inDay: fc.boolean(),
});

const run = fc.record({
  requests: fc.array(request, { minLength: 1, maxLength: 12 }),
  prune: fc.boolean(),
  scripts: fc.boolean(),
  rollup: fc.constantFrom('hourly:daily', 'key-model:key'),
  kills: fc.array(fc.integer({ min: 6, max: 120 }), { maxLength: 3 }),
});

type Sums = Map<string, string>;

const add = (sums: Sums, key: string, field: string, amount: string): void => {
  const id = `${key} ${field}`;
  sums.set(id, addDecimals(sums.get(id) ?? '0', amount));
};

/** Every figure by key and field; a string's field is empty. */
function figures(requests: readonly Request[], rollup: string): { fine: Sums; coarse: Sums; truth: Sums } {
  const [fine, coarse, truth]: Sums[] = [new Map(), new Map(), new Map()];
  for (const { key, model, day, hour, tokens, cost, inDay } of requests) {
    const count = (fineKey: string, coarseKey: string, field: string, amount: string): void => {
      add(fine!, fineKey, field, amount);
      add(truth!, coarseKey, field, amount);
      if (inDay) add(coarse!, coarseKey, field, amount);
    };
    if (rollup === 'key-model:key') {
      count(`usage:${key}:model:daily:${model}:${day}`, `usage:daily:${key}:${day}`, 'inputTokens', String(tokens));
      continue;
    }
    const at = `${day}:${hour}`;
    for (const [field, amount] of [
      ['inputTokens', String(tokens)],
      ['requests', '1'],
    ] as const) {
      count(`usage:hourly:${key}:${at}`, `usage:daily:${key}:${day}`, field, amount);
      count(`usage:${key}:model:hourly:${model}:${at}`, `usage:${key}:model:daily:${model}:${day}`, field, amount);
    }
    count(`usage:cost:hourly:${key}:${at}`, `usage:cost:daily:${key}:${day}`, '', cost);
  }
  return { fine: fine!, coarse: coarse!, truth: truth! };
}

async function write(sums: Sums): Promise<void> {
  for (const [id, text] of sums) {
    const [key, field] = split(id);
    await (field === '' ? client.set(key, text) : client.hset(key, field, text));
  }
}

const split = (id: string): [key: string, field: string] => {
  const at = id.lastIndexOf(' ');
  return [id.slice(0, at), id.slice(at + 1)];
};

async function held(id: string): Promise<string> {
  const [key, field] = split(id);
  return (await (field === '' ? client.get(key) : client.hget(key, field))) ?? '0';
}

const isOpen = (id: string): boolean => id.includes(OPEN);

test('a coarse key ends as the truth', async () => {
  await fc.assert(
    fc.asyncProperty(run, async ({ requests, prune, scripts, rollup, kills }) => {
      const { fine, coarse, truth } = figures(requests, rollup);
      await client.acl('SETUSER', 'default', scripts ? '+@scripting' : '-@scripting');
      await client.flushall();
      await write(fine);
      await write(coarse);
      const options = { rollup, prune };
      for (const killAfter of kills) {
        await migrating(server.port, { ...options, killAfter });
        for (const [id, sum] of truth) expect(compareDecimals(await held(id), sum), `${id} after a kill`).toBeLessThanOrEqual(0);
      }
      const { applied } = await migrating(server.port, options);
      expect(applied).toMatchObject({ complete: true, failure: null, skipped: { changed: 0, protected: 0 } });
      for (const [id, sum] of truth) expect(await held(id), id).toBe(isOpen(id) ? await held(id) : sum);
      for (const [id, sum] of coarse) if (isOpen(id)) expect(await held(id), `${id} is open`).toBe(sum);
      // The models of nine days are read, so those of all days stay.
      const isTaken = prune && rollup === 'hourly:daily';
      for (const id of fine.keys()) expect(await client.exists(split(id)[0]), id).toBe(isTaken && !isOpen(id) ? 0 : 1);
      const again = await migrating(server.port, options);
      expect(again.plan.keys).toBe(0);
    }),
    { numRuns: CASES },
  );
}, 600_000);
