// Records 20 requests and flushes, then 5 more: node recording-process.mjs PORT stay|go [close-on-sigterm]
import { Redis } from 'ioredis';
import { createRecorder, ioredisClient } from '../../dist/lib/recorder/index.js';

const [port, stay, close] = process.argv.slice(2);
const redis = new Redis(Number(port));
const recorder = await createRecorder({
  client: ioredisClient(redis),
  mode: 'buffered',
  buffer: { intervalMs: 60_000 },
  ...(close && { closeOn: { process } }),
});
const request = { apiKey: 'K', model: 'm', inputTokens: 10, cost: 0.5 };
for (let at = 0; at < 20; at++) await recorder.record(request);
await recorder.flush();
for (let at = 0; at < 5; at++) await recorder.record(request);
process.stdout.write('25\n');
if (stay === 'stay') setInterval(() => {}, 1000);
else redis.disconnect();
