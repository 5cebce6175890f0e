/** Values that are no figures, and far too large for one. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { REPAIR_USER } from '../support/change-access.js';
import { BASE_ISO } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeasured } from '../support/peak-memory.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

type Report = Envelope<ConsistencyReport>;

const MIB = 2 ** 20;
const LARGE = 48 * MIB;
/** What the program itself takes, and some garbage; a large value alone would take more than the rest. */
const MOST_MIB = 240;

/** Fields of 2,000 bytes that no invariant knows; 6,000 of them make a hash of some 16 MB. */
const FILL = `local value = string.rep('x', 2000)
for i = 1, ARGV[1] do redis.call('HSET', KEYS[1], 'of-no-use-' .. i, value) end`;

const TOTAL = 'usage:cost:total';
const EMBEDDED = 'account_usage:hourly:a1:2026-11-20:03';
/** By key, what is said of it. */
const WRONG: Readonly<Record<string, string>> = {
  [`${TOTAL}:large`]: 'not a number',
  [`${TOTAL}:digits`]: 'not a number',
  [`${TOTAL}:empty`]: 'not a number',
  [`${TOTAL}:hash`]: 'wrong type',
  'usage:large': 'not a number',
  'usage:daily:large:2026-11-20': 'not a number',
  [EMBEDDED]: 'negative',
};

let server: TestServer;
let snapshot: string;

async function plant(client: Redis, large: number, fields: number): Promise<void> {
  await client.setrange(`${TOTAL}:large`, large, 'x');
  // More digits than any counter has, and more than are read.
  await client.set(`${TOTAL}:digits`, '1'.repeat(600));
  await client.set(`${TOTAL}:empty`, '');
  await client.hset(`${TOTAL}:hash`, 'field', '1');
  await client.set(`${TOTAL}:right`, '1.5');
  await client.eval(FILL, 1, 'usage:large', fields);
  await client.hset('usage:large', { totalRequests: '1', totalTokens: 'ten' });
  await client.eval(`redis.call('HSET', KEYS[1], 'tokens', string.rep('1', ARGV[1]))`, 1, 'usage:daily:large:2026-11-20', large);
  // Fields that occur once for each model cannot be named beforehand.
  await client.eval(FILL, 1, EMBEDDED, fields);
  await client.hset(EMBEDDED, { requests: '1', 'model:m:requests': '-1' });
}

beforeAll(async () => {
  server = await startRedis(['--dbfilename', 'large.rdb', '--rdbcompression', 'no']);
  await plant(server.client(), LARGE, 6_000);
  await server.client().save();
  snapshot = join(server.dir, 'large.rdb');
}, 60_000);
afterAll(() => server?.stop());

const ARGS = ['fix-consistency', '--json', '-q', '--now', BASE_ISO, '--profile', 'claude-relay-service', '--show-ids'];

describe('values that are far larger than any figure', () => {
  test.each([
    ['a server', () => ['--url', server.url]],
    ['a snapshot', () => ['--rdb', snapshot]],
  ])(
    'are told from figures in little memory: %s',
    async (_, from) => {
      const { code, stderr, stdout, peak } = await runMeasured([...ARGS, ...from()]);
      expect([stderr, code]).toEqual(['', 0]);
      const { violations } = (JSON.parse(stdout) as Report).data;
      const wrong = violations.filter(({ invariant }) => invariant === 'V1');
      expect(Object.fromEntries(wrong.map(({ key, verdict }) => [key, verdict]))).toEqual(WRONG);
      expect(peak).toBeLessThan(MOST_MIB);
    },
    60_000,
  );

  test('are met by a user with the rights that are documented, who repairs nothing of them', async () => {
    await server.client().flushall();
    await plant(server.client(), MIB, 100);
    const [name, ...args] = REPAIR_USER.replace('>PASSWORD', '>secret').split(' ');
    await server.client().call(name!, ...args);
    const url = server.url.replace('redis://', 'redis://meter:secret@');
    const { code, stdout } = await runMeterInside([...ARGS, '--url', url, '--apply', '--yes', '--no-archive']);
    const { data } = JSON.parse(stdout) as Report;
    expect(code).toBe(0);
    expect(data.violations.filter(({ invariant }) => invariant === 'V1')).toHaveLength(Object.keys(WRONG).length);
    expect(await server.client().strlen(`${TOTAL}:large`)).toBe(MIB + 1);
  }, 60_000);
});
