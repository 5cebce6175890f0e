/** Finds the first key in a command's arguments. */

/** Commands without a key. */
const KEYLESS = new Set(
  `ACL ASKING AUTH BGREWRITEAOF BGSAVE CLIENT CLUSTER COMMAND CONFIG DBSIZE DISCARD ECHO EXEC FAILOVER FLUSHALL FLUSHDB FUNCTION HELLO INFO
KEYS LASTSAVE LATENCY LOLWUT MODULE MONITOR MULTI PFSELFTEST PING PSUBSCRIBE PSYNC PUBLISH PUBSUB PUNSUBSCRIBE QUIT RANDOMKEY READONLY READWRITE
REPLCONF REPLICAOF RESET ROLE SAVE SCAN SCRIPT SELECT SHUTDOWN SLAVEOF SLOWLOG SPUBLISH SSUBSCRIBE SUBSCRIBE SUNSUBSCRIBE SWAPDB SYNC TIME
UNSUBSCRIBE UNWATCH WAIT WAITAOF`.split(/\s+/),
);

/** Commands whose first argument is a number of keys or an operation, with the position of the key. */
const LATER: Readonly<Record<string, number>> = {
  BITOP: 2,
  DEBUG: 2,
  MEMORY: 2,
  MIGRATE: 3,
  OBJECT: 2,
  XGROUP: 2,
  XINFO: 2,
};

/** Commands with a number of keys, with the position of that number. */
const COUNTED: Readonly<Record<string, number>> = {
  BLMPOP: 2,
  BZMPOP: 2,
  EVAL: 2,
  EVALSHA: 2,
  EVALSHA_RO: 2,
  EVAL_RO: 2,
  FCALL: 2,
  FCALL_RO: 2,
  LMPOP: 1,
  SINTERCARD: 1,
  ZDIFF: 1,
  ZINTER: 1,
  ZINTERCARD: 1,
  ZMPOP: 1,
  ZUNION: 1,
};

/**
 * The first key that a command names, `null` for none; `args[0]` is the command in upper case. For unknown commands it is the
 * first argument.
 */
export function firstKey(args: readonly string[]): string | null {
  const [command = ''] = args;
  if (KEYLESS.has(command)) return null;
  const number = COUNTED[command];
  if (number !== undefined) return Number(args[number]) > 0 ? (args[number + 1] ?? null) : null;
  if (command === 'XREAD' || command === 'XREADGROUP') {
    const streams = args.findIndex((word) => word.toUpperCase() === 'STREAMS');
    return streams < 0 ? null : (args[streams + 1] ?? null);
  }
  return args[LATER[command] ?? 1] ?? null;
}

const READING = new Set(
  `EXISTS EXPIRETIME GET GETBIT GETRANGE HEXISTS HGET HGETALL HKEYS HLEN HMGET HRANDFIELD HSCAN HSTRLEN HVALS KEYS LINDEX LLEN LRANGE MGET
PEXPIRETIME PTTL SCARD SDIFF SINTER SISMEMBER SMEMBERS SMISMEMBER SRANDMEMBER SSCAN STRLEN SUNION TTL TYPE XINFO XLEN XRANGE XREAD
XREVRANGE ZCARD ZCOUNT ZLEXCOUNT ZMSCORE ZRANGE ZRANGEBYLEX ZRANGEBYSCORE ZRANK ZREVRANGE ZREVRANGEBYSCORE ZREVRANK ZSCAN ZSCORE`.split(
    /\s+/,
  ),
);

/** True for commands that read a key and change nothing. */
export const isReading = (command: string): boolean => READING.has(command);
