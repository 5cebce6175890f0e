import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MeterError } from '../../src/lib/format/errors.js';
import { CHANGE_SCRIPTS } from '../../src/lib/change/engine/scripts.js';
import { changeGuard, READ_ONLY_COMMANDS, readOnlyGuard } from '../../src/lib/redis/guard.js';

const guard = readOnlyGuard();
const allowed = Object.entries(READ_ONLY_COMMANDS).flatMap(([name, rule]) =>
  rule === '*' ? [[name, 'x']] : rule.map((subcommand) => [name, subcommand, 'x']),
);

const WRITING =
  `APPEND BGREWRITEAOF BGSAVE BITFIELD BITOP BLMOVE BLPOP COPY DEBUG DECR DEL DUMP EVAL EVALSHA EXEC EXPIRE EXPIREAT FAILOVER FCALL
FLUSHALL FLUSHDB FUNCTION GEOADD GETDEL GETEX GETSET HDEL HINCRBY HMSET HSET HSETNX INCR INCRBYFLOAT KEYS LINSERT LPOP LPUSH LREM LSET LTRIM
MIGRATE MODULE MONITOR MOVE MSET MULTI PERSIST PEXPIRE PFADD PFCOUNT PSETEX PUBLISH RENAME REPLICAOF RESET RESTORE RPOP RPUSH SADD SAVE SCRIPT
SDIFFSTORE SET SETEX SETNX SETRANGE SHUTDOWN SLAVEOF SMOVE SORT SPOP SREM SUBSCRIBE SWAPDB SYNC TOUCH UNLINK WATCH XADD XDEL XGROUP XTRIM ZADD
ZINCRBY ZPOPMIN ZRANGESTORE ZREM`.split(/\s+/);

describe('readOnlyGuard', () => {
  test.each(allowed)('%s %s may leave, in any case', (...args) => {
    guard.check(args);
    guard.check(args.map((arg) => arg.toLowerCase()));
  });

  test.each(WRITING)('%s may not', (name) => {
    expect(() => guard.check([name, 'key', 'value'])).toThrow(MeterError);
  });

  test.each([
    ['CONFIG', 'SET'],
    ['CONFIG', 'RESETSTAT'],
    ['CLIENT', 'KILL'],
    ['CLIENT', 'PAUSE'],
    ['MEMORY', 'PURGE'],
    ['ACL', 'SETUSER'],
    ['CLUSTER', 'FAILOVER'],
    ['SENTINEL', 'REMOVE'],
    ['OBJECT', ''],
    ['XINFO', 'HELP'],
    ['', ''],
    ['CONFIG GET', 'x'],
    ['constructor', 'x'],
  ])('%s %s may not', (...args) => {
    expect(() => guard.check(args)).toThrow(expect.objectContaining({ code: 'not-read-only' }));
  });

  test('no arguments may not', () => {
    expect(() => guard.check([])).toThrow(MeterError);
  });

  test('nothing beside the list passes', () => {
    const known = Object.keys(READ_ONLY_COMMANDS);
    const near = fc.constantFrom(...known).chain((name) => fc.string({ minLength: 1, maxLength: 2 }).map((tail) => name + tail));
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), fc.array(fc.string()), (name, rest) => {
        fc.pre(!known.includes(name.toUpperCase()));
        expect(() => guard.check([name, ...rest])).toThrow(MeterError);
      }),
    );
  });
});

describe('changeGuard', () => {
  const changes = changeGuard(CHANGE_SCRIPTS);

  test('lets through what reading may, and its own scripts by text and by hash', () => {
    for (const args of allowed) changes.check(args);
    for (const { body, sha } of CHANGE_SCRIPTS) {
      changes.check(['EVAL', body, '1', 'key']);
      changes.check(['evalsha', sha, '1', 'key']);
    }
  });

  test.each([
    ['EVAL', "return redis.call('FLUSHALL')"],
    ['EVALSHA', '0'.repeat(40)],
    ['SCRIPT', 'FLUSH'],
    ['FLUSHDB', 'x'],
    ['FLUSHALL', 'x'],
    ['KEYS', '*'],
    ['CONFIG', 'SET'],
    ['MIGRATE', 'x'],
    ['SWAPDB', '0'],
    ['FCALL', 'x'],
  ])('%s %s may not leave', (...args) => {
    expect(() => changes.check(args)).toThrow(expect.objectContaining({ code: 'not-allowed' }));
  });

  test('without its scripts none is evaluated', () => {
    expect(() => changeGuard([]).check(['EVAL', CHANGE_SCRIPTS[0]!.body])).toThrow(MeterError);
  });
});
