/** Records requests on the keys of an application: the import `redis-meter/recorder`. It needs a Redis client of its user. */
export { functionClient } from '../client/function.js';
export { ioredisClient, type IoredisLike } from '../client/ioredis.js';
export { nodeRedisClient, nodeRedisCluster, type NodeRedisClusterLike, type NodeRedisLike } from '../client/node-redis.js';
export type { RedisClient } from '../client/client.js';
export type { RequestMeta } from '../profile/recording.js';
export type { BufferOptions } from './buffer.js';
export type { Amount, Counts, OnEvent, RecorderEvent } from './events.js';
export { RecorderError, type RecorderCode } from './failure.js';
export type { SignalOptions, SignalSource } from './on-signal.js';
export { createRecorder, type Recorded, type Recorder, type RecorderMode, type RecorderOptions } from './recorder.js';
export type { RecordedRequest } from './request.js';
export type { RetryOptions } from '../client/repeat.js';
