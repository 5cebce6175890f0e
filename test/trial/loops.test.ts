/** Loads: how many calls, and what a duration is measured from. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { closedLoop, openLoop, type Called } from '../../src/lib/trial/loops.js';

const { signal } = new AbortController();
const SLOW_MS = 200;

/** A resource that serves one call after the other; the first takes long. */
function queue(): () => Promise<Called> {
  let last: Promise<unknown> = sleep(SLOW_MS);
  return () => {
    const answer = last.then((): Called => 'allowed');
    last = answer;
    return answer;
  };
}

describe('at a fixed rate', () => {
  test('a call that waits for an earlier one has waited since it was due', async () => {
    const serve = queue();
    const { calls, latency, failed } = await openLoop({ perSecond: 200, durationMs: 150, signal, call: serve });
    expect([calls, failed]).toEqual([30, 0]);
    // All calls were due before the slow answer: the last of them 50 ms before it.
    expect(latency!.p50).toBeGreaterThan(100);
    expect(latency!.max).toBeGreaterThan(SLOW_MS - 20);
  });

  test('each call is counted once, by its answer', async () => {
    const answers: readonly Called[] = ['allowed', 'denied', 'failed', 'denied'];
    const numbers: number[] = [];
    const load = await openLoop({
      perSecond: 2_000,
      durationMs: 100,
      signal,
      call: async (number) => (numbers.push(number), answers[number % 4]!),
    });
    expect(load).toMatchObject({ calls: 200, allowed: 50, denied: 100, failed: 50 });
    expect(numbers).toEqual(Array.from({ length: 200 }, (_, number) => number));
  });

  test('a load without answers has no durations', async () => {
    const load = await openLoop({ perSecond: 100, durationMs: 30, signal, call: async () => 'failed' });
    expect(load).toMatchObject({ calls: 3, failed: 3, latency: null, perSecond: 0 });
  });
});

test('a closed loop has one call of each caller at a time', async () => {
  let [now, most] = [0, 0];
  const load = await closedLoop({
    callers: 5,
    durationMs: 50,
    signal,
    async call() {
      most = Math.max(most, ++now);
      await sleep(1);
      now--;
      return 'allowed';
    },
  });
  expect([most, load.calls]).toEqual([5, load.allowed]);
  expect(load.calls).toBeGreaterThan(4);
});

test.each([
  [
    'open',
    (stop: AbortSignal, call: () => Promise<Called>) => openLoop({ perSecond: 1_000, durationMs: 1e9, signal: stop, call }),
  ],
  ['closed', (stop: AbortSignal, call: () => Promise<Called>) => closedLoop({ callers: 2, durationMs: 1e9, signal: stop, call })],
])('an interruption ends it (%s)', async (_, loop) => {
  const controller = new AbortController();
  let calls = 0;
  const load = await loop(controller.signal, async () => {
    if (++calls === 20) controller.abort();
    await sleep(0);
    return 'allowed';
  });
  expect(load.calls).toBe(calls);
});
