import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstKey, isReading } from '../../src/lib/measure/key-position.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

test.each([
  'GET k',
  'hgetall k',
  'DEL k l',
  'EVAL script 1 k v',
  'EVAL script 0 v',
  'EVALSHA sha 2 k l',
  'FCALL f 1 k',
  'OBJECT ENCODING k',
  'MEMORY USAGE k',
  'XINFO STREAM k',
  'XREAD COUNT 1 STREAMS k 0',
  'XREADGROUP GROUP g c STREAMS k >',
  'BITOP AND k l',
  'ZUNION 1 k',
  'BLMPOP 0 1 k LEFT',
  'SINTERCARD 1 k',
  'SORT k',
  'MSET k v l w',
])('%s names the key that the server finds', async (text) => {
  const [command = '', ...rest] = text.split(' ');
  const keys = (await server
    .client()
    .call('COMMAND', 'GETKEYS', command, ...rest)
    .catch(() => [])) as string[];
  expect(firstKey([command.toUpperCase(), ...rest])).toBe(keys[0] ?? null);
});

test('of the commands that a server knows, those without keys name none, and those that read write nothing', async () => {
  const known = (await server.client().call('COMMAND')) as [string, number, string[], number, ...unknown[]][];
  for (const [name, , flags, first] of known) {
    const command = name.toUpperCase();
    if (isReading(command) && command !== 'XINFO') expect([command, flags.includes('readonly')]).toEqual([command, true]);
    const movable = flags.includes('movablekeys');
    if (!movable && first === 1 && !CHANNELS.has(command)) expect(firstKey([command, 'a', 'b', 'c', 'd'])).toBe('a');
    if (!movable && first === 0 && !SUBCOMMANDS.has(command))
      expect([command, firstKey([command, 'a', '1', 'c'])]).toEqual([command, null]);
  }
});

/** The server routes these by their channel, which is no key. */
const CHANNELS = new Set(['SPUBLISH', 'SSUBSCRIBE', 'SUNSUBSCRIBE']);

/** Of these, only subcommands name keys. */
const SUBCOMMANDS = new Set(['MEMORY', 'OBJECT', 'XGROUP', 'XINFO', 'DEBUG']);
