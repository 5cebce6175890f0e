// Lets three requests in ten seconds pass: node examples/limiter.mjs 127.0.0.1:6379
import { Redis } from 'ioredis';
import { createLimiter, ioredisClient, listLog } from 'redis-meter/limiter';

const [address = '127.0.0.1:6379'] = process.argv.slice(2);
const redis = new Redis(`redis://${address}`, { maxRetriesPerRequest: 0 });
redis.on('error', () => {});

const limiter = createLimiter({
  client: ioredisClient(redis),
  rules: listLog({ limit: 3, windowMs: 10_000 }),
  onError: 'open',
});
for (let request = 1; request <= 5; request++) {
  const { allowed, used, retryAfter, failure } = await limiter.check('example:limiter:alice');
  if (failure) console.log(`request ${request}: passes without a check, ${failure.message}`);
  else console.log(`request ${request}: ${allowed ? `passes, ${used} of 3 used` : `again in ${retryAfter} ms`}`);
}
redis.disconnect();
