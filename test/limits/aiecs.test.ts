/** Limits of AIECS over random histories: the limit is in the hash of the counters, and 0 and text are no limits. */
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limitsServer, type LimitsServerOptions } from '../../src/lib/library/limits.js';
import type { LimitsData } from '../../src/lib/limits/model.js';
import { BASE, DAY_MS } from '../support/clock.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const RUNS = Number(process.env['METER_USAGE_RUNS'] ?? 25);

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server?.stop());

const limits = async (options: LimitsServerOptions = {}): Promise<LimitsData> =>
  (await limitsServer({ port: server.port }, { profiles: ['aiecs'], now: BASE, utcOffset: 0, showIds: true, ...options })).data;

const dayAgo = (days: number): string => new Date(BASE.getTime() - days * DAY_MS).toISOString().slice(0, 10);

interface Step {
  user: string;
  period: string;
  does: { tokens: bigint } | { limit: string } | 'reset';
}

const step = fc.record<Step>({
  user: fc.constantFrom('alice', 'bob', 'tenant:7:carol', 'ünï:code', '42'),
  period: fc.constantFrom(dayAgo(0), dayAgo(1), 'cycle-2026Q4'),
  does: fc.oneof(
    fc.record({ tokens: fc.oneof(fc.bigInt({ min: 1n, max: 60n }), fc.constant(2n ** 54n + 1n)) }),
    fc.record({ limit: fc.oneof(fc.bigInt({ min: 0n, max: 60n }).map(String), fc.constantFrom('-5', 'many', '12.5', '')) }),
    fc.constant<'reset'>('reset'),
  ),
});

interface State {
  total: bigint;
  limit: string | null;
}

/** What `check_usage_limit` would say of each user of the period. */
function played(history: readonly Step[], period: string): Map<string, State> {
  const states = new Map<string, State>();
  for (const { user, period: own, does } of history) {
    if (own !== period) continue;
    const state = states.get(user) ?? { total: 0n, limit: null };
    if (does === 'reset') states.delete(user);
    else if ('tokens' in does) states.set(user, { ...state, total: state.total + does.tokens });
    else states.set(user, { ...state, limit: does.limit });
  }
  return states;
}

async function carriedOut(history: readonly Step[]): Promise<void> {
  await client.flushdb();
  // The application is recognised by any key of it.
  await client.hset(`token_usage:someone:${dayAgo(3)}`, 'total_tokens', '1');
  for (const { user, period, does } of history) {
    const name = `token_usage:${user}:${period}`;
    if (does === 'reset') await client.del(name);
    else if ('tokens' in does) await client.call('HINCRBY', name, 'total_tokens', String(does.tokens));
    else await client.hset(name, 'usage_limit', does.limit);
  }
}

test('any history is judged as check_usage_limit judges it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (history) => {
      await carriedOut(history);
      for (const cycle of [undefined, 'cycle-2026Q4']) {
        const { rows, unreadable } = await limits(cycle === undefined ? {} : { cycle });
        const states = [...played(history, cycle ?? dayAgo(0))];
        const limited = states.filter(([, { limit }]) => /^[1-9]\d*$/.test(limit ?? ''));
        expect(
          new Map(rows.map(({ subject, used, allowed, reached }) => [subject.id, [String(used), String(allowed), reached]])),
        ).toEqual(new Map(limited.map(([user, { total, limit }]) => [user, [String(total), limit, total >= BigInt(limit!)]])));
        const odd = states.filter(([, { limit }]) => limit === 'many' || limit === '12.5').map(([user]) => user);
        expect(new Set(unreadable.map(({ subject }) => subject.id))).toEqual(new Set(odd));
      }
    }),
    { numRuns: RUNS },
  );
});

test('a limit that ended with yesterday is named', async () => {
  await carriedOut([
    { user: 'alice', period: dayAgo(1), does: { limit: '100' } },
    { user: 'bob', period: dayAgo(1), does: { limit: '100' } },
    { user: 'bob', period: dayAgo(0), does: { limit: '100' } },
    { user: 'bob', period: 'cycle-2026Q4', does: { limit: '100' } },
  ]);
  const { notes, rows } = await limits();
  expect(rows.map(({ subject }) => subject.id)).toEqual(['bob']);
  expect(notes).toContainEqual({
    code: 'not-carried',
    params: { subjects: 1, examples: [{ id: 'alice', name: null, gone: false }] },
  });
  expect(notes).toContainEqual({ code: 'other-cycles', params: { cycles: ['cycle-2026Q4'], count: 1 } });
});
