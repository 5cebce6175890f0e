import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Action, ArchiveRecord } from '../../../src/lib/change/archive/record.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { payloadOf } from '../value/support/payload.js';
import { archiveOf, dumped, restoring } from './support/restoring.js';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());
beforeEach(() => client.flushall());

const NAME = 'usage:hourly:k1:2026-11-20:03';
const HOUR = 3_600_000;

/** A record of the key as it is now, which is then removed. */
async function taken(name: string, extra: Partial<ArchiveRecord> = {}): Promise<Partial<ArchiveRecord>> {
  const value = await dumped(client, name);
  const left = await client.pttl(name);
  await client.unlink(name);
  return { name, value, expireAtMs: left < 0 ? null : Date.now() + left, ...extra };
}

describe('whole keys', () => {
  test('come back with their lives, once; what has ended stays away', async () => {
    await client.hset(NAME, { requests: '3', tokens: '9007199254740993' });
    await client.pexpire(NAME, HOUR);
    await client.sadd('usage:hourly:index:2026-11-20:03', 'k1');
    const path = await archiveOf([
      await taken(NAME),
      await taken('usage:hourly:index:2026-11-20:03', { family: 'index.usage.hourly' }),
      { name: 'over', value: { form: 'typed', type: 'string', value: 'x' }, expireAtMs: Date.now() - 1 },
    ]);
    expect(await restoring(server.port, [path])).toMatchObject({
      complete: true,
      failure: null,
      fates: { restored: 2, expired: 1, there: 0, alive: 0 },
    });
    expect(await client.hgetall(NAME)).toEqual({ requests: '3', tokens: '9007199254740993' });
    expect(await client.pttl(NAME)).toBeGreaterThan(HOUR - 60_000);
    expect(await client.pttl('usage:hourly:index:2026-11-20:03')).toBe(-1);
    expect(await client.exists('over')).toBe(0);
    expect((await restoring(server.port, [path])).fates).toMatchObject({ restored: 0, there: 3 });
  });

  test('of several values of one key the last counts, and a change that was not made is passed over', async () => {
    await client.set('a', '1');
    const first = await taken('a');
    await client.set('a', '2');
    const second = await taken('a');
    const path = await archiveOf([first, second, { name: 'b', value: second.value! }, { name: 'b', action: 'kept' }]);
    expect((await restoring(server.port, [path])).fates).toMatchObject({ restored: 1, alive: 1 });
    expect(await client.get('a')).toBe('2');
    expect(await client.exists('b')).toBe(0);
  });

  test('of several archives the newest counts, whatever their order', async () => {
    await client.set('a', 'old');
    const old = await archiveOf([await taken('a')], { head: { createdAt: '2026-11-21T01:00:00.000Z' } });
    await client.set('a', 'new');
    const fresh = await archiveOf([await taken('a')], { head: { createdAt: '2026-11-21T02:00:00.000Z' } });
    await restoring(server.port, [old, fresh]);
    expect(await client.get('a')).toBe('new');
  });

  test('only the families and keys that are asked for', async () => {
    await client.mset({ a: '1', b: '2', c: '3' });
    const path = await archiveOf([await taken('a'), await taken('b', { family: 'cost.hourly' }), await taken('c')]);
    await restoring(server.port, [path], { wanted: { families: ['cost.hourly'] } });
    expect(await client.keys('?')).toEqual(['b']);
    await restoring(server.port, [path], { wanted: { keys: ['c'] } });
    expect((await client.keys('?')).toSorted()).toEqual(['b', 'c']);
  });

  test.each(['scripts', 'transactions'] as const)('whose payload the server refuses are written by type (%s)', async (way) => {
    await client.zadd('z', 0.1, 'm', 'inf', 'n');
    await client.hset(NAME, { requests: '3' });
    await client.pexpire(NAME, HOUR);
    const scores = await client.zrange('z', '0', '-1', 'WITHSCORES');
    const names = ['z', NAME];
    const records = await Promise.all(names.map((name) => taken(name)));
    for (const record of records)
      if (record.value?.form === 'dump') record.value = { form: 'dump', payload: newer(record.value.payload) };
    if (way === 'transactions') await client.acl('SETUSER', 'default', '-@scripting');
    try {
      const path = await archiveOf(records);
      const { fates, abilities } = await restoring(server.port, [path]);
      expect(abilities.scripts).toBe(way === 'scripts');
      expect(fates).toMatchObject({ restored: 2 });
      expect(await client.zrange('z', '0', '-1', 'WITHSCORES')).toEqual(scores);
      expect(await client.hgetall(NAME)).toEqual({ requests: '3' });
      expect(await client.pttl(NAME)).toBeGreaterThan(HOUR - 60_000);
      expect((await restoring(server.port, [path], { mode: 'merge' })).fates).toMatchObject({ restored: 0, there: 2 });
    } finally {
      await client.acl('SETUSER', 'default', '+@scripting');
    }
  });
});

/** The payload as a server of a later version would have made it: RESTORE refuses versions above its own. */
const newer = (payload: string): string => payloadOf(Buffer.from(payload, 'latin1').subarray(0, -10), 80);

describe('a key that exists again', () => {
  const again = async (mode: 'keep' | 'merge' | 'replace', kept: ArchiveRecord[] = []) => {
    await client.hset(NAME, { requests: '3', tokens: '9007199254740993', realCostMicro: '5' });
    const path = await archiveOf([await taken(NAME)]);
    await client.hset(NAME, { requests: '1', tokens: '1' });
    await client.pexpire(NAME, HOUR);
    return { path, result: await restoring(server.port, [path], { mode, kept }) };
  };

  test('stays as it is', async () => {
    const { result } = await again('keep');
    expect(result.fates).toMatchObject({ alive: 1, restored: 0 });
    expect(await client.hgetall(NAME)).toEqual({ requests: '1', tokens: '1' });
  });

  test('is added to once, however often it is asked for, and keeps its own life', async () => {
    const { path, result } = await again('merge');
    expect(result.fates).toMatchObject({ restored: 1 });
    expect((await restoring(server.port, [path], { mode: 'merge' })).fates).toMatchObject({ restored: 0, there: 1 });
    expect(await client.hgetall(NAME)).toEqual({ requests: '4', tokens: '9007199254740994', realCostMicro: '5' });
    expect(await client.pttl(NAME)).toBeGreaterThan(0);
  });

  test('is not added to when it was brought back before and counted on since', async () => {
    await client.hset(NAME, { requests: '3' });
    const path = await archiveOf([await taken(NAME)]);
    await restoring(server.port, [path]);
    await client.hincrby(NAME, 'requests', 2);
    await restoring(server.port, [path], { mode: 'merge' });
    expect(await client.hgetall(NAME)).toEqual({ requests: '5' });
  });

  test('is replaced, and what was there is kept', async () => {
    const kept: ArchiveRecord[] = [];
    await again('replace', kept);
    expect(await client.hgetall(NAME)).toEqual({ requests: '3', tokens: '9007199254740993', realCostMicro: '5' });
    expect(await client.pttl(NAME)).toBe(-1);
    expect(kept).toMatchObject([{ name: NAME, action: 'delete', value: { form: 'dump' } }]);
    await client.unlink(NAME);
    await restoring(server.port, [await archiveOf(kept)]);
    expect(await client.hgetall(NAME)).toEqual({ requests: '1', tokens: '1' });
  });

  test('is left alone where a run that was cut off may never have taken it away', async () => {
    await client.hset(NAME, { requests: '3' });
    const record = { name: NAME, value: await dumped(client, NAME) };
    await client.hincrby(NAME, 'requests', 2);
    const path = await archiveOf([record], { complete: false });
    expect((await restoring(server.port, [path], { mode: 'merge' })).fates).toMatchObject({ same: 1 });
    expect(await client.hgetall(NAME)).toEqual({ requests: '5' });
    await client.hset(NAME, { requests: '1' });
    await restoring(server.port, [path], { mode: 'merge' });
    expect(await client.hgetall(NAME)).toEqual({ requests: '4' });
  });

  test('is added to once by two restores at the same time while somebody counts on', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `usage:hourly:k${index}:2026-11-20:03`);
    await Promise.all(names.map((name) => client.hset(name, { requests: '1000000' })));
    const path = await archiveOf(await Promise.all(names.map((name) => taken(name))));
    await Promise.all(names.map((name) => client.hincrby(name, 'requests', 1)));
    let [writing, written] = [true, 0];
    const writer = (async () => {
      for (; writing; written++) await Promise.all(names.map((name) => client.hincrby(name, 'requests', 1)));
    })();
    const results = await Promise.all([1, 2].map(() => restoring(server.port, [path], { mode: 'merge' })));
    writing = false;
    await writer;
    expect(results.map(({ fates }) => fates.restored).reduce((sum, each) => sum + each, 0)).toBe(60);
    const values = await Promise.all(names.map((name) => client.hget(name, 'requests')));
    expect(new Set(values)).toEqual(new Set([String(1_000_001 + written)]));
  });

  test('is added to once though connections are lost all the while', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `usage:hourly:k${index}:2026-11-20:03`);
    await Promise.all(names.map((name) => client.hset(name, { requests: '100', realCost: '0.1' })));
    const path = await archiveOf(await Promise.all(names.map((name) => taken(name))));
    await Promise.all(names.map((name) => client.hset(name, { requests: '1', realCost: '0.2' })));
    let done = false;
    // The first connection is not made again: nothing has been done by then.
    let begin = (): void => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const onCommand = ([command]: readonly string[]): void => (command === 'WATCH' ? begin() : undefined);
    const cutting = (async () => {
      await begun;
      for (let cuts = 0; cuts < 8 && !done; cuts++) {
        await new Promise((resolve) => setTimeout(resolve, 15));
        await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      }
    })();
    const { failure } = await restoring(server.port, [path], { mode: 'merge', onCommand });
    done = true;
    begin();
    await cutting;
    expect(failure).toBeNull();
    const held = await Promise.all(names.map((name) => client.hgetall(name)));
    expect(held).toEqual(names.map(() => ({ requests: '101', realCost: '0.3' })));
  });

  test.each([
    ['a cost, exactly', 'usage:cost:hourly:k1:2026-11-20:03', 'cost.hourly', 'string', '0.1', '0.2', '0.3'],
    [
      'a counter beyond 53 bits',
      'usage:cost:hourly:k1:2026-11-20:03',
      'cost.hourly',
      'string',
      '9007199254740993',
      '2',
      '9007199254740995',
    ],
  ] as const)('is added to as %s', async (_, name, family, __, archived, live, sum) => {
    await client.set(name, archived);
    const path = await archiveOf([await taken(name, { family })]);
    await client.set(name, live, 'PX', HOUR);
    await restoring(server.port, [path], { mode: 'merge' });
    expect(await client.get(name)).toBe(sum);
    expect(await client.pttl(name)).toBeGreaterThan(0);
  });

  test.each(['scripts', 'transactions'])('of a sum beyond 64 bits is told by name with the reason (%s)', async (way) => {
    const [hash, text, other] = [
      'usage:hourly:k1:2026-11-20:03',
      'usage:cost:hourly:k1:2026-11-20:03',
      'usage:hourly:k2:2026-11-20:03',
    ];
    for (const name of [hash, other]) await client.hset(name, { requests: '9' });
    await client.set(text, '9');
    const names = [await taken(hash), await taken(text, { family: 'cost.hourly' }), await taken(other)];
    const path = await archiveOf(names);
    await client.hset(hash, { requests: '9223372036854775800' });
    await client.set(text, '9223372036854775800');
    await client.hset(other, { requests: '1' });
    await client.call('ACL', 'SETUSER', way, 'on', '>pw', '~*', '+@all', ...(way === 'scripts' ? [] : ['-@scripting']));
    const url = `redis://${way}:pw@127.0.0.1:${server.port}`;
    const { fates, refused, complete } = await restoring(server.port, [path], { mode: 'merge', url });
    expect(fates).toMatchObject({ restored: 1, untaken: 2, altered: 0 });
    expect(refused.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
      [text, hash].map((name) => ({ name, reason: expect.stringContaining('overflow') as string })),
    );
    expect(complete).toBe(false);
    expect(await client.hget(hash, 'requests')).toBe('9223372036854775800');
  });

  test('of another type, or of no figures, is refused and counted', async () => {
    await client.set('a', '1');
    await client.hset('apikey:k1', { name: 'x', createdAt: '5' });
    const path = await archiveOf([await taken('a'), await taken('apikey:k1', { family: 'api-key' })]);
    await client.lpush('a', 'x');
    await client.hset('apikey:k1', { name: 'y', createdAt: '6' });
    expect((await restoring(server.port, [path], { mode: 'merge' })).fates).toMatchObject({ refused: 2 });
    expect(await client.hgetall('apikey:k1')).toEqual({ name: 'y', createdAt: '6' });
  });
});

describe('what is not a whole key', () => {
  test('a life that was shortened is given back, or the key where it has come to its end', async () => {
    await client.mset({ a: '1', b: '2', c: '3', d: '4', e: '5' });
    const values = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => dumped(client, name)));
    const [a, b, c, d, e] = values;
    const later = Date.now() + 10 * HOUR;
    const path = await archiveOf([
      { name: 'a', action: 'expire', value: a!, expireAtMs: null },
      { name: 'b', action: 'expire', value: b!, expireAtMs: later },
      { name: 'c', action: 'expire', value: c!, expireAtMs: later },
      { name: 'd', action: 'expire', value: d!, expireAtMs: later },
      { name: 'e', action: 'expire', value: e!, expireAtMs: null },
    ]);
    for (const name of ['a', 'b', 'd', 'e']) await client.pexpire(name, HOUR);
    // Somebody counts on it, and would lose that at the end of the shorter life.
    await client.incrby('e', 7);
    await client.unlink('c');
    await client.set('d', 'other', 'KEEPTTL');
    expect((await restoring(server.port, [path])).fates).toMatchObject({ restored: 4, alive: 1 });
    for (const name of ['a', 'e']) expect(await client.pttl(name)).toBe(-1);
    expect(await client.get('e')).toBe('12');
    for (const name of ['b', 'c']) expect(await client.pttl(name)).toBeGreaterThan(9 * HOUR);
    expect(await client.get('c')).toBe('3');
    expect(await client.pttl('d')).toBeLessThan(2 * HOUR);
  });

  test('members go back into their index, and its marker goes', async () => {
    const index = 'usage:hourly:index:2026-11-20:03';
    const members = (value: string[]): Partial<ArchiveRecord> => ({
      name: index,
      family: 'index.usage.hourly',
      action: 'members',
      value: { form: 'typed', type: 'set', value },
      expireAtMs: Date.now() + HOUR,
    });
    const path = await archiveOf([
      members(['a']),
      members(['b']),
      { name: `${index}:empty`, family: 'index.usage.hourly.empty', action: 'mark' },
      { name: 'other:empty', family: 'index.usage.hourly.empty', action: 'mark' },
    ]);
    await client.mset({ [`${index}:empty`]: '1', 'other:empty': 'mine' });
    await restoring(server.port, [path]);
    expect((await client.smembers(index)).toSorted()).toEqual(['a', 'b']);
    expect(await client.pttl(index)).toBeGreaterThan(0);
    expect(await client.exists(`${index}:empty`)).toBe(0);
    expect(await client.get('other:empty')).toBe('mine');
  });

  test('the end of a list is put back in its order, once, below what has come in since', async () => {
    const all = Array.from({ length: 50 }, (_, index) => String(index % 7));
    const parts = [all.slice(40), all.slice(30, 40), all.slice(20, 30)];
    const path = await archiveOf(
      parts.map((value) => ({ name: 'l', action: 'trim', value: { form: 'typed', type: 'list', value } })),
      { complete: false },
    );
    await client.rpush('l', 'new', ...all.slice(0, 20));
    await restoring(server.port, [path]);
    await restoring(server.port, [path], { mode: 'merge' });
    expect(await client.lrange('l', 0, -1)).toEqual(['new', ...all]);
  });

  test('an end that was archived and then not taken off is not put back', async () => {
    await client.rpush('l', 'a', 'b', 'c');
    const path = await archiveOf([{ name: 'l', action: 'trim', value: { form: 'typed', type: 'list', value: ['b', 'c'] } }], {
      complete: false,
    });
    expect((await restoring(server.port, [path])).fates).toMatchObject({ same: 1 });
    expect(await client.llen('l')).toBe(3);
  });

  test('the oldest entries of a stream come back where it is gone, or where it may be written anew', async () => {
    const entries = ['1-1', '2-1', '10-1'].map((id) => ({ id, pairs: ['f', id] }));
    const part = (from: number, to: number): Partial<ArchiveRecord> => {
      const some = entries.slice(from, to);
      const value = { entries: some, lastId: some.at(-1)!.id, maxDeletedId: null, entriesAdded: null, groups: [] };
      return { name: 's', family: 'billing.events', action: 'trim', value: { form: 'typed', type: 'stream', value } };
    };
    const parts = [part(0, 2), part(2, 3)];
    const path = await archiveOf(parts);
    await client.xadd('s', '20-1', 'f', 'live');
    await client.xgroup('CREATE', 's', 'g', '0');
    expect((await restoring(server.port, [path])).fates).toMatchObject({ alive: 1 });
    expect(await restoring(server.port, [path], { mode: 'replace' })).toMatchObject({ failure: null, fates: { restored: 1 } });
    const ids = async (): Promise<string[]> => (await client.xrange('s', '-', '+')).map(([id]) => id);
    expect(await ids()).toEqual(['1-1', '2-1', '10-1', '20-1']);
    expect(await client.xinfo('GROUPS', 's')).toHaveLength(1);
    expect((await restoring(server.port, [path], { mode: 'replace' })).fates).toMatchObject({ there: 1 });
    await client.unlink('s');
    // Of the same archive it has been brought back.
    expect((await restoring(server.port, [path])).fates).toMatchObject({ there: 1 });
    await restoring(server.port, [await archiveOf(parts)]);
    expect(await ids()).toEqual(['1-1', '2-1', '10-1']);
  });

  test('a stream that stays as it is stays to be brought back for every archive that has entries of it', async () => {
    const paths: string[] = [];
    for (const id of ['1-1', '2-1']) {
      const value = { entries: [{ id, pairs: ['f', id] }], lastId: id, maxDeletedId: null, entriesAdded: null, groups: [] };
      const record = { name: 's', family: 'billing.events', action: 'trim', value: { form: 'typed', type: 'stream', value } };
      paths.push(await archiveOf([record as Partial<ArchiveRecord>], { head: { createdAt: `2026-11-21T02:03:0${id[0]}.000Z` } }));
    }
    await client.xadd('s', '20-1', 'f', 'live');
    expect(await restoring(server.port, paths)).toMatchObject({ fates: { alive: 2 }, whole: [] });
    expect((await restoring(server.port, paths, { mode: 'merge' })).fates).toMatchObject({ restored: 2 });
    expect((await client.xrange('s', '-', '+')).map(([id]) => id)).toEqual(['1-1', '2-1', '20-1']);
  });

  test('what two runs have added by turns is taken back whole, and once', async () => {
    const raise = (before: string | null, after: string): Partial<ArchiveRecord> => ({
      name: 'h',
      action: 'raise',
      fields: { n: { before, after } },
    });
    const older = await archiveOf([raise(null, '4'), raise('107', '108')], { head: { createdAt: '2026-11-21T02:03:04.000Z' } });
    const newer = await archiveOf([raise('100', '107'), raise('108', '110')], {
      head: { createdAt: '2026-11-21T02:03:05.000Z' },
    });
    await client.hset('h', { n: '115' });
    expect((await restoring(server.port, [older, newer])).fates).toMatchObject({ restored: 4 });
    expect(await client.hget('h', 'n')).toBe(String(115 - 4 - 1 - 7 - 2));
    await restoring(server.port, [older, newer]);
    expect(await client.hget('h', 'n')).toBe('101');
  });

  test('what was added to counters is taken back once, also where they have gone on', async () => {
    await client.hset('h', { same: '15', on: '18', made: '4', madeOn: '6', reset: '2', cost: '1.55', big: '9007199254740999' });
    const path = await archiveOf([
      {
        name: 'h',
        action: 'raise',
        fields: {
          same: { before: '10', after: '15' },
          on: { before: '10', after: '15' },
          made: { before: null, after: '4' },
          madeOn: { before: null, after: '4' },
          reset: { before: '10', after: '15' },
          cost: { before: '1.1', after: '1.5' },
          big: { before: '1', after: '9007199254740994' },
        },
      },
    ]);
    for (let run = 0; run < 2; run++) await restoring(server.port, [path], { mode: 'merge' });
    expect(await client.hgetall('h')).toEqual({ same: '10', on: '13', madeOn: '2', reset: '2', cost: '1.15', big: '6' });
  });
});

describe('archives', () => {
  test('of a newer version, or without what is asked for, are refused before anything', async () => {
    const unknown = await archiveOf([{ name: 'a', action: 'transmute' as Action }]);
    await expect(restoring(server.port, [unknown])).rejects.toThrow(/made by a newer version.*transmute/);
    const path = await archiveOf([{ name: 'a' }]);
    await expect(restoring(server.port, [path], { wanted: { families: ['nothing'] } })).rejects.toThrow(
      /holds nothing of family/,
    );
  });

  test('a server out of memory ends the run, which goes on when it is run again', async () => {
    await client.mset({ a: '1', b: '2' });
    const path = await archiveOf([await taken('a'), await taken('b')]);
    await client.config('SET', 'maxmemory', '1');
    const { failure, complete } = await restoring(server.port, [path]);
    await client.config('SET', 'maxmemory', '0');
    expect(failure).toMatchObject({ code: 'out-of-memory', exitCode: 6 });
    expect(complete).toBe(false);
    expect((await restoring(server.port, [path])).fates).toMatchObject({ restored: 2 });
  });
});
