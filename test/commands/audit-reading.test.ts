import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { READ_ONLY_COMMANDS } from '../../src/lib/redis/guard.js';
import { loadRelay, auditInside } from '../support/audit.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const IDLE_SECONDS = 5000;

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  await loadRelay(server.port, true);
});
afterAll(() => server.stop());

const digest = async (): Promise<string> => String(await client.call('DEBUG', 'DIGEST'));

/** A key of each type, its last use long ago. */
async function ageSome(): Promise<string[]> {
  const names = (await client.keys('*')).filter((name) => !name.startsWith('myapp')).slice(0, 1500);
  const chosen = ['billing:events', ...names.filter((_, index) => index % 10 === 0), ...(await client.keys('usage:records:*'))];
  for (const name of new Set(chosen)) {
    const value = await client.dumpBuffer(name);
    const ttl = await client.pttl(name);
    await client.call('RESTORE', name, String(Math.max(ttl, 0)), value!, 'REPLACE', 'IDLETIME', String(IDLE_SECONDS));
  }
  return [...new Set(chosen)];
}

const idleTimes = (names: readonly string[]): Promise<number[]> =>
  Promise.all(names.map(async (name) => Number(await client.call('OBJECT', 'IDLETIME', name))));

describe('an audit changes nothing', () => {
  test.each([[[]], [['--exact', '--show-ids']], [['--db', 'all', '--profile', 'claude-relay-service']]])(
    'only reading commands arrive, and the data stay the same: %j',
    async (args) => {
      const before = await digest();
      const seen: string[][] = [];
      const monitor = await client.monitor();
      monitor.on('monitor', (_time: string, command: string[]) => seen.push(command));
      await auditInside(['-u', server.url, ...args]);
      await client.ping('the end');
      while (!seen.some(([, word]) => word === 'the end')) await new Promise((resolve) => setTimeout(resolve, 5));
      monitor.disconnect();
      const sent = seen.filter(([, word]) => word !== 'the end');
      expect(sent.length).toBeGreaterThan(1000);
      const refused = sent.filter(([name = '', subcommand = '']) => {
        const rule = READ_ONLY_COMMANDS[name.toUpperCase()];
        return rule !== '*' && rule?.includes(subcommand.toUpperCase()) !== true;
      });
      expect(refused).toEqual([]);
      expect(await digest()).toBe(before);
    },
  );

  test('under an LRU policy no idle time is reset', async () => {
    await client.config('SET', 'maxmemory', '1gb');
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const names = await ageSome();
    const types = new Set(await Promise.all(names.map((name) => client.type(name))));
    expect(types.size).toBeGreaterThanOrEqual(5);
    expect(Math.min(...(await idleTimes(names)))).toBeGreaterThanOrEqual(IDLE_SECONDS - 1);
    const { data, envelope, code } = await auditInside(['-u', server.url, '--exact']);
    expect(code).toBe(0);
    expect(Math.min(...(await idleTimes(names)))).toBeGreaterThanOrEqual(IDLE_SECONDS - 1);
    const noTouch = data.capabilities.find(({ name }) => name === 'CLIENT NO-TOUCH');
    if (noTouch?.state !== 'ok') {
      expect(data.families.every(({ length }) => length === null)).toBe(true);
      expect(envelope.warnings.join('\n')).toMatch(/lengths were left out/);
    }
    expect(data.families.every(({ bytes }) => bytes !== null)).toBe(true);
    expect(data.findings.map((finding) => finding.code)).toContain('eviction-can-drop-counters');
  });

  test('--lengths reads them all the same, when asked', async () => {
    const { data } = await auditInside(['-u', server.url, '--lengths']);
    expect(data.families.some(({ length }) => length !== null)).toBe(true);
  });
});
