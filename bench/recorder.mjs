/** Measures the modes of the recorder by turns, over a link with a round trip. Alone: node bench/recorder.mjs */
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { findServerProgram, startTemporaryRedis } from '../dist/lib/demo/temporary-redis.js';
import { createRecorder, ioredisClient } from '../dist/lib/recorder/index.js';
import { startDelayingProxy } from '../dist/lib/trial/delaying-proxy.js';
import { closedLoop } from '../dist/lib/trial/loops.js';

const RTT_MS = 1;
const ROUNDS = 8;
const TURN_MS = 500;
/** Requests under way. The application waits for the commands of one; others begin meanwhile. */
const LOADS = {
  pipeline: { mode: 'pipeline', callers: 1 },
  script: { mode: 'script', callers: 1 },
  pipelineMany: { mode: 'pipeline', callers: 100 },
  scriptMany: { mode: 'script', callers: 100 },
  buffered: { mode: 'buffered', callers: 100 },
};

const { signal } = new AbortController();

const requestOf = (number) => ({
  apiKey: `key-${number % 50}`,
  account: `account-${number % 5}`,
  accountType: 'claude-official',
  model: `claude-opus-${number % 6}`,
  inputTokens: 1_200,
  outputTokens: 300,
  cacheReadTokens: 5_000,
  cost: 0.01,
});

/** Seconds of CPU that the server has used. */
async function cpuOf(redis) {
  const text = await redis.info('cpu');
  return ['used_cpu_user', 'used_cpu_sys'].reduce((sum, name) => sum + Number(new RegExp(`${name}:([\\d.]+)`).exec(text)[1]), 0);
}

/** By load: requests a second, and microseconds of the server's CPU for each. Of all rounds the best. */
export async function measureRecorder({ port }, say) {
  const admin = new Redis({ host: '127.0.0.1', port });
  const proxy = await startDelayingProxy({ upstreamPort: port, delayMs: RTT_MS });
  const best = {};
  try {
    for (let round = 1; round <= ROUNDS; round++) {
      say(`recorder: round ${round} of ${ROUNDS}`);
      for (const [name, { mode, callers }] of Object.entries(LOADS)) {
        const redis = new Redis({ host: '127.0.0.1', port: proxy.port });
        const recorder = await createRecorder({ client: ioredisClient(redis), mode, timeoutMs: 60_000 });
        await recorder.record(requestOf(0));
        const before = await cpuOf(admin);
        const call = async (number) => (await recorder.record(requestOf(number)), 'allowed');
        const { calls, perSecond } = await closedLoop({ callers, durationMs: TURN_MS, signal, call });
        await recorder.close();
        const micros = ((await cpuOf(admin)) - before) * (1e6 / calls);
        const { perSecond: most = 0, micros: least = Infinity } = best[name] ?? {};
        best[name] = { perSecond: Math.max(most, perSecond), micros: Math.min(least, micros) };
        redis.disconnect();
      }
    }
  } finally {
    await proxy.close();
    admin.disconnect();
  }
  return best;
}

/** Name, measured, at most: for `bench/run.mjs`. */
export const recorderFigures = ({ pipeline, script, pipelineMany, scriptMany, buffered }) => [
  [
    'recorder: requests a second of pipeline, of those of script, both one after the other',
    pipeline.perSecond / script.perSecond,
    1 / 3,
  ],
  [
    'recorder: of pipeline one after the other, of those of buffered with 100 under way',
    pipeline.perSecond / buffered.perSecond,
    1 / 20,
  ],
  ['recorder: of pipeline, of those of script, both with 100 under way', pipelineMany.perSecond / scriptMany.perSecond, 1 / 2],
  ['recorder: server CPU of script, of that of pipeline', script.micros / pipeline.micros, 0.6],
];

async function main() {
  const program = await findServerProgram(process.env.PATH ?? '');
  if (program === null) throw new Error('there is no redis-server on the PATH; npm run redis installs one');
  const server = await startTemporaryRedis(program);
  try {
    const modes = await measureRecorder(server, () => {});
    for (const [name, { perSecond, micros }] of Object.entries(modes))
      console.log(`${name}: ${perSecond.toFixed(0)} requests a second, ${micros.toFixed(0)} µs of the server's CPU`);
    for (const [name, value, atMost] of recorderFigures(modes))
      console.log(`${value.toFixed(3)} of at most ${atMost.toFixed(3)}: ${name}`);
  } finally {
    await server.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
