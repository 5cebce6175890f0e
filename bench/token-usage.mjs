/** Measures the token usage library: 10,000 increments at once, and at a fixed rate. Alone: node bench/token-usage.mjs */
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { findServerProgram, startTemporaryRedis } from '../dist/lib/demo/temporary-redis.js';
import { ioredisClient, TokenUsageRepository } from '../dist/lib/token-usage/index.js';
import { Latencies } from '../dist/lib/trial/latency.js';
import { openLoop } from '../dist/lib/trial/loops.js';

const OPERATIONS = 10_000;
const USERS = 100;
const CONNECTIONS = 10;
/** Increments a second of the open loop. */
const RATE = 1_000;
const OPEN_MS = 3_000;
const ROUNDS = 3;
const CYCLE = 'bench';

const users = Array.from({ length: USERS }, (_, at) => `user-${at}`);
const { signal } = new AbortController();

/** ms of the 99th percentile, and by how many tokens the sums are wrong. */
export async function measureTokenUsage({ port }, say) {
  const connections = Array.from({ length: CONNECTIONS }, () => new Redis({ host: '127.0.0.1', port }));
  const usage = connections.map((redis) => new TokenUsageRepository({ client: ioredisClient(redis), timeoutMs: 60_000 }));
  const count = (number) => usage[number % CONNECTIONS].incrementDetailedUsage(users[number % USERS], 3, 2, CYCLE);
  let counted = 0;
  const [atOnce, atRate] = [[], []];
  try {
    await Promise.all(connections.map((each) => each.ping()));
    for (let round = 1; round <= ROUNDS; round++) {
      say(`token usage: round ${round} of ${ROUNDS}`);
      const latencies = new Latencies();
      const one = async (number) => {
        const startedAt = performance.now();
        await count(number);
        latencies.add(performance.now() - startedAt);
      };
      await Promise.all(Array.from({ length: OPERATIONS }, (_, number) => one(number)));
      atOnce.push(latencies.summary().p99);
      const call = async (number) => (await count(number), 'allowed');
      const { calls, latency } = await openLoop({ perSecond: RATE, durationMs: OPEN_MS, signal, call });
      atRate.push(latency.p99);
      counted += OPERATIONS + calls;
    }
    const { stats } = await usage[0].getBatchUsageStats(users, CYCLE);
    const total = [...stats.values()].reduce((sum, { totalTokens }) => sum + totalTokens, 0);
    return { atOnce: Math.min(...atOnce), atRate: Math.min(...atRate), wrong: Math.abs(total - 5 * counted) };
  } finally {
    for (const each of connections) each.disconnect();
  }
}

/** Name, measured, at most: for `bench/run.mjs`. */
export const tokenUsageFigures = ({ atOnce, atRate, wrong }) => [
  [`99th percentile of ${OPERATIONS.toLocaleString('en')} increments at once, ms`, atOnce, 10],
  [`99th percentile of ${RATE.toLocaleString('en')} increments a second, ms`, atRate, 10],
  ['tokens by which their sums are wrong', wrong, 0],
];

async function main() {
  const program = await findServerProgram(process.env.PATH ?? '');
  if (program === null) throw new Error('there is no redis-server on the PATH; npm run redis installs one');
  const server = await startTemporaryRedis(program);
  try {
    for (const [name, value, atMost] of tokenUsageFigures(await measureTokenUsage(server, () => {})))
      console.log(`${value.toFixed(2)} of at most ${atMost}: ${name}`);
  } finally {
    await server.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
