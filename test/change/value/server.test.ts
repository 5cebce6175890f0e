import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalZset } from '../../../src/lib/change/value/canonical.js';
import { decodeDump } from '../../../src/lib/change/value/decode-dump.js';
import { readTyped } from '../../../src/lib/change/value/read-typed.js';
import type { TypedValue } from '../../../src/lib/change/value/typed-value.js';
import { writeTyped } from '../../../src/lib/change/value/write-typed.js';
import { BulkConnection } from '../../../src/lib/redis/bulk-connection.js';
import { ReplyError, type Reply } from '../../../src/lib/redis/resp.js';
import { fillRandomly } from '../../snapshot/support/random-keys.js';
import { bulkOptions } from '../../support/connection.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';

let server: TestServer;
let connection: BulkConnection;

beforeAll(async () => {
  server = await startRedis();
  connection = await BulkConnection.open(await bulkOptions(server.port, { guard: { check() {} } }));
});
afterAll(async () => {
  connection?.close();
  await server?.stop();
});

async function send(...commands: string[][]): Promise<Reply[]> {
  const replies = await connection.send(commands);
  for (const [index, reply] of replies.entries())
    if (reply instanceof ReplyError) throw new Error(`${commands[index]!.slice(0, 3).join(' ')}: ${reply.message}`);
  return replies;
}

const dumped = async (name: string): Promise<TypedValue> => decodeDump((await send(['DUMP', name]))[0] as string);

/** A server may take the score -0 for the 0 that it equals. */
const withoutMinusZero = (typed: TypedValue): TypedValue =>
  typed.type === 'zset'
    ? { type: 'zset', value: canonicalZset(typed.value.map(({ member, score }) => [member, score === '-0' ? '0' : score])) }
    : typed;

/** Reads a key both ways, makes it again under another name, and compares. */
async function expectSame(name: string): Promise<TypedValue> {
  const value = await dumped(name);
  expect(await readTyped(connection, name, value.type)).toEqual(value);
  const [expireAt] = await send(['PEXPIRETIME', name]);
  const copy = `copy of ${name}`;
  await send(...writeTyped(copy, value, (expireAt as number) < 0 ? null : (expireAt as number)));
  const [digest, again, life] = await send(
    ['DEBUG', 'DIGEST-VALUE', name],
    ['DEBUG', 'DIGEST-VALUE', copy],
    ['PEXPIRETIME', copy],
  );
  expect(life).toBe(expireAt);
  const copied = await dumped(copy);
  expect(withoutMinusZero(copied)).toEqual(withoutMinusZero(value));
  if (JSON.stringify(copied) === JSON.stringify(value)) expect(again).toEqual(digest);
  await send(['DEL', copy]);
  return value;
}

const ENCODINGS: [what: string, settings: string[]][] = [
  ['packed', ['list-max-listpack-size', '-2', 'rdbcompression', 'yes']],
  [
    'unpacked',
    ['hash-max-listpack-entries', '0', 'zset-max-listpack-entries', '0', 'set-max-intset-entries', '0'].concat([
      'list-max-listpack-size',
      '3',
      'list-compress-depth',
      '1',
      'stream-node-max-entries',
      '2',
      'rdbcompression',
      'no',
    ]),
  ],
];

describe('typed values', () => {
  test.each(ENCODINGS)('of every type, %s, are the same by DUMP, by commands and made again', async (_, settings) => {
    await send(['CONFIG', 'SET', ...settings], ['FLUSHALL']);
    await fillRandomly(server.client(), 5, 120);
    const types = new Set<string>();
    const [names] = await send(['KEYS', '*']);
    for (const name of names as string[]) types.add((await expectSame(name)).type);
    expect(types).toEqual(new Set(['string', 'list', 'set', 'zset', 'hash', 'stream']));
  });

  test('are whole, however large', async () => {
    const many = Array.from({ length: 2500 }, (_, index) => String(index));
    await send(
      ['FLUSHALL'],
      ['SET', 'compressed', 'a'.repeat(20 * 2 ** 20)],
      ['RPUSH', 'list', ...many, 'x'.repeat(2 ** 21), 'y'],
      ['SADD', 'set', ...many, 'x'.repeat(2 ** 21)],
      ['ZADD', 'zset', ...many.flatMap((each) => [`${each}.1`, each])],
      ['HSET', 'hash', ...many.flatMap((each) => [each, each])],
      ...many.map((each) => ['XADD', 'stream', `${each}-18446744073709551615`, 'field', each]),
    );
    for (const name of ['compressed', 'list', 'set', 'zset', 'hash', 'stream']) await expectSame(name);
  });

  test('of streams keep ids, deleted entries, groups and what waits in them', async () => {
    await send(
      ['FLUSHALL'],
      ['XADD', 'jobs', '5-10', 'a', '1', 'b', '2'],
      ['XADD', 'jobs', '6-0', 'a', '3', 'b', '4'],
      ['XADD', 'jobs', '6-7', 'other', '\xff\0'],
      ['XADD', 'jobs', '18446744073709551615-1', 'a', '5'],
      ['XDEL', 'jobs', '6-0'],
      ['XGROUP', 'CREATE', 'jobs', 'late', '$'],
      ['XGROUP', 'CREATE', 'jobs', 'early', '0'],
      ['XGROUP', 'CREATECONSUMER', 'jobs', 'early', 'idle'],
      ['XREADGROUP', 'GROUP', 'early', 'busy', 'COUNT', '2', 'STREAMS', 'jobs', '>'],
      ['XADD', 'emptied', '7-1', 'a', 'b'],
      ['XDEL', 'emptied', '7-1'],
      ['XGROUP', 'CREATE', 'new', 'group', '$', 'MKSTREAM'],
    );
    const jobs = await expectSame('jobs');
    expect(jobs.value).toMatchObject({
      entries: [
        { id: '5-10', pairs: ['a', '1', 'b', '2'] },
        { id: '6-7', pairs: ['other', '\xff\0'] },
        { id: '18446744073709551615-1', pairs: ['a', '5'] },
      ],
      maxDeletedId: '6-0',
      entriesAdded: '4',
      groups: [
        { name: 'early', lastId: '6-7', consumers: ['busy', 'idle'], pending: [{ id: '5-10', consumer: 'busy' }, { id: '6-7' }] },
        { name: 'late', pending: [] },
      ],
    });
    await expectSame('emptied');
    await expectSame('new');
  });

  test('are null when the key is gone or of another type', async () => {
    await send(['FLUSHALL'], ['SET', 'text', '1']);
    for (const type of ['string', 'list', 'set', 'zset', 'hash', 'stream'] as const) {
      expect(await readTyped(connection, 'missing', type)).toBeNull();
      if (type !== 'string') expect(await readTyped(connection, 'text', type)).toBeNull();
    }
  });
});
