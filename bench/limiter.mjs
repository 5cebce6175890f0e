/** Measures limiters in one step against the old list of several commands, by turns on one server. Alone: node bench/limiter.mjs */
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { findServerProgram, startTemporaryRedis } from '../dist/lib/demo/temporary-redis.js';
import {
  createLimiter,
  fixedWindow,
  gcra,
  ioredisClient,
  legacyListLog,
  listLog,
  slidingWindow,
  tokenBucket,
  zsetLog,
} from '../dist/lib/limiter/index.js';
import { startDelayingProxy } from '../dist/lib/trial/delaying-proxy.js';
import { closedLoop, openLoop } from '../dist/lib/trial/loops.js';

const CONNECTIONS = 10;
const ROUNDS = 15;
const TURN_MS = 250;
/** The limit of new-api's API, on one key that all connections use. */
const RULE = { limit: 360, windowMs: 180_000 };
const ALGORITHMS = { listLog, fixedWindow, slidingWindow, tokenBucket, gcra, zsetLog };

const RTT_MS = 1;
/** Checks a second of the open loop, far from what any of the limiters can do. */
const RATE = 600;
/** Short rounds, so that some of them are without a pause of the machine, which is longer than what is measured. */
const OPEN_MS = 200;
const OPEN_ROUNDS = 40;

/** Counts what a client sends. Each command is awaited before the next, so it is a round trip. */
function counting(client, trips) {
  const counted =
    (send) =>
    (...args) => {
      trips.count++;
      return send(...args);
    };
  return { evalsha: counted(client.evalsha), eval: counted(client.eval), command: counted(client.command) };
}

/** Limiters of one kind, one for each connection, as in as many processes. */
function kind(connections, key, rule, isOld = false) {
  const trips = { count: 0, checks: 0 };
  const common = { onError: 'closed', timeoutMs: 60_000, rememberDenials: 0, increx: false };
  const limiters = connections.map((redis) => {
    const client = counting(ioredisClient(redis), trips);
    const legacy = legacyListLog({ client, ...RULE });
    return createLimiter({ ...common, client, rules: rule(RULE), legacy, mode: isOld ? 'legacy' : 'atomic' });
  });
  const call = async (number) => {
    const { allowed, failure } = await limiters[number % CONNECTIONS].check(key);
    if (failure) throw failure;
    return allowed ? 'allowed' : 'denied';
  };
  return { call, trips };
}

const kindsOn = (connections) => ({
  old: kind(connections, 'old', listLog, true),
  ...Object.fromEntries(Object.entries(ALGORITHMS).map(([name, rule]) => [name, kind(connections, name, rule)])),
});

async function withConnections(port, use) {
  const connections = Array.from({ length: CONNECTIONS }, () => new Redis({ host: '127.0.0.1', port }));
  try {
    await Promise.all(connections.map((each) => each.ping()));
    return await use(connections);
  } finally {
    for (const each of connections) each.disconnect();
  }
}

/** Runs each kind by turns. Returns, by kind, what `use` gives of it in each round. */
async function byTurns(kinds, rounds, say, use) {
  const results = Object.fromEntries(Object.keys(kinds).map((name) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}`);
    for (const [name, each] of Object.entries(kinds)) results[name].push(await use(each));
  }
  return results;
}

/** Of each kind the round counts that the machine disturbed least. */
const best = { rate: (rates) => Math.max(...rates), p99: (times) => Math.min(...times) };

const { signal } = new AbortController();

/** By kind: checks a second, also against the old list, and round trips of a check. */
async function measureThroughput(connections, say) {
  const kinds = kindsOn(connections);
  const rates = await byTurns(
    kinds,
    ROUNDS,
    (text) => say(`limiters: ${text}`),
    async ({ call, trips }) => {
      const { calls, perSecond } = await closedLoop({ callers: CONNECTIONS, durationMs: TURN_MS, signal, call });
      trips.checks += calls;
      return perSecond;
    },
  );
  return Object.fromEntries(
    Object.entries(kinds).map(([name, { trips }]) => [
      name,
      {
        ratio: best.rate(rates[name]) / best.rate(rates.old),
        perSecond: best.rate(rates[name]),
        trips: trips.count / trips.checks,
      },
    ]),
  );
}

/** By kind: the 99th percentile in ms, also against the old list, over a link that takes some ms for each round trip. */
async function measureLatency(port, say) {
  const proxy = await startDelayingProxy({ upstreamPort: port, delayMs: RTT_MS });
  try {
    return await withConnections(proxy.port, async (connections) => {
      const { old, listLog: list, fixedWindow: counter } = kindsOn(connections);
      const kinds = { old, listLog: list, fixedWindow: counter };
      const p99s = await byTurns(
        kinds,
        OPEN_ROUNDS,
        (text) => say(`limiters at ${RTT_MS} ms a round trip: ${text}`),
        async ({ call }) => {
          const { latency } = await openLoop({ perSecond: RATE, durationMs: OPEN_MS, signal, call });
          return latency.p99;
        },
      );
      return Object.fromEntries(
        Object.keys(kinds).map((name) => [name, { ratio: best.p99(p99s[name]) / best.p99(p99s.old), p99: best.p99(p99s[name]) }]),
      );
    });
  } finally {
    await proxy.close();
  }
}

/** `say` reports the progress. */
export async function measureLimiters({ port }, say) {
  const throughput = await withConnections(port, (connections) => measureThroughput(connections, say));
  return { throughput, latency: await measureLatency(port, say) };
}

/** Name, measured, at most: for `bench/run.mjs`. */
export const limiterFigures = ({ throughput, latency }) => [
  ['checks a second of the old list, against listLog', 1 / throughput.listLog.ratio, 0.77],
  ['checks a second of the old list, against fixedWindow', 1 / throughput.fixedWindow.ratio, 0.5],
  ['round trips of a check, listLog', throughput.listLog.trips, 1.01],
  [`99th percentile of listLog at ${RTT_MS} ms a round trip, against the old list`, latency.listLog.ratio, 0.5],
  [`99th percentile of fixedWindow at ${RTT_MS} ms a round trip, against the old list`, latency.fixedWindow.ratio, 0.5],
];

async function main() {
  const program = await findServerProgram(process.env.PATH ?? '');
  if (program === null) throw new Error('there is no redis-server on the PATH; npm run redis installs one');
  const server = await startTemporaryRedis(program);
  try {
    const measured = await measureLimiters(server, () => {});
    console.log(JSON.stringify(measured, null, 2));
    for (const [name, value, atMost] of limiterFigures(measured))
      console.log(`${value.toFixed(2)} of at most ${atMost}: ${name}`);
  } finally {
    await server.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
