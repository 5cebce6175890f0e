/** How scripts agree to a plan: the more keys there are, the more has to be said. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { ErrorEnvelope } from '../../src/lib/report/error-envelope.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { loadTinyRelay, TINY_CLOCK } from '../support/tiny-relay.js';

const HOURLY = ['prune', '--hourly', ...TINY_CLOCK, '--no-archive'];

let server: TestServer;
let client: Redis;
let folder: string;
let name: string;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  name = `127.0.0.1:${server.port}/0`;
  folder = await mkdtemp(join(tmpdir(), 'meter-agreement-'));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

async function prune(...args: string[]) {
  const result = await runMeterInside([...HOURLY, '-u', server.url, '--json', ...args], { cwd: folder });
  return { code: result.code, ...result.json<Envelope<ChangeReport> & Pick<ErrorEnvelope, 'error'>>() };
}

describe('a small Redis on this machine', () => {
  beforeEach(async () => {
    await client.flushall();
    await loadTinyRelay(client);
  });

  test.each([['--yes'], ['--confirm']])('takes %s', async (flag) => {
    const { code, data } = await prune(flag, ...(flag === '--confirm' ? [name] : []));
    expect(code).toBe(0);
    expect(data.changed).toBe(data.planned);
  });

  test('takes no other name, whatever else is said', async () => {
    const before = await client.dbsize();
    const { code, error } = await prune('--yes', '--confirm', 'redis.internal:6379/0');
    expect(code).toBe(4);
    expect(error).toMatchObject({
      code: 'confirmation',
      message: `"redis.internal:6379/0" is not ${name}: nothing was changed.`,
    });
    expect(await client.dbsize()).toBe(before);
  });
});

describe('a large Redis', () => {
  beforeEach(async () => {
    await client.flushall();
    await loadTinyRelay(client);
    await client.call('DEBUG', 'POPULATE', '10001', 'filler');
  });

  test('takes its name', async () => {
    const { code, data } = await prune('--confirm', name);
    expect(code).toBe(0);
    expect(data.changed).toBe(data.planned);
  });

  test.each([
    [['--yes'], /has more than 10,000 keys, so --yes alone does not agree to the plan: nothing was changed\.$/],
    [[], /^The plan needs an answer, and standard input is not a terminal\.$/],
    [['--confirm', ''], /^The answer is empty: nothing was changed\.$/],
    [['--confirm', 'y\u001b[2J'], /^"y\\x1b\[2J" is not 127\.0\.0\.1:\d+\/0: nothing was changed\.$/],
  ])('refuses %j and says what to give', async (flags, message) => {
    const before = await client.dbsize();
    const { code, error } = await prune(...flags);
    expect(code).toBe(4);
    expect(error.message).toMatch(message);
    expect(error.suggestions.join(' ')).toContain(name);
    expect(await client.dbsize()).toBe(before);
  });
});
