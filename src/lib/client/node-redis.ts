import type { RedisClient } from './client.js';

interface ScriptArguments {
  keys: string[];
  arguments: string[];
}

/** The part of a node-redis client that is used. */
export interface NodeRedisLike {
  evalSha(sha: string, options: ScriptArguments): Promise<unknown>;
  eval(text: string, options: ScriptArguments): Promise<unknown>;
  sendCommand(args: string[]): Promise<unknown>;
}

/** The part of a node-redis cluster that is used. */
export interface NodeRedisClusterLike extends Pick<NodeRedisLike, 'evalSha' | 'eval'> {
  sendCommand(firstKey: string | undefined, isReadonly: boolean | undefined, args: string[]): Promise<unknown>;
}

const scripts = (redis: Pick<NodeRedisLike, 'evalSha' | 'eval'>): RedisClient => ({
  evalsha: (sha, keys, args) => redis.evalSha(sha, { keys: [...keys], arguments: [...args] }),
  eval: (text, keys, args) => redis.eval(text, { keys: [...keys], arguments: [...args] }),
});

/** A client made of node-redis: `createClient()` or a pool of the package `redis`. */
export const nodeRedisClient = (redis: NodeRedisLike): RedisClient => ({
  ...scripts(redis),
  command: (args) => redis.sendCommand([...args]),
});

/** A client made of a cluster of node-redis: `createCluster()`. */
export const nodeRedisCluster = (redis: NodeRedisClusterLike): RedisClient => ({
  ...scripts(redis),
  command: (args) => redis.sendCommand(args[1], false, [...args]),
});
