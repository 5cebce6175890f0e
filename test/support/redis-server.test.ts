import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startRedis } from './redis-server.js';
import { exists, until } from './waiting.js';

test('a server ends, and leaves no folder, when the process that started it is gone', async () => {
  const server = await startRedis();
  const ended = once(server.process, 'exit');
  // The system does the same when a process is killed.
  server.process.stdio[3]!.destroy();
  expect(await ended).toEqual([null, 'SIGKILL']);
  await until(async () => !(await exists(server.dir)));
});

test('a server that is stopped takes nobody with it', async () => {
  const [one, other] = [await startRedis(), await startRedis()];
  await one.stop();
  expect(await other.client().ping()).toBe('PONG');
  await other.stop();
});
