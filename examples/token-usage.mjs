// Counts a call of a user within a limit, on the keys of AIECS: node examples/token-usage.mjs 127.0.0.1:6379 alice
import { Redis } from 'ioredis';
import { ioredisClient, tokenUsageMetrics, TokenUsageRepository } from 'redis-meter/token-usage';

const [place = '127.0.0.1:6379', user = 'alice'] = process.argv.slice(2);
const redis = new Redis(`redis://${place}`);
const metrics = tokenUsageMetrics();
const usage = new TokenUsageRepository({ client: ioredisClient(redis), hooks: metrics });

await usage.setUsageLimit(user, 1_000);
for (const [prompt, completion] of [
  [150, 75],
  [600, 100],
  [200, 50],
]) {
  const { allowed, totalTokens, usageLimit } = await usage.checkAndIncrement(user, prompt, completion);
  console.log(`${prompt} + ${completion}: ${allowed ? 'counted' : 'denied'}, ${totalTokens} of ${usageLimit} used`);
}
console.log(
  metrics
    .text()
    .match(/^token_increments_total.+/gm)
    .join('\n'),
);
redis.disconnect();
