/** Measures limiters in one step against the old list of several commands, by turns on one server. Alone: node bench/limiter.mjs */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHistogram } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
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
import { findServerProgram, startTemporaryRedis } from '../dist/lib/demo/temporary-redis.js';
import { median } from './measure.mjs';

const SLOW_LINK = fileURLToPath(new URL('./slow-link.mjs', import.meta.url));

const CONNECTIONS = 10;
const ROUNDS = 9;
const TURN_MS = 400;
/** The limit of new-api's API, on one key that all connections use. */
const RULE = { limit: 360, windowMs: 180_000 };
const ALGORITHMS = { listLog, fixedWindow, slidingWindow, tokenBucket, gcra, zsetLog };

const RTT_MS = 1;
/** Checks a second of the open loop, far from what any of the limiters can do. */
const RATE = 300;
const OPEN_MS = 2_000;
const OPEN_ROUNDS = 3;

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
  const trips = { count: 0 };
  const limiters = connections.map((redis) => {
    const client = counting(ioredisClient(redis), trips);
    const legacy = legacyListLog({ client, ...RULE });
    const mode = isOld ? 'legacy' : 'atomic';
    return createLimiter({
      client,
      rules: rule(RULE),
      legacy,
      mode,
      onError: 'closed',
      timeoutMs: 60_000,
      rememberDenials: 0,
      increx: false,
    });
  });
  return { key, trips, limiters };
}

const kindsOn = (connections) => ({
  old: kind(connections, 'old', listLog, true),
  ...Object.fromEntries(Object.entries(ALGORITHMS).map(([name, rule]) => [name, kind(connections, name, rule)])),
});

function checkAnswer(answer) {
  if (answer.failure) throw answer.failure;
}

/** Checks a second when each connection sends the next check as soon as the last is answered. */
async function throughput({ key, limiters }) {
  let checks = 0;
  const start = performance.now();
  await Promise.all(
    limiters.map(async (limiter) => {
      while (performance.now() - start < TURN_MS) {
        checkAnswer(await limiter.check(key));
        checks++;
      }
    }),
  );
  return checks / (performance.now() - start);
}

/**
 * The 99th percentile in ms of checks that are sent at fixed times, whether or not the last are answered, each from the time when
 * it should have been sent.
 */
async function openLoop({ key, limiters }) {
  const histogram = createHistogram();
  const pending = [];
  const start = performance.now();
  for (let n = 0; n < (RATE * OPEN_MS) / 1_000; n++) {
    const due = start + (n * 1_000) / RATE;
    if (due > performance.now()) await wait(due - performance.now());
    const check = limiters[n % limiters.length].check(key).then((answer) => {
      checkAnswer(answer);
      histogram.record(Math.max(1, Math.round((performance.now() - due) * 1_000)));
    });
    pending.push(check);
  }
  await Promise.all(pending);
  return histogram.percentile(99) / 1_000;
}

async function withConnections(port, use) {
  const connections = Array.from({ length: CONNECTIONS }, () => new Redis({ host: '127.0.0.1', port }));
  try {
    await Promise.all(connections.map((each) => each.ping()));
    return await use(connections);
  } finally {
    for (const each of connections) each.disconnect();
  }
}

async function withSlowLink(port, use) {
  const link = spawn(process.execPath, [SLOW_LINK, String(port), String(RTT_MS)], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [line] = await once(link.stdout, 'data');
    return await use(Number(line));
  } finally {
    link.stdin.end();
  }
}

/** By kind: checks a second against the old list, and round trips of a check. */
async function measureThroughput(connections, say) {
  const kinds = kindsOn(connections);
  const rates = Object.fromEntries(Object.keys(kinds).map((name) => [name, []]));
  for (let round = 1; round <= ROUNDS; round++) {
    say(`limiters: round ${round} of ${ROUNDS}`);
    for (const [name, each] of Object.entries(kinds)) rates[name].push(await throughput(each));
  }
  return Object.fromEntries(
    Object.entries(kinds).map(([name, { trips, limiters }]) => {
      const checks = limiters.map((each) => each.counts()).reduce((sum, { allowed, denied }) => sum + allowed + denied, 0);
      // Each round's own ratio, so that a slow moment of the machine affects both.
      const ratio = median(rates[name].map((rate, round) => rate / rates.old[round]));
      return [name, { ratio, perSecond: median(rates[name]) * 1_000, trips: trips.count / checks }];
    }),
  );
}

/** By kind: the 99th percentile against that of the old list, with some ms for each round trip. */
async function measureLatency(port, say) {
  return withSlowLink(port, (slowPort) =>
    withConnections(slowPort, async (connections) => {
      const { old, listLog: list, fixedWindow: counter } = kindsOn(connections);
      const rounds = [];
      for (let round = 1; round <= OPEN_ROUNDS; round++) {
        say(`limiters at ${RTT_MS} ms a round trip: round ${round} of ${OPEN_ROUNDS}`);
        rounds.push([await openLoop(old), await openLoop(list), await openLoop(counter)]);
      }
      const p99 = (index) => median(rounds.map((each) => each[index]));
      const ratio = (index) => median(rounds.map((each) => each[index] / each[0]));
      return { oldMs: p99(0), listMs: p99(1), counterMs: p99(2), listRatio: ratio(1), counterRatio: ratio(2) };
    }),
  );
}

/** `say` reports the progress. */
export async function measureLimiters({ port }, say) {
  const kinds = await withConnections(port, (connections) => measureThroughput(connections, say));
  return { kinds, latency: await measureLatency(port, say) };
}

/** Name, measured, at most: for `bench/run.mjs`. */
export const limiterFigures = ({ kinds, latency }) => [
  ['checks a second of the old list, against listLog', 1 / kinds.listLog.ratio, 0.77],
  ['checks a second of the old list, against fixedWindow', 1 / kinds.fixedWindow.ratio, 0.5],
  ['round trips of a check, listLog', kinds.listLog.trips, 1.01],
  [`99th percentile of listLog at ${RTT_MS} ms a round trip, against the old list`, latency.listRatio, 0.5],
  [`99th percentile of fixedWindow at ${RTT_MS} ms a round trip, against the old list`, latency.counterRatio, 0.5],
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
