/** From the old list limiter to `listLog`, with processes of both at the same time. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLimiter, legacyListLog, listLog, type Limiter, type Mode } from '../../src/lib/limiter/index.js';
import { seededRandom } from '../support/random.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { virtualClock, type VirtualClock } from '../support/virtual-clock.js';
import { SlidingLog } from './references.js';

const LIMIT = 100;
const WINDOW_MS = 60_000;
/** A day before a leap day, in the zone of most of these relays. */
const START_MS = Date.UTC(2028, 1, 28, 15, 58);
const options = { limit: LIMIT, windowMs: WINDOW_MS, utcOffsetMinutes: 480 };

let server: TestServer;
let clock: VirtualClock;
let now = START_MS;
beforeAll(async () => {
  server = await startRedis();
  clock = virtualClock(server.client());
});
afterAll(() => server?.stop());
beforeEach(() => clock.clear());

const limiterOf = (mode: Mode): Limiter =>
  createLimiter({
    client: clock.client,
    rules: listLog(options),
    legacy: legacyListLog({ client: clock.client, ...options, now: () => now }),
    mode,
    onError: 'closed',
    timeoutMs: 20_000,
    rememberDenials: 0,
  });

/** Which processes there are, one minute and a half of each. */
const PHASES: readonly (readonly Mode[])[] = [
  ['legacy', 'legacy'],
  ['legacy', 'legacy', 'atomic', 'atomic'],
  ['atomic', 'atomic'],
  ['legacy', 'atomic'],
];
const PHASE_MS = 90_000;

describe.each([
  ['150 %', 1.5],
  ['600 %', 6],
])('at a load of %s', (_load, load) => {
  test('100 of 100 pass in the worst window, and none is denied that fits', async () => {
    const [limiters, log, chance] = [
      { legacy: limiterOf('legacy'), atomic: limiterOf('atomic') },
      new SlidingLog(),
      seededRandom(load * 10),
    ];
    const meanMs = WINDOW_MS / (LIMIT * load);
    let wrong = 0;
    now = START_MS;
    for (const [phase, processes] of PHASES.entries()) {
      while (now < START_MS + (phase + 1) * PHASE_MS) {
        now += Math.round(-Math.log(1 - chance()) * meanMs);
        await clock.set(now * 1_000);
        const mode = processes[Math.floor(chance() * processes.length)] as 'legacy' | 'atomic';
        const { allowed, failure } = await limiters[mode].check('rateLimit:GA203.0.113.7');
        expect(failure).toBeUndefined();
        if (!allowed && log.used(now, WINDOW_MS) < LIMIT) wrong++;
        if (allowed) log.add(now, 1);
      }
    }
    expect(log.worst(WINDOW_MS)).toBe(LIMIT);
    expect(wrong).toBe(0);
    expect(log.allowed.length).toBeGreaterThan(5 * LIMIT);
  });
});

test('beside old checks that are under way at once, no more pass than the limit and these', async () => {
  const OLD = 5;
  const [old, atomic] = [limiterOf('legacy'), limiterOf('atomic')];
  now = START_MS;
  await clock.set(now * 1_000);
  let allowed = 0;
  const loop = async (limiter: Limiter): Promise<void> => {
    for (let check = 0; check < 25; check++) if ((await limiter.check('list')).allowed) allowed++;
  };
  await Promise.all([...Array.from({ length: OLD }, () => loop(old)), ...Array.from({ length: OLD }, () => loop(atomic))]);
  expect(allowed).toBeGreaterThanOrEqual(LIMIT);
  expect(allowed).toBeLessThanOrEqual(LIMIT + OLD);
});

test('entries are those of the old limiter, to the ms and in its zone', async () => {
  const [old, atomic] = [limiterOf('legacy'), limiterOf('atomic')];
  for (const at of [
    START_MS,
    Date.UTC(2028, 1, 29, 16, 0, 0, 7),
    Date.UTC(2026, 11, 31, 16, 0),
    Date.UTC(2100, 1, 28, 23, 59, 59, 999),
  ]) {
    await clock.clear();
    now = at;
    await clock.set(at * 1_000);
    await old.check('list');
    await atomic.check('list');
    const [one, other] = await server.client().lrange('list', 0, -1);
    expect(one).toBe(other);
  }
});
