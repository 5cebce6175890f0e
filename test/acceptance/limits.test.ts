/** Every row of `meter limits` on real data, against a reading by plain commands. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LimitsData } from '../../src/lib/limits/model.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { readDump, restoreDump } from '../support/dump-file.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { dataFile } from './data-folder.js';

const NOW = Date.parse('2026-11-20T19:45:00Z');
const HOUR_MS = 3_600_000;

type Hash = Record<string, string>;

/** `id limit` to used, allowed, and whether the next request is refused. */
type Expected = Map<string, [used: number | null, allowed: number, reached: boolean | null]>;

async function plainLimits(client: Redis, utcOffset: number): Promise<Expected> {
  const expected: Expected = new Map();
  const local = new Date(NOW + utcOffset * HOUR_MS);
  const number = async (name: string): Promise<number> => Number((await client.get(name)) ?? 0);
  const ids = (await client.keys('apikey:*')).filter((name) => /^apikey:[^:]+$/.test(name) && name !== 'apikey:hash_map');
  for (const name of ids) {
    const id = name.slice('apikey:'.length);
    const hash: Hash = await client.hgetall(name);
    if (hash['isDeleted'] === 'true') continue;
    const add = (limit: string, field: string, used: number): void => {
      const allowed = Number(hash[field] ?? 0);
      if (allowed > 0) expected.set(`${id} ${limit}`, [used, allowed, used >= allowed]);
    };
    add('concurrency', 'concurrencyLimit', await client.zcount(`concurrency:${id}`, `(${NOW}`, '+inf'));
    add('daily-cost', 'dailyCostLimit', await number(`usage:cost:daily:${id}:${local.toISOString().slice(0, 10)}`));
    add('total-cost', 'totalCostLimit', await number(`usage:cost:total:${id}`));
    const day = Number(hash['weeklyResetDay'] || 1);
    const hour = Number(hash['weeklyResetHour'] || 0);
    const start = new Date(local);
    start.setUTCHours(hour, 0, 0, 0);
    while ((start.getUTCDay() || 7) !== day || start > local) start.setUTCDate(start.getUTCDate() - 1);
    add('weekly-claude-cost', 'weeklyOpusCostLimit', await number(`usage:opus:weekly:${id}:${start.toISOString().slice(0, 13)}`));
    const minutes = Number(hash['rateLimitWindow'] ?? 0);
    if (minutes === 0) continue;
    const began = await client.get(`rate_limit:window_start:${id}`);
    const isRunning = began !== null && NOW < Number(began) + minutes * 60_000;
    const counter = async (kind: string): Promise<number> => (isRunning ? number(`rate_limit:${kind}:${id}`) : 0);
    add('window-requests', 'rateLimitRequests', await counter('requests'));
    add('window-tokens', 'tokenLimit', await counter('tokens'));
    if (Number(hash['tokenLimit'] ?? 0) === 0) add('window-cost', 'rateLimitCost', await counter('cost'));
  }
  for (const name of (await client.keys('claude_console_account:*')).filter((each) => !each.includes(':index'))) {
    const id = name.slice('claude_console_account:'.length);
    const { dailyQuota = '0', maxConcurrentTasks = '0' } = (await client.hgetall(name)) as Hash;
    const running = await client.zcount(`concurrency:console_account:${id}`, `(${NOW}`, '+inf');
    if (Number(dailyQuota) > 0) expected.set(`${id} daily-quota`, [null, Number(dailyQuota), null]);
    if (Number(maxConcurrentTasks) > 0)
      expected.set(`${id} account-concurrency`, [running, Number(maxConcurrentTasks), running >= Number(maxConcurrentTasks)]);
  }
  return expected;
}

describe.each(['crs-real', 'crs-upgraded'])('%s', (data) => {
  const dump = dataFile(`${data}.restore.ndjson.gz`);

  describe.skipIf(dump.missing)(dump.title, () => {
    let server: TestServer;
    let client: Redis;
    beforeAll(async () => {
      server = await startRedis();
      client = server.client();
      await restoreDump(client, await readDump(dump.path));
      await client.save();
    });
    afterAll(() => server?.stop());

    test.each([8, -5])('every row is that of a plain reading, live and in a snapshot, at UTC %d', async (utcOffset) => {
      const expected = await plainLimits(client, utcOffset);
      for (const source of [
        ['--url', server.url],
        ['--rdb', join(server.dir, 'dump.rdb')],
      ]) {
        const args = [
          'limits',
          ...source,
          '--now',
          new Date(NOW).toISOString(),
          '--utc-offset',
          String(utcOffset),
          '--show-ids',
          '--json',
        ];
        const { stdout, code } = await runMeterInside(args);
        expect(code).toBe(0);
        const { rows, unreadable } = (JSON.parse(stdout) as Envelope<LimitsData>).data;
        expect(unreadable).toEqual([]);
        const shown: Expected = new Map(
          rows.map(({ subject, limit, used, allowed, reached }) => [
            `${subject.id} ${limit}`,
            [used === null ? null : Number(used), Number(allowed), reached],
          ]),
        );
        expect(shown).toEqual(expected);
        if (data === 'crs-real') expect(shown.size).toBeGreaterThan(40);
      }
    });
  });
});
