/** Measures `meter` against its limits, as ratios on one machine in one run. Fails only when it cannot measure. */
import { parseArgs } from 'node:util';
import { createCalendar } from '../dist/lib/demo/calendar.js';
import { loadKeyspace } from '../dist/lib/demo/load.js';
import { relayKeyspace } from '../dist/lib/demo/relay.js';
import { findServerProgram, startTemporaryRedis } from '../dist/lib/demo/temporary-redis.js';
import { measureConsistency } from './consistency.mjs';
import { measureUsage } from './usage.mjs';
import { memoryUsage } from './memory-usage.mjs';
import {
  audit,
  auditSnapshot,
  bigkeys,
  checkRdb,
  emptySeconds,
  helpSeconds,
  median,
  pruneHourly,
  saveSnapshot,
  serverCounts,
} from './measure.mjs';
import { bytesError, differences, sizeErrors } from './verify.mjs';

const ROUNDS = 3;
/** Readings of a snapshot per round: each takes only seconds. */
const SNAPSHOT_TURNS = 3;
const START_ROUNDS = 15;
const MEGABYTE = 1e6;
const UTC_OFFSET = 8;
const API_KEYS = 100_000;

const say = (text) => process.stderr.write(`${text}\n`);

/** Calls `use` with an empty server. */
async function withServer(use) {
  const program = await findServerProgram(process.env.PATH ?? '');
  if (program === null) throw new Error('there is no redis-server on the PATH; npm run redis installs one');
  const server = await startTemporaryRedis(program);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

/** Calls `use` with a server that holds this many keys. No key expires during the measurement. */
function withKeyspace(keys, use, booked = false) {
  return withServer(async (server) => {
    say(`loading ${keys} keys`);
    const now = new Date();
    const today = createCalendar(UTC_OFFSET).date(now.getTime());
    const options = { keys, seed: 1, today, now, utcOffset: UTC_OFFSET, minTtl: 86_400, problems: false, booked };
    const manifest = await loadKeyspace(relayKeyspace(options), server);
    return await use(server, manifest);
  });
}

/** Interleaves audits with redis-cli if requested, so that a slow moment of the machine affects all of them. */
async function rounds(server, { withBigkeys }) {
  const result = { bigkeys: [], sampled: [], exact: [], snapshot: [], checkRdb: [] };
  const file = await saveSnapshot(server);
  for (let round = 1; round <= ROUNDS; round++) {
    say(`round ${round} of ${ROUNDS}`);
    if (withBigkeys) result.bigkeys.push(await bigkeys(server));
    result.sampled.push(await audit(server));
    result.exact.push(await audit(server, '--exact'));
    for (let turn = 0; turn < SNAPSHOT_TURNS; turn++) {
      result.snapshot.push(await auditSnapshot(file));
      result.checkRdb.push(await checkRdb(file));
    }
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

async function measureLarge(keys) {
  return withKeyspace(keys, async (server, manifest) => {
    const before = await serverCounts(server);
    const { report } = await audit(server);
    const after = await serverCounts(server);
    const { bigkeys: reference, sampled, exact, snapshot, checkRdb: checks } = await rounds(server, { withBigkeys: true });
    const [first] = exact;
    say('asking the server for the size of every key');
    const sizes = sizeErrors(snapshot[0].report.data, await memoryUsage(server));
    say('pruning the hours');
    const pruned = await pruneHourly(server);
    return {
      pruned,
      bigkeysSeconds: median(reference),
      sampledSeconds: seconds(sampled),
      exactSeconds: seconds(exact),
      sampledPeak: peak(sampled),
      exactPeak: peak(exact),
      snapshotSeconds: seconds(snapshot),
      checkRdbSeconds: median(checks),
      snapshotPeak: peak(snapshot),
      sizes,
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

async function measureStart() {
  say('start-up');
  const [help, empty] = [[], []];
  for (let round = 0; round < START_ROUNDS; round++) {
    empty.push(await emptySeconds());
    help.push(await helpSeconds());
  }
  return median(help) / median(empty);
}

function figuresOf(keys, large, small, consistency, usage, start) {
  const figure = (name, measured, atMost) => ({ figure: name, measured, atMost, ok: measured <= atMost });
  return [
    figure('default audit, wall, against redis-cli --bigkeys', large.sampledSeconds / large.bigkeysSeconds, 0.15),
    figure('audit --exact, wall, against redis-cli --bigkeys', large.exactSeconds / large.bigkeysSeconds, 0.5),
    figure('commands per key, default audit', large.commands / keys, 0.15),
    figure('commands on which meter and server disagree', large.unexplained, 0),
    figure('peak memory, default audit, against a tenth of the keys', large.sampledPeak / small.sampledPeak, 1.3),
    figure('peak memory, audit --exact, against a tenth of the keys', large.exactPeak / small.exactPeak, 1.3),
    figure('peak memory, default audit, MB', large.sampledPeak / MEGABYTE, 150),
    figure('peak memory, audit --exact, MB', large.exactPeak / MEGABYTE, 150),
    figure('audit --rdb, wall, against redis-cli --bigkeys', large.snapshotSeconds / large.bigkeysSeconds, 0.1),
    figure('audit --rdb, wall, against redis-check-rdb', large.snapshotSeconds / large.checkRdbSeconds, 1.7),
    figure('peak memory, audit --rdb, MB', large.snapshotPeak / MEGABYTE, 120),
    figure('peak memory, audit --rdb, against a tenth of the keys', large.snapshotPeak / small.snapshotPeak, 1.3),
    figure('sizes in a snapshot against MEMORY USAGE, total, % off', large.sizes.total * 100, 1),
    figure('sizes in a snapshot, worst hash or string family, % off', large.sizes.worst * 100, 3),
    figure('prune --hourly, wall, against redis-cli --bigkeys', large.pruned.seconds / large.bigkeysSeconds, 0.6),
    figure('peak memory, prune --hourly, MB', large.pruned.peakBytes / MEGABYTE, 150),
    figure('wait of other clients during it, 99th percentile, ms', large.pruned.p99, 5),
    figure('fix-consistency, wall, against redis-cli --bigkeys', consistency.checkSeconds / consistency.bigkeysSeconds, 1.5),
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
    figure('meter --help against an empty node script', start, 2.8),
    figure('total bytes, error in half-widths of the 95 % interval', large.bytesError, 2),
    figure('families that differ from what was made', large.differences.length, 0),
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

async function main() {
  const { values } = parseArgs({
    options: { keys: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
  });
  const keys = Number(values.keys);
  if (!Number.isSafeInteger(keys) || keys < 1000) throw new Error(`--keys takes a whole number from 1000 on, not ${values.keys}`);
  const start = await measureStart();
  const small = await withKeyspace(Math.round(keys / 10), async (server) => {
    const { sampled, exact, snapshot } = await rounds(server, { withBigkeys: false });
    return { sampledPeak: peak(sampled), exactPeak: peak(exact), snapshotPeak: peak(snapshot) };
  });
  const large = await measureLarge(keys);
  const consistency = await withKeyspace(keys, (server) => measureConsistency(server, keys, say), true);
  const usage = await withServer((server) => measureUsage(server, API_KEYS, say));
  const figures = figuresOf(keys, large, small, consistency, usage, start);
  if (values.json) {
    console.log(
      JSON.stringify(
        {
          keys,
          figures,
          differences: large.differences,
          pruned: large.pruned.report.data.changed,
          seconds: {
            bigkeys: large.bigkeysSeconds,
            default: large.sampledSeconds,
            exact: large.exactSeconds,
            snapshot: large.snapshotSeconds,
            checkRdb: large.checkRdbSeconds,
            prune: large.pruned.seconds,
            fixConsistency: consistency.checkSeconds,
            bigkeysOfBooked: consistency.bigkeysSeconds,
          },
        },
        null,
        2,
      ),
    );
    return;
  }
  printTable(figures);
  for (const difference of large.differences) console.log(difference);
}

await main().catch((error) => {
  say(`could not measure: ${error.message}`);
  process.exitCode = 1;
});
