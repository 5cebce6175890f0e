import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeGuard, checkingGuard, copyGuard, CHANGING_COMMANDS, READ_ONLY_COMMANDS } from '../../src/lib/redis/guard.js';
import { alienAmong, alienReply, hasShape } from '../../src/lib/redis/reply-shape.js';
import { ReplyError, type Reply } from '../../src/lib/redis/resp.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

describe('the shape of a reply', () => {
  it('is known of every command that may be sent', () => {
    const rules = Object.entries({ ...READ_ONLY_COMMANDS, ...CHANGING_COMMANDS });
    const commands = rules.flatMap(([name, rule]) => (rule === '*' ? [[name]] : rule.map((subcommand) => [name, subcommand])));
    expect(commands.length).toBeGreaterThan(80);
    expect(commands.filter((args) => !hasShape(args))).toEqual([]);
    // These guards have no command that is in none of the two lists.
    for (const args of commands) changeGuard([]).check(args);
    expect([checkingGuard(), copyGuard()]).toHaveLength(2);
    for (const args of [['EVAL'], ['EVALSHA'], ['MONITOR']]) expect(hasShape(args)).toBe(true);
  });

  it.each<[args: string[], reply: Reply]>([
    [['PTTL', 'k'], -3],
    [['PTTL', 'k'], -5000],
    [['PTTL', 'k'], -9_223_372_036_854_775_808n],
    [['STRLEN', 'k'], 9_223_372_036_854_775_807n],
    [['PTTL', 'k'], '1'],
    [['PTTL', 'k'], null],
    [['TYPE', 'k'], 1],
    [['TYPE', 'k'], null],
    [['TYPE', 'k'], 'x'.repeat(65)],
    [['TYPE', 'k'], ['hash']],
    [['MEMORY', 'USAGE', 'k'], -1],
    [['MEMORY', 'USAGE', 'k'], 'many'],
    [['SCAN', '0'], ['0']],
    [
      ['SCAN', '0'],
      ['0', ['a'], '0', ['b']],
    ],
    [
      ['SCAN', '0'],
      ['0', [['a']]],
    ],
    [
      ['SCAN', '0'],
      ['0', [null]],
    ],
    [
      ['SCAN', '0'],
      ['0', 'a'],
    ],
    [
      ['SCAN', '0'],
      [0, ['a']],
    ],
    [
      ['SCAN', '0'],
      ['', []],
    ],
    [
      ['SCAN', '0'],
      ['-1', []],
    ],
    [
      ['SCAN', '0'],
      ['1e3', []],
    ],
    [
      ['SCAN', '0'],
      ['1'.repeat(21), []],
    ],
    [
      ['HSCAN', 'k', '0'],
      ['0', ['field']],
    ],
    [['HGETALL', 'k'], ['field']],
    [
      ['HGETALL', 'k'],
      ['field', null],
    ],
    [['ZRANGE', 'k', '0', '-1', 'WITHSCORES'], ['member']],
    [['HMGET', 'k', 'a', 'b'], ['1']],
    [['HMGET', 'k', 'a'], [['1']]],
    [['GET', 'k'], 1],
    [['GET', 'k'], ['a']],
    [['LLEN', 'k'], -1],
    [['EXISTS', 'k'], 'OK'],
    [['HEXISTS', 'k', 'f'], 2],
    [['DBSIZE'], '12'],
    [['INFO'], ['redis_version:7']],
    [['CONFIG', 'GET', 'x'], ['x']],
    [['TIME'], ['1']],
    [['TIME'], ['now', '0']],
    [['CLUSTER', 'SLOTS'], [['0', '5']]],
    [['CLUSTER', 'SLOTS'], [[0, 16_384, ['h', 1]]]],
    [['CLUSTER', 'SLOTS'], [[0, 5, 'h']]],
    [['ROLE'], []],
    [['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'm'], ['h']],
    [['SENTINEL', 'REPLICAS', 'm'], [['ip']]],
    [['HPEXPIRETIME', 'k', 'FIELDS', '2', 'a', 'b'], [-1]],
    [['UNLINK', 'k'], 'OK'],
    [['EVALSHA', 'x', '0'], [[1]]],
  ])('refuses %s answered by %s', (args, reply) => {
    const found = alienReply(args, reply);
    expect(found?.detail).toMatch(/ came where .+ is expected$/);
    expect(found?.command.startsWith(args[0]!)).toBe(true);
    // Nothing that a server says is repeated, but for numbers.
    expect(found?.detail).not.toMatch(/hash|redis_version|many/);
  });

  it('is met by an error reply', () => {
    expect(alienReply(['PTTL', 'k'], new ReplyError('ERR no'))).toBeNull();
  });
});

describe('a transaction', () => {
  const commands = [['WATCH', 'k'], ['MULTI'], ['GET', 'k'], ['PTTL', 'k'], ['EXEC'], ['PTTL', 'k']];

  it.each<[string, Reply[]]>([
    ['carried out', ['OK', 'OK', 'QUEUED', 'QUEUED', ['1', -1], -1]],
    ['not carried out', ['OK', 'OK', 'QUEUED', 'QUEUED', null, -1]],
    ['refused', ['OK', 'OK', new ReplyError('ERR no'), 'QUEUED', new ReplyError('EXECABORT no'), -1]],
    ['with a command that failed', ['OK', 'OK', 'QUEUED', 'QUEUED', [new ReplyError('WRONGTYPE'), 5], -1]],
  ])('that was %s is as Redis has it', (_, replies) => {
    expect(alienAmong(commands, replies)).toBeNull();
  });

  it.each<[string, Reply[], string]>([
    ['that queues nothing', ['OK', 'OK', '1', 'QUEUED', ['1', -1], -1], 'GET'],
    ['of another length', ['OK', 'OK', 'QUEUED', 'QUEUED', ['1'], -1], 'EXEC'],
    ['with another reply inside', ['OK', 'OK', 'QUEUED', 'QUEUED', ['1', -7], -1], 'PTTL'],
    ['with another reply behind it', ['OK', 'OK', 'QUEUED', 'QUEUED', ['1', 7], 'QUEUED'], 'PTTL'],
  ])('%s is not', (_, replies, command) => {
    expect(alienAmong(commands, replies)).toMatchObject({ command });
  });
});

describe('a real server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  it('answers every reading command in its shape, of keys of each type and of one that is not there', async () => {
    const client = server.client();
    await client.set('string', 'v', 'PX', 10 ** 15);
    await client.call('SET', 'far', 'v', 'PXAT', '9223372036854775807');
    await client.hset('hash', 'f', 'v');
    await client.sadd('set', 'm');
    await client.zadd('zset', 1, 'm');
    await client.rpush('list', 'e');
    await client.xadd('stream', '*', 'f', 'v');
    const keyed = ['string', 'far', 'hash', 'set', 'zset', 'list', 'stream', 'none'].flatMap((key) => [
      ...[
        'DUMP',
        'EXISTS',
        'GET',
        'HGETALL',
        'HLEN',
        'LLEN',
        'PTTL',
        'SCARD',
        'SMEMBERS',
        'STRLEN',
        'TTL',
        'TYPE',
        'XLEN',
        'ZCARD',
      ].map((name) => [name, key]),
      ['HEXISTS', key, 'f'],
      ['HMGET', key, 'f', 'g'],
      ['GETRANGE', key, '0', '9'],
      ['HSCAN', key, '0'],
      ['SSCAN', key, '0'],
      ['LINDEX', key, '0'],
      ['LRANGE', key, '0', '-1'],
      ['MEMORY', 'USAGE', key],
      ['OBJECT', 'ENCODING', key],
      ['SISMEMBER', key, 'm'],
      ['XINFO', 'STREAM', key],
      ['XINFO', 'GROUPS', key],
      ['XRANGE', key, '-', '+'],
      ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
      ['ZSCORE', key, 'm'],
    ]);
    const others = [
      'CLIENT ID',
      'CLUSTER INFO',
      'COMMAND COUNT',
      'CONFIG GET *',
      'DBSIZE',
      'INFO',
      'LASTSAVE',
      'PING',
      'ROLE',
      'TIME',
    ];
    const commands = [...keyed, ...others.map((text) => text.split(' ')), ['SCAN', '0', 'COUNT', '100']];
    for (const args of commands) {
      const reply = await client.call(args[0]!, ...args.slice(1)).catch((error: Error) => new ReplyError(error.message));
      expect(alienReply(args, reply as Reply)).toBeNull();
    }
  });
});
