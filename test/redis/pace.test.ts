import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/lib/redis/pace.js';

const ROUND_TRIP = 0.2;

/** The count after so many SCANs by a server that takes a fixed time per key. */
function settled(maxLatencyMs: number, msPerKey: number, roundTrip = ROUND_TRIP): Pace {
  const pace = new Pace(maxLatencyMs, roundTrip);
  for (let scan = 0; scan < 40; scan++) pace.timed(roundTrip + pace.count * msPerKey);
  return pace;
}

describe('Pace', () => {
  it('grows COUNT on a quick server, up to a limit', () => {
    expect(settled(5, 1e-6).count).toBe(5_000);
  });

  it('settles where one SCAN takes a quarter of the latency allowed', () => {
    for (const limit of [2, 5, 20]) {
      const { count } = settled(limit, 0.002);
      expect(Math.abs((count * 0.002) / (limit / 4) - 1)).toBeLessThan(0.05);
    }
  });

  it('lets a SCAN last as long as the way to a server far away, within half of the latency allowed', () => {
    expect(settled(100, 0.02, 30).count * 0.02).toBeCloseTo(30, 0);
    expect(settled(5, 0.002, 30).count * 0.002).toBeCloseTo(2.5, 1);
  });

  it('shrinks COUNT at once when the server slows down, and recovers', () => {
    const pace = settled(5, 0.001);
    const before = pace.count;
    pace.timed(200);
    expect(pace.count).toBe(Math.round(before / 4));
    for (let scan = 0; scan < 10; scan++) pace.timed(ROUND_TRIP + pace.count * 0.001);
    expect(Math.abs(pace.count / before - 1)).toBeLessThan(0.05);
  });

  it('pauses only while even the smallest SCAN takes too long, and never for more than a second', () => {
    const pace = settled(5, 0.001);
    pace.timed(200);
    expect(pace.pauseMs).toBe(0);
    const slow = settled(5, 2);
    expect([slow.count, slow.pauseMs]).toEqual([10, 20]);
    slow.timed(60_000);
    expect(slow.pauseMs).toBe(1_000);
    slow.timed(ROUND_TRIP + 1);
    expect(slow.pauseMs).toBe(0);
  });

  it('keeps COUNT within bounds whatever the times', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })),
        fc.double({ min: 0.1, max: 1e3, noNaN: true }),
        (times, limit) => {
          const pace = new Pace(limit, 0.5);
          for (const time of times) {
            pace.timed(time);
            expect(Number.isInteger(pace.count) && pace.count >= 10 && pace.count <= 5_000).toBe(true);
            expect(pace.pauseMs >= 0 && pace.pauseMs <= 1_000).toBe(true);
          }
        },
      ),
    );
  });

  it('takes a larger COUNT for a command ceiling, but no smaller one, within the limit', () => {
    const pace = new Pace(5, 0.1);
    pace.atLeast(1_000.2);
    expect(pace.count).toBe(1_001);
    pace.atLeast(50);
    expect(pace.count).toBe(1_001);
    pace.atLeast(1e9);
    expect(pace.count).toBe(5_000);
  });

  it('times the first SCANs, then one of sixteen', () => {
    const pace = new Pace(5, 0.1);
    const timed = Array.from({ length: 50 }, (_, scan) => (pace.timeNext() ? scan : -1)).filter((scan) => scan >= 0);
    expect(timed).toEqual([0, 1, 2, 3, 4, 5, 16, 32, 48]);
  });
});
