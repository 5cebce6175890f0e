import { expect, test } from 'vitest';
import { startRedis } from './redis-server.js';

test("a test server's clock is that of the tests", async () => {
  const server = await startRedis();
  const [seconds] = await server.client().time();
  await server.stop();
  expect(Math.abs(Number(seconds) * 1_000 - Date.now())).toBeLessThan(30_000);
});
