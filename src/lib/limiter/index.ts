/** Rate limiters in one atomic step on Redis: the import `redis-meter/limiter`. It needs a Redis client of the application's own. */
export { fixedWindow } from './algorithms/fixed-window.js';
export { gcra } from './algorithms/gcra.js';
export { listLog, type ListLogOptions } from './algorithms/list-log.js';
export { slidingWindow } from './algorithms/sliding-window.js';
export { tokenBucket, type BurstOptions } from './algorithms/token-bucket.js';
export { zsetLog } from './algorithms/zset-log.js';
export type { Answer, RuleAnswer } from './answer.js';
export { CODE_LANGUAGES, scriptWithCode, type CodeLanguage } from './calling-code/calling-code.js';
export type { RedisClient as LimiterClient } from '../client/client.js';
export { functionClient } from '../client/function.js';
export { ioredisClient, type IoredisLike } from '../client/ioredis.js';
export { nodeRedisClient, nodeRedisCluster, type NodeRedisClusterLike, type NodeRedisLike } from '../client/node-redis.js';
export { LimiterFailure, type FailureCode } from './failure.js';
export type { LegacyAnswer, LegacyLimiter } from './legacy/legacy.js';
export { legacyListLog, type LegacyListOptions } from './legacy/list-log.js';
export {
  createLimiter,
  type AnsweredEvent,
  type CheckOptions,
  type Counts,
  type DisagreedEvent,
  type FailedCheck,
  type Hooks,
  type Limiter,
  type LimiterOptions,
  type Mode,
  type OnError,
} from './limiter.js';
export type { KeyOf, Rule, RuleOptions } from './rule.js';
export { ALGORITHMS, scriptText, type AlgorithmName } from './script.js';
