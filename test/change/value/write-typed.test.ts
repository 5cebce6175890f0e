import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTyped } from '../../../src/lib/change/value/read-typed.js';
import type { StreamValue } from '../../../src/lib/change/value/typed-value.js';
import { writeTyped } from '../../../src/lib/change/value/write-typed.js';
import { ReplyError, type Reply } from '../../../src/lib/redis/resp.js';

describe('the commands that make a value again', () => {
  test('hold each element once, in order, and few of them', () => {
    const sizes = fc.array(fc.oneof(fc.nat(20), fc.constantFrom(2 ** 19, 2 ** 20, 2 ** 21)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.nat(2500), (large, small) => {
        const value = [...large.map((size) => 'x'.repeat(size)), ...Array.from({ length: small }, (_, index) => String(index))];
        const commands = writeTyped('key', { type: 'list', value }, null);
        expect(commands.flatMap((command) => command.slice(2)).join()).toBe(value.join());
        for (const [name, key, ...elements] of commands) {
          expect([name, key]).toEqual(['RPUSH', 'key']);
          expect(elements.length).toBeLessThanOrEqual(1000);
          const bytes = elements.reduce((sum, { length }) => sum + length, 0);
          expect(elements.length === 1 || bytes <= 2 ** 20).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('give fields that expire together their end together', () => {
    const fields = [
      { field: 'a', value: '1', expireAtMs: 5000 },
      { field: 'b', value: '2', expireAtMs: null },
      { field: 'c', value: '3', expireAtMs: 6000 },
      { field: 'd', value: '4', expireAtMs: 5000 },
    ];
    expect(writeTyped('key', { type: 'hash', value: fields }, 9000)).toEqual([
      ['HSET', 'key', 'a', '1', 'b', '2', 'c', '3', 'd', '4'],
      ['HPEXPIREAT', 'key', '5000', 'FIELDS', '2', 'a', 'd'],
      ['HPEXPIREAT', 'key', '6000', 'FIELDS', '1', 'c'],
      ['PEXPIREAT', 'key', '9000'],
    ]);
  });

  test('leave out what servers before Redis 7 do not know', () => {
    const group = { name: 'group', lastId: '1-0', entriesRead: '1', consumers: [], pending: [] };
    const value: StreamValue = {
      entries: [{ id: '1-0', pairs: ['a', 'b'] }],
      lastId: '1-0',
      maxDeletedId: '0-0',
      entriesAdded: '1',
      groups: [group],
    };
    const older = writeTyped('key', { type: 'stream', value }, null, { streamCounters: false });
    expect(older).toEqual([
      ['XADD', 'key', '1-0', 'a', 'b'],
      ['XGROUP', 'CREATE', 'key', 'group', '1-0'],
      ['XSETID', 'key', '1-0'],
    ]);
  });
});

describe('reading a hash', () => {
  const answering = (times: Reply) => ({
    send: async ([command]: readonly (readonly string[])[]): Promise<Reply[]> =>
      command![0] === 'HSCAN' ? [['0', ['a', '1', 'b', '2', 'c', '3']]] : [times],
  });
  const read = async (times: Reply) => (await readTyped(answering(times), 'key', 'hash'))?.value;

  test('tells when its fields expire, and leaves out those that just have', async () => {
    expect(await read([-1, 1_900_000_000_123, -2])).toEqual([
      { field: 'a', value: '1', expireAtMs: null },
      { field: 'b', value: '2', expireAtMs: 1_900_000_000_123 },
    ]);
  });

  test('knows that a server without the command has no such fields, and takes no other refusal for that', async () => {
    const fields = await read(new ReplyError("ERR unknown command 'HPEXPIRETIME', with args beginning with: 'key'"));
    expect(fields).toHaveLength(3);
    await expect(read(new ReplyError('NOPERM this user has no permissions'))).rejects.toThrow(/NOPERM/);
  });
});
