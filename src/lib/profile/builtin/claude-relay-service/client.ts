import type { RedisClient } from '../../client.js';

export const client: RedisClient = {
  library: 'ioredis',
  pool: { size: 1, shared: true },
  timeouts: { connect: 10, command: 5 },
  retries: 3,
  notes: [
    'All requests of a process share one connection: none waits for another, and there is no pool to enlarge.',
    'Commands whose reply was lost are sent again after a reconnection, so that counters may be raised twice.',
    'The timeouts are in the source of the application (config.js).',
  ],
};
