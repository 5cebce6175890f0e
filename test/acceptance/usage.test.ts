import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { UsageData } from '../../src/lib/usage/model.js';
import { readDump, restoreDump } from '../support/dump-file.js';
import { runMeterInside } from '../support/meter-inside.js';
import { PlainSums, type PlainKey } from '../support/plain-sums.js';
import { expectPlain, GROUPINGS, plainPeriods, plainRows } from '../support/plain-usage.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { dataFile } from './data-folder.js';

const NOW = new Date('2026-11-20T19:45:00Z');
const BATCH = 1_000;

/** Every hash and string, by plain commands. */
async function plainKeys(client: Redis): Promise<PlainKey[]> {
  const names = (await client.keysBuffer('*usage*')).toSorted((a, b) => Buffer.compare(a, b));
  const keys: PlainKey[] = [];
  for (let at = 0; at < names.length; at += BATCH) {
    const batch = names.slice(at, at + BATCH);
    const types = await Promise.all(batch.map((name) => client.type(name)));
    const values = await Promise.all(
      batch.map((name, index) =>
        types[index] === 'hash' ? client.hgetall(name) : types[index] === 'string' ? client.get(name) : Promise.resolve(null),
      ),
    );
    for (const [index, name] of batch.entries()) {
      const value = values[index];
      if (value !== null && value !== undefined) keys.push({ name: name.toString('latin1'), value });
    }
  }
  return keys;
}

describe.each(['crs-real', 'crs-upgraded'])('%s', (data) => {
  const dump = dataFile(`${data}.restore.ndjson.gz`);

  describe.skipIf(dump.missing)(dump.title, () => {
    let server: TestServer;
    let sums: PlainSums;
    let file: string;

    beforeAll(async () => {
      server = await startRedis();
      const client = server.client();
      await restoreDump(client, await readDump(dump.path));
      sums = new PlainSums(await plainKeys(client));
      await client.save();
      file = join(server.dir, 'dump.rdb');
    });
    afterAll(() => server?.stop());

    const usage = async (source: readonly string[], args: readonly string[], utcOffset: number): Promise<UsageData> => {
      const common = ['--now', NOW.toISOString(), '--utc-offset', String(utcOffset), '--show-ids', '--all', '--json'];
      const { stdout, stderr, code } = await runMeterInside(['usage', ...source, ...args, ...common]);
      if (code !== 0) throw new Error(`${args.join(' ')}: ${stderr}${stdout}`);
      return (JSON.parse(stdout) as Envelope<UsageData>).data;
    };

    describe.each([8, -5])('at UTC %d', (utcOffset) => {
      const periods = plainPeriods({ now: NOW, utcOffset });

      test.each(GROUPINGS)('by $by every figure is that of a plain sum, live and in a snapshot', async (grouping) => {
        const by = grouping.by.length === 0 ? [] : ['--by', grouping.by.join(',')];
        for (const period of periods) {
          const args = [
            ...by,
            ...(by.length === 0 && period.args[1] === 'this'
              ? ['--metric', 'requests,input,output,cache-create,cache-read,tokens,cost']
              : []),
            ...period.args,
          ];
          const expected = plainRows(sums, grouping, period);
          for (const source of [
            ['--url', server.url],
            ['--rdb', file],
          ])
            expectPlain(await usage(source, args, utcOffset), expected, [...source.slice(0, 1), ...args].join(' '));
        }
      });

      test.each(['day', 'week', 'hour', 'month'])('by %s, alone and with entities', async (cut) => {
        const period = periods.find(({ args, grain }) =>
          cut === 'month' ? grain === 'month' : cut === 'hour' ? grain === 'hour' : args[0] === '--since',
        )!;
        for (const grouping of GROUPINGS.filter(({ by }) => by.length < 2)) {
          const args = ['--by', [...grouping.by, cut].join(','), ...period.args];
          const expected = plainRows(sums, grouping, period, cut);
          for (const source of [
            ['--url', server.url],
            ['--rdb', file],
          ])
            expectPlain(await usage(source, args, utcOffset), expected, [...source.slice(0, 1), ...args].join(' '));
        }
      });
    });

    test('of all time, and by user', async () => {
      const period = { grain: 'total', periods: [] } as const;
      for (const grouping of GROUPINGS.filter(({ by }) => by.join() === 'key' || by.join() === 'account'))
        for (const source of [
          ['--url', server.url],
          ['--rdb', file],
        ])
          expectPlain(
            await usage(source, ['--by', grouping.by.join(), '--all-time'], 8),
            plainRows(sums, grouping, period),
            `${source[0]} ${grouping.by.join()}`,
          );
      const client = server.client();
      const ids = (await client.keys('apikey:*')).filter((name) => name.split(':').length === 2 && name !== 'apikey:hash_map');
      const users = new Map<string, string>();
      for (const name of ids) {
        const user = await client.hget(name, 'userId');
        const text = user ? await client.get(`user:${user}`) : null;
        if (text !== null) users.set(name.slice('apikey:'.length), (JSON.parse(text) as { displayName: string }).displayName);
      }
      const expected = sums.sums({
        grain: 'month',
        periods: ['2026-11'],
        of: ['key'],
        metrics: ['requests', 'input', 'output', 'cache-create', 'cache-read', 'tokens', 'cost'],
        rowOf: ({ key = '' }) => users.get(key) || 'nobody',
      });
      const data = await usage(['--url', server.url], ['--by', 'user'], 8);
      for (const { labels } of data.tables[0]!.rows) labels[0]!.id = labels[0]!.name ?? 'nobody';
      expectPlain(data, expected, 'by user');
    });

    test('a day whose key is missing is the sum of its hours, and is marked', async () => {
      const client = server.client();
      const [name] = (await client.keys('usage:daily:*:2026-11-20')).filter((each) => !each.includes(':index:')).toSorted();
      const id = name!.split(':')[2]!;
      const payload = await client.dumpBuffer(name!);
      const before = await usage(['--url', server.url], ['--by', 'key', '--day', '2026-11-20'], 8);
      await client.del(name!);
      try {
        for (const source of [
          ['--url', server.url],
          ['--rdb', file],
        ]) {
          if (source[0] === '--rdb') await client.save();
          const after = await usage(source, ['--by', 'key', '--day', '2026-11-20'], 8);
          expect(after.tables[0]!.rows.map((row) => ({ ...row, fromParts: false }))).toEqual(before.tables[0]!.rows);
          expect(after.tables[0]!.rows.filter(({ fromParts }) => fromParts).map(({ labels }) => labels[0]!.id)).toEqual([id]);
          expect(after.notes).toContainEqual({ code: 'from-parts', params: { periods: ['2026-11-20'], keys: 1 } });
        }
      } finally {
        await client.restore(name!, 3_600_000, payload!);
        await client.save();
      }
    });
  });
});
