/** Connections by Little's law, and who waits for one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { poolOf, waitingShare, type PoolAsked } from '../../src/lib/limiters/pool.js';
import { client as goClient } from '../../src/lib/profile/builtin/new-api/client.js';

const pool = (asked: Partial<PoolAsked>, env: Record<string, string> | null = null) =>
  poolOf({
    asked: { processes: 4, pool: null, rate: 1000, rttSeconds: 0.001, ...asked },
    client: goClient,
    env,
    maxclients: 100,
    connected: 5,
    held: [{ rule: 'GA', title: 'calls', roundTrips: 3 }],
  });

test('the connections in use are rate × time held', () => {
  // 1,000 a second × 3 ms = 3 connections, of 4 × 10.
  expect(pool({})).toMatchObject({ pool: 10, poolFrom: 'default', connections: 40, loads: [{ busy: 3, share: 0.075 }] });
  expect(pool({}).loads[0]!.mostRate).toBeCloseTo(13_333, 0);
  expect(pool({}, { REDIS_POOL_SIZE: '2' })).toMatchObject({ pool: 2, poolFrom: 'REDIS_POOL_SIZE', connections: 8 });
  expect(pool({}, { REDIS_POOL_SIZE: 'many' })).toMatchObject({ pool: 10 });
  expect(pool({ pool: 3 }, { REDIS_POOL_SIZE: '2' })).toMatchObject({ pool: 3, poolFrom: 'flag' });
  expect(pool({ rate: 20_000 }).loads[0]).toMatchObject({ busy: 60, waiting: 1 });
});

test('a server that does not answer holds a request for the wait for a connection and all retries', () => {
  expect(pool({}).client).toMatchObject({ worstSeconds: 4 + 3 * 4, retries: 3 });
});

test('the share that waits is that of tables of Erlang C', () => {
  expect(waitingShare(1, 0.5)).toBeCloseTo(0.5, 6);
  expect(waitingShare(2, 1)).toBeCloseTo(1 / 3, 6);
  expect(waitingShare(10, 8)).toBeCloseTo(0.4092, 4);
});

test('the share that waits is a share, grows with the load, and shrinks with the pool', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: 1.5, noNaN: true }), (size, load) => {
      const share = waitingShare(size, load * size);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
      expect(waitingShare(size, load * size * 0.9)).toBeLessThanOrEqual(share + 1e-9);
      expect(waitingShare(size + 1, load * size)).toBeLessThanOrEqual(share + 1e-9);
    }),
  );
});
