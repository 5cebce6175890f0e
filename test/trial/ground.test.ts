/** What trials stand on: the proxy with a round trip, and the pool of connections. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openPool, type ConnectionPool } from '../../src/lib/trial/connection-pool.js';
import { startDelayingProxy, type DelayingProxy } from '../../src/lib/trial/delaying-proxy.js';
import { CLOSED_PORT } from '../support/closed-port.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const DELAY_MS = 20;

let server: TestServer;
let proxy: DelayingProxy;
let pool: ConnectionPool;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.client().flushall();
  proxy = await startDelayingProxy({ upstreamPort: server.port, delayMs: DELAY_MS });
  pool = await openPool(proxy.port, { size: 2, timeoutMs: 5_000 });
});
afterEach(async () => {
  pool.close();
  await proxy.close();
});

/** Ms of one command. */
async function timed(): Promise<number> {
  const startedAt = performance.now();
  await pool.send(['PING']);
  return performance.now() - startedAt;
}

describe('the proxy', () => {
  test('makes each command wait for the round trip, in order', async () => {
    expect(await timed()).toBeGreaterThan(DELAY_MS - 2);
    const values = await Promise.all(Array.from({ length: 40 }, () => pool.send(['INCR', 'n'])));
    expect(values.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  });

  test('sends nothing on while it is stalled', async () => {
    proxy.stall(200);
    expect(await timed()).toBeGreaterThan(150);
    expect(await timed()).toBeLessThan(10_000);
  });

  test('leads new connections to another server', async () => {
    const other = await startRedis();
    await other.client().set('who', 'other');
    proxy.leadTo(other.port);
    const second = await openPool(proxy.port, { size: 1, timeoutMs: 5_000 });
    expect([await second.send(['GET', 'who']), await pool.send(['GET', 'who'])]).toEqual(['other', null]);
    second.close();
    await other.stop();
  });
});

describe('the pool', () => {
  test('counts commands, and has as many under way as connections', async () => {
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: 6 }, () => pool.send(['PING'])));
    expect(performance.now() - startedAt).toBeGreaterThan(3 * (DELAY_MS - 2));
    expect(pool.commands).toBe(6);
  });

  test('fails what a lost connection leaves unanswered, sends nothing twice, and goes on', async () => {
    const lost = pool.send(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no']).catch((error: unknown) => error);
    const counted = pool.send(['INCR', 'n']).catch((error: unknown) => error);
    expect(await lost).toSatisfy((answer) => answer instanceof Error || typeof answer === 'number');
    const first = await counted;
    await vi.waitFor(() => timed(), { timeout: 10_000, interval: 20 });
    await vi.waitFor(async () => expect(await pool.send(['GET', 'n'])).toBe(typeof first === 'number' ? '1' : null), {
      timeout: 10_000,
      interval: 20,
    });
  });

  test('is refused where nothing listens', async () => {
    await expect(openPool(CLOSED_PORT, { size: 2, timeoutMs: 1_000 })).rejects.toThrow(/ECONNREFUSED|closed/i);
  });
});
