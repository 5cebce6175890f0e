import type { RedisClient } from '../../client.js';

/** The library's own settings, which apply unless the application sets others. */
export const goRedis: RedisClient = {
  library: 'go-redis v8',
  pool: { size: 10 },
  timeouts: { connect: 5, command: 3, pool: 4 },
  retries: 3,
  notes: [
    'A call whose reply does not come in time is sent again, so that a counter may be raised up to four times.',
    'A request that waits for a connection longer than the pool timeout fails.',
  ],
};

export const client: RedisClient = {
  ...goRedis,
  settings: ['REDIS_CONN_STRING with ?pool_size=50&pool_timeout=1s&read_timeout=500ms&dial_timeout=2s&max_retries=1'],
  notes: ['The pool has ten connections for each processor.', ...(goRedis.notes ?? [])],
};
