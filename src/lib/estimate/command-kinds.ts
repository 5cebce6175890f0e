/** Commands that applications send and that change nothing. Without scripts, which may write. */
const READING = new Set([
  ...'GET MGET STRLEN GETRANGE GETBIT BITCOUNT EXISTS TTL PTTL EXPIRETIME TYPE SCAN KEYS RANDOMKEY DBSIZE'.split(' '),
  ...'HGET HMGET HGETALL HKEYS HVALS HLEN HEXISTS HSCAN LLEN LINDEX LRANGE SMEMBERS SCARD SISMEMBER SMISMEMBER SSCAN'.split(' '),
  ...'ZCARD ZCOUNT ZRANGE ZREVRANGE ZRANGEBYSCORE ZREVRANGEBYSCORE ZSCORE ZMSCORE ZRANK ZREVRANK ZSCAN'.split(' '),
  ...'XLEN XRANGE XREVRANGE XREAD XINFO PFCOUNT TIME PING INFO COMMAND CONFIG MEMORY OBJECT'.split(' '),
]);

/** Commands that only start or end a transaction. */
const BRACKETS = new Set(['MULTI', 'EXEC']);

/** Commands that never create a key. */
const TAKING_AWAY = new Set(
  'DEL UNLINK EXPIRE PEXPIRE EXPIREAT PEXPIREAT PERSIST LTRIM SREM ZREM HDEL LREM ZREMRANGEBYSCORE'.split(' '),
);

export const isReading = (command: string): boolean => READING.has(command);
export const isBracket = (command: string): boolean => BRACKETS.has(command);
export const isWriting = (command: string): boolean => !isReading(command) && !isBracket(command);
export const isAdding = (command: string): boolean => isWriting(command) && !TAKING_AWAY.has(command);
