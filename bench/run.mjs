/**
 * Measures `meter` against its limits, as ratios on one machine in one run. Fails when it cannot measure, and when a limit is
 * exceeded. `--quick`: only the most used figures, once each.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createCalendar } from '../dist/lib/demo/calendar.js';
import { loadKeyspace } from '../dist/lib/demo/load.js';
import { relayKeyspace } from '../dist/lib/demo/relay.js';
import { findServerProgram, startTemporaryRedis } from '../dist/lib/demo/temporary-redis.js';
import { measureCluster } from './cluster.mjs';
import { measureConsistency } from './consistency.mjs';
import { limiterFigures, measureLimiters } from './limiter.mjs';
import { measureRecorder, recorderFigures } from './recorder.mjs';
import { measureTokenUsage, tokenUsageFigures } from './token-usage.mjs';
import { measureUsage } from './usage.mjs';
import { memoryUsage } from './memory-usage.mjs';
import {
  audit,
  auditSeconds,
  auditSnapshot,
  auditWhilePinging,
  bare,
  bigkeys,
  checkRdb,
  emptySeconds,
  firstLine,
  helpSeconds,
  median,
  pruneAndRestore,
  saveSnapshot,
  serverCounts,
} from './measure.mjs';
import { bytesError, differences, sizeErrors } from './verify.mjs';

const ROUNDS = 5;
/** Rounds of what takes long, and of the memory of a smaller keyspace. */
const FEW_ROUNDS = 3;
const SMALL_KEYS = 10;
const START_ROUNDS = 15;
const MEGABYTE = 1e6;
const UTC_OFFSET = 8;
const API_KEYS = 100_000;

const say = (text) => process.stderr.write(`${text}\n`);

/** The generator of a keyspace in which no key expires during the measurement. */
function keyspaceOf(keys, booked = false) {
  const now = new Date();
  const today = createCalendar(UTC_OFFSET).date(now.getTime());
  return relayKeyspace({ keys, seed: 1, today, now, utcOffset: UTC_OFFSET, minTtl: 86_400, problems: false, booked });
}

async function serverProgram() {
  const program = await findServerProgram(process.env.PATH ?? '');
  if (program === null) throw new Error('there is no redis-server on the PATH; npm run redis installs one');
  return program;
}

/** Calls `use` with an empty server. */
async function withServer(use) {
  const server = await startTemporaryRedis(await serverProgram());
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

/** Calls `use` with a server that holds this many keys. */
function withKeyspace(keys, use, booked = false) {
  return withServer(async (server) => {
    say(`loading ${keys} keys`);
    return use(server, await loadKeyspace(keyspaceOf(keys, booked), server));
  });
}

/** Audits and the bare minimum of each by turns, so that a slow moment of the machine affects both. */
async function rounds(server, count) {
  const result = { scan: [], sampled: [], meta: [], exact: [], snapshot: [], checkRdb: [] };
  const file = await saveSnapshot(server);
  for (let round = 1; round <= count; round++) {
    say(`round ${round} of ${count}`);
    result.scan.push(await bare([server.port], 'scan'));
    result.sampled.push(await auditWhilePinging(server));
    result.meta.push(await bare([server.port], 'meta'));
    result.exact.push(await audit(server, '--exact'));
    result.checkRdb.push(await checkRdb(file));
    result.snapshot.push(await auditSnapshot(file));
  }
  return result;
}

/** Changes and the bare minimum of each by turns. */
async function changes(server, count) {
  const result = { remove: [], restore: [], pruned: [], restored: [] };
  for (let round = 1; round <= count; round++) {
    say(`changes: round ${round} of ${count}`);
    const { remove, restore } = JSON.parse((await bare([server.port], 'move', ':hourly:')).stdout);
    const { pruned, restored } = await pruneAndRestore(server);
    for (const [name, value] of Object.entries({ remove, restore, pruned, restored })) result[name].push(value);
  }
  return result;
}

const seconds = (runs) => median(runs.map((run) => run.seconds));
const peak = (runs) => median(runs.map((run) => run.peakBytes));

/**
 * Difference in commands between meter's count and the server's. The server does not count unknown commands, each of which is an
 * error.
 */
function unexplained(commands, before, after) {
  const processed = after.processed - before.processed - 1;
  const errors = after.errors - before.errors;
  return Math.max(0, processed - commands, commands - processed - errors);
}

async function measureLarge(keys, { quick }) {
  return withKeyspace(keys, async (server, manifest) => {
    const before = await serverCounts(server);
    const { report } = await audit(server);
    const after = await serverCounts(server);
    const measured = await rounds(server, quick ? 1 : ROUNDS);
    const { sampled, exact, snapshot } = measured;
    const [first] = exact;
    const changed = await changes(server, quick ? 1 : FEW_ROUNDS);
    say(quick ? 'done' : 'redis-cli --bigkeys, and the size of every key');
    return {
      ...changed,
      scanSeconds: seconds(measured.scan),
      metaSeconds: seconds(measured.meta),
      sampledSeconds: seconds(sampled),
      exactSeconds: seconds(exact),
      sampledPeak: peak(sampled),
      exactPeak: peak(exact),
      p99: median(sampled.map(({ p99 }) => p99)),
      snapshotSeconds: seconds(snapshot),
      checkRdbSeconds: median(measured.checkRdb),
      snapshotPeak: peak(snapshot),
      bigkeysSeconds: quick ? null : await bigkeys(server),
      sizes: quick ? null : sizeErrors(snapshot[0].report.data, await memoryUsage(server)),
      commands: report.spent.commands,
      unexplained: unexplained(report.spent.commands, before, after),
      bytesError: bytesError(report.data, first.report.data),
      differences: [
        ...differences(report.data, manifest, { exact: false }),
        ...differences(first.report.data, manifest, { exact: true }),
        ...differences(snapshot[0].report.data, manifest, { exact: true }),
      ],
    };
  });
}

/** The start of the program, as multiples of an empty script. */
async function measureStart() {
  say('start-up');
  return withKeyspace(SMALL_KEYS, async (server) => {
    const [help, few, empty] = [[], [], []];
    for (let round = 0; round < START_ROUNDS; round++) {
      empty.push(await emptySeconds());
      help.push(await helpSeconds());
      few.push(await auditSeconds(server));
    }
    return { help: median(help) / median(empty), few: median(few) / median(empty) };
  });
}

const figure = (name, measured, atMost) => ({ figure: name, measured, atMost, ok: measured <= atMost });

/** What is measured with and without `--quick`. */
const commonFigures = (keys, large, start) => [
  figure('default audit, wall, against a bare SCAN', large.sampledSeconds / large.scanSeconds, 1.3),
  figure('audit --exact, wall, against the same commands bare', large.exactSeconds / large.metaSeconds, 1.5),
  figure('audit --rdb, wall, against redis-check-rdb', large.snapshotSeconds / large.checkRdbSeconds, 1.2),
  figure('prune --hourly, wall, against DUMP, PTTL and UNLINK bare', seconds(large.pruned) / median(large.remove), 2),
  figure('restore of it, wall, against RESTORE bare', seconds(large.restored) / median(large.restore), 2),
  figure('wait of other clients during a default audit, 99th percentile, ms', large.p99, 1.5),
  figure('wait of other clients during prune, 99th percentile, ms', median(large.pruned.map(({ p99 }) => p99)), 5),
  figure('audit of ten keys, against an empty node script', start.few, 5),
  figure('meter --help against an empty node script', start.help, 2.8),
  figure('commands per key, default audit', large.commands / keys, 0.15),
  figure('commands on which meter and server disagree', large.unexplained, 0),
  figure('peak memory, default audit, MB', large.sampledPeak / MEGABYTE, 130),
  figure('peak memory, audit --exact, MB', large.exactPeak / MEGABYTE, 130),
  figure('peak memory, audit --rdb, MB', large.snapshotPeak / MEGABYTE, 120),
  figure('peak memory, prune --hourly, MB', peak(large.pruned) / MEGABYTE, 150),
  figure('total bytes, error in half-widths of the 95 % interval', large.bytesError, 2),
  figure('families that differ from what was made', large.differences.length, 0),
];

function figuresOf(keys, large, small, consistency, cluster, usage, libraries, start) {
  return [
    ...commonFigures(keys, large, start),
    figure('cluster of three masters, wall, against bare SCANs of all at once', cluster, 1.3),
    figure('fix-consistency, wall, against the same commands bare', consistency.checkSeconds / consistency.bareSeconds, 1.5),
    figure('default audit, wall, against redis-cli --bigkeys', large.sampledSeconds / large.bigkeysSeconds, 0.15),
    figure('peak memory, default audit, against a tenth of the keys', large.sampledPeak / small.sampledPeak, 1.3),
    figure('peak memory, audit --exact, against a tenth of the keys', large.exactPeak / small.exactPeak, 1.3),
    figure('peak memory, audit --rdb, against a tenth of the keys', large.snapshotPeak / small.snapshotPeak, 1.3),
    figure('sizes in a snapshot against MEMORY USAGE, total, % off', large.sizes.total * 100, 1),
    figure('sizes in a snapshot, worst hash or string family, % off', large.sizes.worst * 100, 3),
    figure('peak memory, fix-consistency, MB', consistency.peakBytes / MEGABYTE, 400),
    figure('differences that were planted and not found, or found and not planted', consistency.differences.length, 0),
    ...Object.entries(consistency.many).flatMap(([where, { peakBytes, growth, missed }]) => [
      figure(`peak memory, fix-consistency where every key differs, ${where}, MB`, peakBytes / MEGABYTE, 400),
      figure(`seconds of it for each key, against a tenth of the keys, ${where}`, growth, 1.3),
      figure(`differences of these that were not found, ${where}`, missed, 0),
    ]),
    figure('repairing 100,000 groups and checking again, seconds', consistency.repair.seconds, 5),
    figure('peak memory of it, MB', consistency.repair.peakBytes / MEGABYTE, 400),
    figure('groups that were not repaired', consistency.repair.left, 0),
    figure('usage of 100,000 API keys, commands, against reading the same keys', usage.commands, 1.5),
    figure('usage of 100,000 API keys, wall, against reading the same keys', usage.seconds, 1.5),
    figure('peak memory of it, MB', usage.peakBytes / MEGABYTE, 200),
    figure('requests by which its total is wrong', usage.wrong, 0),
    ...libraries.map((each) => figure(...each)),
  ];
}

function printTable(figures) {
  const rows = [
    ['figure', 'measured', 'at most', ''],
    ...figures.map(({ figure, measured, atMost, ok }) => [
      figure,
      measured.toFixed(Number.isInteger(measured) ? 0 : measured < 10 ? 3 : 1),
      String(atMost),
      ok ? 'ok' : 'over',
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  for (const [name, measured, atMost, verdict] of rows)
    console.log(
      `${name.padEnd(widths[0])}  ${measured.padStart(widths[1])}  ${atMost.padStart(widths[2])}  ${verdict}`.trimEnd(),
    );
}

async function printMachine() {
  const [first] = cpus();
  const server = await firstLine(await serverProgram(), '--version');
  console.log(`${cpus().length} × ${first.model.trim()} · node ${process.version} · ${server}`);
}

async function measureAll(keys, start, large) {
  const small = await withKeyspace(Math.round(keys / 10), async (server) => {
    const { sampled, exact, snapshot } = await rounds(server, FEW_ROUNDS);
    return { sampledPeak: peak(sampled), exactPeak: peak(exact), snapshotPeak: peak(snapshot) };
  });
  const cluster = await measureCluster(await serverProgram(), () => keyspaceOf(keys), ROUNDS, say);
  const consistency = await withKeyspace(keys, (server) => measureConsistency(server, keys, say), true);
  const usage = await withServer((server) => measureUsage(server, API_KEYS, say));
  const limiters = await withServer((server) => measureLimiters(server, say));
  const tokenUsage = await withServer((server) => measureTokenUsage(server, say));
  const recorder = await withServer((server) => measureRecorder(server, say));
  const libraries = [...limiterFigures(limiters), ...tokenUsageFigures(tokenUsage), ...recorderFigures(recorder)];
  return figuresOf(keys, large, small, consistency, cluster, usage, libraries, start);
}

async function main() {
  const { values } = parseArgs({
    options: {
      keys: { type: 'string', default: '1000000' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const keys = Number(values.keys);
  if (!Number.isSafeInteger(keys) || keys < 1000) throw new Error(`--keys takes a whole number from 1000 on, not ${values.keys}`);
  const start = await measureStart();
  const large = await measureLarge(keys, values);
  const figures = values.quick ? commonFigures(keys, large, start) : await measureAll(keys, start, large);
  if (values.json) console.log(JSON.stringify({ keys, figures, differences: large.differences }, null, 2));
  else {
    await printMachine();
    printTable(figures);
    for (const difference of large.differences) console.log(difference);
  }
  if (!figures.every(({ ok }) => ok)) process.exitCode = 1;
}

await main().catch((error) => {
  say(`could not measure: ${error.message}`);
  process.exitCode = 1;
});
