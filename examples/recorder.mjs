// Records requests as claude-relay-service does, summed in memory: node examples/recorder.mjs 127.0.0.1:6379
import { Redis } from 'ioredis';
import { createRecorder, ioredisClient } from 'redis-meter/recorder';

const [place = '127.0.0.1:6379'] = process.argv.slice(2);
const redis = new Redis(`redis://${place}`);
const recorder = await createRecorder({ client: ioredisClient(redis), mode: 'buffered', closeOn: { process } });

for (let request = 0; request < 100; request++)
  await recorder.record({
    apiKey: `key-${request % 5}`,
    account: 'account-1',
    accountType: 'claude-official',
    model: 'claude-sonnet-4',
    inputTokens: 1_200,
    outputTokens: 340,
    cost: 0.0087,
  });
console.log(`${recorder.pending.requests} requests have statistics in memory`);
const lost = await recorder.close();
console.log(`${recorder.counts.recorded} recorded, ${lost.requests} lost, in ${recorder.counts.batches} batches`);
redis.disconnect();
