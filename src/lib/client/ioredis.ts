import type { RedisClient } from './client.js';

/** The part of ioredis's `Redis` and `Cluster` that is used. */
export interface IoredisLike {
  evalsha(sha: string, numberOfKeys: number, ...keysAndArgs: string[]): Promise<unknown>;
  eval(text: string, numberOfKeys: number, ...keysAndArgs: string[]): Promise<unknown>;
  call(command: string, ...args: string[]): Promise<unknown>;
}

/**
 * A client made of ioredis. By default ioredis sends a command again if the connection is lost before its reply, so a check may
 * count twice: give checks a request id.
 */
export const ioredisClient = (redis: IoredisLike): RedisClient => ({
  evalsha: (sha, keys, args) => redis.evalsha(sha, keys.length, ...keys, ...args),
  eval: (text, keys, args) => redis.eval(text, keys.length, ...keys, ...args),
  command: ([name = '', ...args]) => redis.call(name, ...args),
});
