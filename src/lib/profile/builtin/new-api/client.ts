import type { RedisClient } from '../../client.js';
import { goRedis } from '../one-api/client.js';

export const client: RedisClient = {
  ...goRedis,
  pool: { size: 10, env: 'REDIS_POOL_SIZE' },
  // A pool_size there is overwritten.
  settings: ['REDIS_POOL_SIZE=50', 'REDIS_CONN_STRING with ?pool_timeout=1s&read_timeout=500ms&dial_timeout=2s&max_retries=1'],
};
