import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { estimateSize } from '../../src/lib/keyspace/size-estimate.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const UUID = '9b2e6c1a-4f0d-4a57-8c3e-1d2f3a4b5c6d';

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

/** Kinds of keys as relays have them, made on the server. */
const KEYS: readonly (readonly [type: string, length: number, elementBytes: number | null, script: string])[] = [
  ['hash', 10, null, `'HSET', KEYS[1], 'inputTokens' .. i, i * 1000`],
  ['zset', 40, null, `'ZADD', KEYS[1], i, '${UUID}' .. i`],
  ['zset', 2_000, null, `'ZADD', KEYS[1], i, '${UUID}' .. i`],
  ['set', 20, null, `'SADD', KEYS[1], '${UUID}' .. i`],
  ['set', 2_000, null, `'SADD', KEYS[1], '${UUID}' .. i`],
  ['list', 200, 700, `'RPUSH', KEYS[1], string.rep('x', 700)`],
  ['list', 60, 13, `'RPUSH', KEYS[1], '1763650000' .. (100 + i)`],
  ['stream', 2_000, 30 + 15, `'XADD', KEYS[1], '*', 'user', string.rep('u', 30), 'model', string.rep('m', 15)`],
  ['stream', 500, 600, `'XADD', KEYS[1], '*', 'event', string.rep('e', 600)`],
];

describe('a guess', () => {
  test.each(KEYS)(
    'of a %s with %d elements is right to a factor of two and a half',
    async (type, length, elementBytes, script) => {
      const client = server.client();
      await client.del('key');
      await client.eval(`for i = 1, ${length} do redis.call(${script}) end`, 1, 'key');
      const size = Number(await client.call('MEMORY', 'USAGE', 'key', 'SAMPLES', '0'));
      const ratio = estimateSize({ type, length, elementBytes }, 'key'.length) / size;
      expect(ratio).toBeGreaterThan(1 / 2.5);
      expect(ratio).toBeLessThan(2.5);
    },
  );

  test('of a list whose elements may not be read is made all the same', () => {
    expect(estimateSize({ type: 'list', length: 10, elementBytes: null }, 5)).toBeGreaterThan(100);
    expect(estimateSize({ type: 'vectorset', length: 10, elementBytes: null }, 5)).toBeGreaterThan(100);
  });
});
