/**
 * Runs tests at other dates and in other time zones. Moves the clock of every process of a run, redis-server included.
 * `--all`: every test that depends on dates. File names: only these. METER_TEST_NOW: only at this ISO 8601 time, in the zone TZ.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const DAY_MS = 86_400_000;
const ZONES = ['UTC', 'Asia/Shanghai', 'America/St_Johns'];

/** Every kind of comparison of periods, TTLs and offsets, in about a minute for all dates. */
const QUICK = [
  'test/support/clock.test.ts',
  'test/recognise/utc-offset.test.ts',
  'test/change/migrate/rollup.test.ts',
  'test/profile/age.test.ts',
  'test/commands/prune-ttl.test.ts',
  'test/demo/sums.test.ts',
  'test/profile/period',
];

/** Name and time (ms since the epoch), each in a zone. A period ends half a minute after the start of a run. */
function allMoments() {
  const now = new Date();
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const leap = year + ((4 - (year % 4)) % 4);
  const end = (...date) => Date.UTC(...date) - 30_000;
  const next = (...ends) => ends.find((each) => each > now.getTime());
  const moments = {
    'a day later': now.getTime() + DAY_MS,
    '40 days later': now.getTime() + 40 * DAY_MS,
    '400 days later': now.getTime() + 400 * DAY_MS,
    'the end of 29 February': next(end(leap, 2, 1), end(leap + 4, 2, 1)),
    'the end of a month': next(end(year, month + 1, 1), end(year, month + 2, 1)),
    'the end of a year': next(end(year + 1, 0, 1), end(year + 2, 0, 1)),
    'the end of a year in UTC+8': end(year + 1, 11, 31, 16),
    'half an hour after the start of a month in UTC+8': next(
      Date.UTC(year, month + 1, 0, 16, 30),
      Date.UTC(year, month + 2, 0, 16, 30),
    ),
  };
  return Object.entries(moments).map(([name, at], index) => ({ name, at, zone: ZONES[index % ZONES.length] }));
}

function momentsOf({ METER_TEST_NOW: given, TZ: zone = 'UTC' }) {
  if (given === undefined) return allMoments();
  const at = Date.parse(given);
  if (Number.isNaN(at)) throw new Error(`METER_TEST_NOW is no ISO 8601 time: ${given}`);
  return [{ name: given, at, zone }];
}

function testsOf(args) {
  if (args.includes('--all')) return ['related', '--run', 'test/support/clock.ts'];
  return ['run', ...(args.length > 0 ? args : QUICK)];
}

/** Builds the library that moves the clock of a process through LD_PRELOAD. */
function buildClock(folder) {
  const clock = join(folder, 'moved-clock.so');
  execFileSync('cc', ['-O2', '-shared', '-fPIC', '-o', clock, join(ROOT, 'scripts/moved-clock.c')], { stdio: 'inherit' });
  return clock;
}

/** Runs the tests at that time. Returns whether they pass, and their output. */
async function passAt({ at, zone }, clock, tests) {
  const shift = Math.round((at - Date.now()) / 1_000);
  const env = { ...process.env, TZ: zone, LD_PRELOAD: clock, METER_CLOCK_SHIFT: String(shift) };
  const moved = Number(execFileSync(process.execPath, ['-p', 'Date.now()'], { env, encoding: 'utf8' }));
  if (Math.abs(moved - at) > 10_000) throw new Error('This system does not let the clock of a process be moved.');
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, ...tests, '--reporter', 'dot'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { passed: code === 0, told: said + complained };
}

/** Times at which the tests fail. Runs two at a time, because a run also waits for its start, for servers and for timers. */
async function failedAmong(moments, clock, tests) {
  const [left, failed] = [[...moments], []];
  const work = async () => {
    for (let moment = left.shift(); moment; moment = left.shift()) {
      const { passed, told } = await passAt(moment, clock, tests);
      console.log(`\n${moment.name}: ${new Date(moment.at).toISOString()}, TZ=${moment.zone}\n${told}`);
      if (!passed) failed.push(moment);
    }
  };
  await Promise.all([work(), work()]);
  return failed;
}

const folder = mkdtempSync(join(tmpdir(), 'meter-dates-'));
try {
  const clock = buildClock(folder);
  const tests = testsOf(process.argv.slice(2));
  const failed = await failedAmong(momentsOf(process.env), clock, tests);
  for (const { name, at, zone } of failed)
    console.error(`Failed at ${name}: METER_TEST_NOW=${new Date(at).toISOString()} TZ=${zone} npm run test:dates`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
