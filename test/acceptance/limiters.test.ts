/** `meter limiters` on real data of claude-relay-service, against a reading by plain commands. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { LimitersReport } from '../../src/lib/report/limiters/worded.js';
import { readDump, restoreDump } from '../support/dump-file.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { serverTime } from '../support/server-clock.js';
import { dataFile } from './data-folder.js';

/** When the data were saved. */
const SAVED = { 'crs-real': Date.parse('2026-11-20T19:45:00Z'), 'crs-upgraded': Date.parse('2026-11-20T19:45:00Z') };

interface Plain {
  keys: Record<string, number>;
  permanent: Record<string, number>;
  /** `rule id`: used and allowed. */
  used: Map<string, [number, number]>;
}

const FAMILIES: Readonly<Record<string, (name: string) => string | null>> = {
  'window-requests': (name) => /^rate_limit:requests:(.+)$/.exec(name)?.[1] ?? null,
  'window-tokens': (name) => /^rate_limit:tokens:(.+)$/.exec(name)?.[1] ?? null,
  'window-cost': (name) => /^rate_limit:cost:(.+)$/.exec(name)?.[1] ?? null,
  concurrency: (name) => /^concurrency:([^:]+)$/.exec(name)?.[1] ?? null,
};

const FIELDS: Readonly<Record<string, string>> = {
  'window-requests': 'rateLimitRequests',
  'window-tokens': 'tokenLimit',
  'window-cost': 'rateLimitCost',
  concurrency: 'concurrencyLimit',
};

async function plainly(client: Redis, now: number): Promise<Plain> {
  const plain: Plain = { keys: {}, permanent: {}, used: new Map() };
  for (const name of await client.keys('*')) {
    for (const [rule, idOf] of Object.entries(FAMILIES)) {
      const id = idOf(name);
      if (id === null) continue;
      plain.keys[rule] = (plain.keys[rule] ?? 0) + 1;
      plain.permanent[rule] = (plain.permanent[rule] ?? 0) + ((await client.ttl(name)) === -1 ? 1 : 0);
      const limits = await client.hgetall(`apikey:${id}`);
      const allowed = Number(limits[FIELDS[rule]!] ?? 0);
      const minutes = Number(limits['rateLimitWindow'] ?? 0);
      if (allowed <= 0 || (rule !== 'concurrency' && minutes <= 0)) continue;
      if (rule === 'window-cost' && Number(limits['tokenLimit'] ?? 0) > 0) continue;
      if (rule === 'concurrency') {
        plain.used.set(`${rule} ${id}`, [await client.zcount(name, `(${now}`, '+inf'), allowed]);
        continue;
      }
      const start = await client.get(`rate_limit:window_start:${id}`);
      const runs = start !== null && now < Number(start) + minutes * 60_000;
      plain.used.set(`${rule} ${id}`, [runs ? Number(await client.get(name)) : 0, allowed]);
    }
  }
  return plain;
}

describe.each(['crs-real', 'crs-upgraded', 'crs-cases/after-kill'])('%s', (data) => {
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

    const report = async (...source: string[]): Promise<LimitersReport> => {
      const { stdout, stderr, code } = await runMeterInside(['limiters', ...source, '--near', '0', '--show-ids', '--json']);
      expect([code, stderr]).toEqual([0, '']);
      return (JSON.parse(stdout) as Envelope<LimitersReport>).data;
    };

    test('every key and every figure is that of a plain reading, live and in a snapshot', async () => {
      const saved = SAVED[data as keyof typeof SAVED] ?? (await serverTime(client));
      // The clock of the server is added to what --now says.
      for (const source of [
        ['--url', server.url, '--now', new Date(saved).toISOString()],
        ['--rdb', join(server.dir, 'dump.rdb'), '--now', new Date(saved).toISOString()],
      ]) {
        const { limiters, limited } = await report(...source);
        const expected = await plainly(client, saved);
        expect(Object.fromEntries(limiters.filter(({ rule }) => rule in FIELDS).map(({ rule, keys }) => [rule, keys]))).toEqual(
          expected.keys,
        );
        const permanent = limiters.filter(({ rule }) => rule in FIELDS).map(({ rule, permanent: count }) => [rule, count]);
        expect(Object.fromEntries(permanent)).toEqual(expected.permanent);
        const shown = new Map(
          limited
            .filter(({ rule }) => rule in FIELDS)
            .map(({ rule, subject, used, capacity }) => [`${rule} ${subject.id}`, [Number(used), Number(capacity)]]),
        );
        expect(shown).toEqual(expected.used);
      }
    });

    test('leaked counters have the command that mends them, and it does', async () => {
      const { findings } = await report('--url', server.url);
      const leaks = findings.filter(({ code, fixKind }) => code === 'counter-without-ttl' && fixKind === 'command');
      for (const { fix } of leaks) {
        const { code } = await runMeterInside([...fix.replace(/^meter /, '').split(' '), '--yes', '--no-archive', '-q']);
        expect(code).toBe(0);
      }
      const after = await report('--url', server.url);
      expect(after.findings.filter(({ code, fixKind }) => code === 'counter-without-ttl' && fixKind === 'command')).toEqual([]);
    });
  });
});
