/** The token counters and limits of AIECS, from TypeScript: the import `redis-meter/token-usage`. It needs a Redis client of its user. */
export { functionClient } from '../client/function.js';
export { ioredisClient, type IoredisLike } from '../client/ioredis.js';
export { nodeRedisClient, nodeRedisCluster, type NodeRedisClusterLike, type NodeRedisLike } from '../client/node-redis.js';
export type { RedisClient } from '../client/client.js';
export { TokenUsageError, type TokenUsageCode } from './failure.js';
export { jsonLines, type LogOptions } from './json-lines.js';
export type { KeyOptions, PeriodOptions } from './keys.js';
export { tokenUsageMetrics, type TokenUsageMetrics } from './metrics.js';
export type { CheckedIncrement, Consistency, Health, Increment, LimitCheck, UsageStats, Verdict } from './model.js';
export type { RetryOptions } from '../client/repeat.js';
export type { Hooks, OperationEvent, OperationOptions } from './operation.js';
export {
  TokenUsageRepository,
  type BatchOutcome,
  type BatchStats,
  type CallOptions,
  type TokenUsageOptions,
} from './repository.js';
export {
  usageStatistics,
  type Costs,
  type Counts,
  type RecentMinutes,
  type RecordedRequest,
  type StatisticsOptions,
  type UsageStatistics,
} from './statistics.js';
export type { Tokens } from './tokens.js';
