import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createLimiter,
  fixedWindow,
  gcra,
  listLog,
  slidingWindow,
  tokenBucket,
  zsetLog,
  type Rule,
} from '../../src/lib/limiter/index.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { virtualClock, type VirtualClock } from '../support/virtual-clock.js';
import { bucket, counter, evenlySpaced, exactLog, SlidingLog, spreadWindows, type Reference } from './references.js';

let server: TestServer;
let clock: VirtualClock;
beforeAll(async () => {
  server = await startRedis();
  clock = virtualClock(server.client());
});
afterAll(() => server?.stop());

interface Limits {
  limit: number;
  windowMs: number;
  burst: number;
}

interface Algorithm {
  make: (limits: Limits) => Rule;
  reference: (limits: Limits) => Reference;
  /** The most that passes in any window. */
  bound: (limits: Limits) => number;
  /** The time that it tells apart, in microseconds. */
  tick: 1 | 1_000;
  /** Whether it denies only what an exact log of the same requests denies too. */
  isNeverStricter: (limits: Limits) => boolean;
}

const always = (): boolean => true;

const ALGORITHMS: Record<string, Algorithm> = {
  listLog: {
    make: (limits) => listLog({ ...limits, utcOffsetMinutes: 480 }),
    reference: exactLog,
    bound: ({ limit }) => limit,
    tick: 1_000,
    isNeverStricter: always,
  },
  zsetLog: { make: zsetLog, reference: exactLog, bound: ({ limit }) => limit, tick: 1_000, isNeverStricter: always },
  fixedWindow: {
    make: fixedWindow,
    reference: counter,
    bound: ({ limit }) => 2 * limit - 1,
    tick: 1_000,
    isNeverStricter: always,
  },
  slidingWindow: {
    make: slidingWindow,
    reference: spreadWindows,
    bound: ({ limit }) => 2 * limit - 1,
    tick: 1_000,
    isNeverStricter: () => false,
  },
  tokenBucket: {
    make: tokenBucket,
    reference: bucket,
    bound: ({ limit, burst }) => limit + burst,
    tick: 1_000,
    isNeverStricter: ({ limit, burst }) => burst >= limit,
  },
  gcra: {
    make: gcra,
    reference: evenlySpaced,
    bound: ({ limit, burst }) => limit + burst,
    tick: 1,
    // If the spacing is no whole microsecond, it is stricter by up to one for each request.
    isNeverStricter: ({ limit, windowMs, burst }) => burst >= limit && (windowMs * 1_000) % limit === 0,
  },
};

const START = Date.UTC(2028, 1, 28, 23, 59) * 1_000;

const history = fc
  .record({
    limit: fc.integer({ min: 1, max: 12 }),
    windowMs: fc.integer({ min: 1, max: 5_000 }),
    burst: fc.integer({ min: 1, max: 15 }),
  })
  .chain(({ limit, windowMs, burst }) =>
    fc.record({
      limits: fc.constant({ limit, windowMs, burst }),
      start: fc.integer({ min: START, max: START + 86_400_000_000 }),
      steps: fc.array(
        fc.record({
          // Mostly short, so that the limit is reached, sometimes as long as a window or two.
          wait: fc.oneof(
            { weight: 6, arbitrary: fc.integer({ min: 0, max: Math.ceil((windowMs * 2_000) / limit) }) },
            { weight: 1, arbitrary: fc.constantFrom(windowMs * 1_000 - 1, windowMs * 1_000, windowMs * 1_000 + 1) },
            { weight: 1, arbitrary: fc.integer({ min: 0, max: windowMs * 3_000 }) },
          ),
          cost: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: limit }) }),
        }),
        { minLength: 1, maxLength: 40 },
      ),
    }),
  );

describe.each(Object.entries(ALGORITHMS))('%s', (name, { make, reference: referenceOf, bound, tick, isNeverStricter }) => {
  test('decides as its reference, and keeps its bound in every window', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ limits, start, steps }) => {
        await clock.clear();
        const limiter = createLimiter({
          client: clock.client,
          rules: make(limits),
          onError: 'closed',
          rememberDenials: 0,
          increx: false,
        });
        const most = name === 'tokenBucket' || name === 'gcra' ? limits.burst : limits.limit;
        const reference = referenceOf(limits);
        const log = new SlidingLog();
        let micros = start;
        for (const { wait, cost } of steps) {
          micros += wait;
          await clock.set(micros);
          const answer = await limiter.check('key', { cost });
          expect(answer.failure).toBeUndefined();
          const fits = cost <= most && reference.fits(micros, cost);
          expect(answer.allowed, `${cost} at ${micros}`).toBe(fits);
          if (cost > most) continue;
          expect(answer).toMatchObject({ limit: most, remaining: most - answer.used! });
          if (fits) {
            reference.count(micros, cost);
            log.add(Math.floor(micros / tick), cost);
            expect(answer.retryAfter).toBe(0);
          } else {
            expect(answer.used! + cost).toBeGreaterThan(most);
            const exact = log.used(Math.floor(micros / tick), (limits.windowMs * 1_000) / tick) + cost;
            if (isNeverStricter(limits)) expect(exact).toBeGreaterThan(limits.limit);
            expect(reference.fits(micros + (answer.retryAfter! - 1) * 1_000, cost), 'retry is not later than it must be').toBe(
              false,
            );
            await clock.copy('key', 'probe');
            await clock.set(micros + answer.retryAfter! * 1_000);
            expect(await limiter.look('probe', { cost })).toMatchObject({ allowed: true });
          }
        }
        expect(log.worst((limits.windowMs * 1_000) / tick)).toBeLessThanOrEqual(bound(limits));
      }),
      { numRuns: 60 },
    );
  });

  test('nothing is used at the time that an answer says', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ limits, start, steps }) => {
        await clock.clear();
        const limiter = createLimiter({
          client: clock.client,
          rules: make(limits),
          onError: 'closed',
          rememberDenials: 0,
          increx: false,
        });
        let micros = start;
        for (const { wait } of steps.slice(0, 10)) {
          micros += wait;
          await clock.set(micros);
          await limiter.check('key');
        }
        const { used, resetAt } = await limiter.look('key');
        await clock.set(resetAt! * 1_000 + (micros % 1_000));
        expect(used).toBeGreaterThan(0);
        expect((await limiter.look('key')).used).toBe(0);
      }),
      { numRuns: 20 },
    );
  });
});

test.each(['listLog', 'zsetLog'])('%s tells how many requests are inside the window', async (name) => {
  await fc.assert(
    fc.asyncProperty(history, async ({ limits, start, steps }) => {
      await clock.clear();
      const limiter = createLimiter({
        client: clock.client,
        rules: ALGORITHMS[name]!.make(limits),
        onError: 'closed',
        rememberDenials: 0,
      });
      const log = new SlidingLog();
      let micros = start;
      for (const { wait } of steps) {
        micros += wait;
        await clock.set(micros);
        const { allowed, used } = await limiter.check('key');
        const now = Math.floor(micros / 1_000);
        if (allowed) log.add(now, 1);
        expect(used).toBe(log.used(now, limits.windowMs));
      }
    }),
    { numRuns: 20 },
  );
});
