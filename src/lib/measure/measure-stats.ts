/** Measures with the server's statistics before and after. Clients are not affected, and keys are not seen. */
import { setTimeout as sleep } from 'node:timers/promises';
import { workloadOf } from '../estimate/workload.js';
import { arrayBytes, bulkBytes, type Bytes } from '../estimate/wire-bytes.js';
import { EXIT, MeterError } from '../format/errors.js';
import type { Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import type { Access } from '../redis/control.js';
import { beforeData } from '../redis/connect-errors.js';
import type { CommandGuard } from '../redis/guard.js';
import type { Reply } from '../redis/resp.js';
import type { Session } from '../redis/topology.js';
import type { MeasureData } from './model.js';
import { measureReport } from './build-measure-data.js';
import type { Cell } from './cells.js';
import { countedIn, doneBetween, type Done } from './command-stats.js';
import { askedRelease, measuredRelease, NO_RELEASE, type MeasuredRelease } from '../recognise/measured-release.js';
import { readSwitches } from '../recognise/switch-reading.js';
import { plainMessage } from '../format/message.js';
import type { MeasureUnknown, Present } from './unknowns.js';
import { findRequestCounter, type RequestCounter } from './live-requests.js';
import { EXIT_CODES, keysIn } from './measure-monitor.js';
import { unknownRequests } from './measure-sample.js';
import type { MeasureOptions } from './options.js';
import type { MeasureOutcome } from './outcome.js';
import { Questions } from './questions.js';
import { whatIsThere } from './what-is-there.js';

const DAY_SECONDS = 86_400;
const STATISTICS = [
  ['INFO', 'commandstats'],
  ['INFO', 'stats'],
  ['INFO', 'server'],
  ['INFO', 'errorstats'],
];

/**
 * Reads the statistics, waits, and reads them again. Rejects with a MeterError when the server reports neither commands nor
 * requests, was restarted, or had its statistics reset.
 */
export async function measureByStatistics(session: Session, access: Access, options: MeasureOptions): Promise<MeasureOutcome> {
  const own = session.nodes.map(() => sentCounter(access.guard));
  const db = options.databases === 'all' ? session.target.db : options.databases;
  const ask = await Questions.open(session, (index) => ({ ...access, guard: own[index]!.guard }), db);
  try {
    const keys = session.nodes.every(({ info }) => info.has('keyspace')) ? keysIn(session, options.databases) : null;
    const found = await application(ask, session, access, options, keys ?? 0).catch((error: unknown) => {
      throw beforeData(error);
    });
    const requestsBefore = await requestCount(ask, found.counter);
    for (const counter of own) counter.restart();
    const replies = await ask.everywhere(STATISTICS);
    const before = replies.map(countedIn);
    options.onStart();
    const interval = await pause(options);
    // Reopens a lost connection before the sent commands are summed. INFO itself is counted only when it has finished.
    await ask.everywhere([['PING']]);
    const sent = own.map(({ counts }) => new Map(counts));
    const after = (await ask.everywhere(STATISTICS)).map(countedIn);
    const requestsAfter = await requestCount(ask, found.counter);
    const done = before.map((counted, index) =>
      doneBetween(counted, after[index]!, { commands: sent[index]!, traffic: ownTraffic(replies[index]!) }),
    );
    const requests = requestsBetween(requestsBefore, requestsAfter, found.counter, options);
    return { data: report(options, found, keys, interval, done, requests), exitCode: EXIT_CODES[interval.ended] ?? EXIT.ok };
  } finally {
    ask.close();
  }
}

/**
 * Between two readings the server sends the first reply and receives the second command. Each reply describes the time before it.
 */
function ownTraffic(replies: readonly Reply[]): Bytes {
  const texts = replies.map((reply) => (typeof reply === 'string' ? reply.length : 0));
  return {
    sent: [['PING'], ...STATISTICS].reduce((sum, args) => sum + arrayBytes(args.map(({ length }) => length)), 0),
    received: texts.reduce((sum, length) => sum + bulkBytes(length), '+PONG\r\n'.length),
  };
}

/** A guard that counts checked commands by name. */
function sentCounter(guard: CommandGuard): { guard: CommandGuard; counts: ReadonlyMap<string, number>; restart(): void } {
  const counts = new Map<string, number>();
  return {
    guard: {
      check(args) {
        guard.check(args);
        const name = (args[0] ?? '').toUpperCase();
        counts.set(name, (counts.get(name) ?? 0) + 1);
      },
    },
    counts,
    restart: () => counts.clear(),
  };
}

interface Application {
  profile: Profile | null;
  present: Present;
  release: MeasuredRelease;
  workload: Workload | null;
  counter: RequestCounter | null;
}

/** The application, its release, and where it counts its requests. */
async function application(
  ask: Questions,
  session: Session,
  access: Access,
  options: MeasureOptions,
  keys: number,
): Promise<Application> {
  const { asked, profiles } = options;
  const there = asked?.version ? null : await whatIsThere(session, access, options);
  const profile = asked ? profiles[0]! : (there?.profile ?? null);
  if (!profile) return { profile, present: 'names', release: NO_RELEASE, workload: null, counter: null };
  const workload = workloadOf(profile, { ...options.workload, keys });
  return {
    profile,
    present: asked ? 'asked' : 'names',
    release: asked?.version ? askedRelease(asked.version) : measuredRelease(profile, there?.release ?? NO_RELEASE),
    workload,
    counter: options.requests === null ? await findRequestCounter(ask, profile, workload) : null,
  };
}

const requestCount = async (ask: Questions, counter: RequestCounter | null): Promise<number | null> =>
  counter && ask.count(counter.keys, counter.field);

async function pause({ seconds, signal }: MeasureOptions): Promise<MeasureData['interval']> {
  const from = new Date().toISOString();
  const startedAt = performance.now();
  await sleep((seconds ?? 0) * 1000, undefined, { signal }).catch(() => {});
  return { from, seconds: (performance.now() - startedAt) / 1000, ended: signal.aborted ? 'interrupted' : 'seconds' };
}

function requestsBetween(
  before: number | null,
  after: number | null,
  counter: RequestCounter | null,
  options: MeasureOptions,
): MeasureData['requests'] {
  if (!counter || before === null || after === null) return unknownRequests(options);
  if (after < before)
    throw new MeterError('not-comparable', EXIT.failure, 'The counter of requests was reset during the measurement.', [
      'Run the command again.',
    ]);
  return { count: after - before, how: counter.how, counter: counter.counter };
}

function report(
  options: MeasureOptions,
  { profile, present, release, workload, counter }: Application,
  keys: number | null,
  interval: MeasureData['interval'],
  done: readonly Done[],
  requests: MeasureData['requests'],
): MeasureData {
  const cells = cellsOf(done);
  const failed = failedIn(done);
  const total = done.every((each) => each.total !== null) ? done.reduce((sum, each) => sum + (each.total ?? 0), 0) : null;
  if (cells === null && total === null && requests.count === null) throw nothingReported();
  const perDay = ((requests.count ?? 0) * DAY_SECONDS) / interval.seconds;
  return measureReport({
    how: 'commandstats',
    interval,
    profile,
    release,
    present,
    workload: workload && { ...workload, requestsPerDay: perDay },
    env: profile ? readSwitches(profile, release, options.env) : {},
    requests,
    cells,
    failed,
    traffic: trafficOf(done),
    commands: cells === null ? total : cells.reduce((sum, { count }) => sum + count, failed?.commands ?? 0),
    wire: null,
    keys,
    sample: null,
    showIds: options.showIds,
    notKnown: unknowns({ profile, keys, requests, counter, cells, total }),
  });
}

function trafficOf(done: readonly Done[]): Bytes | null {
  if (done.some(({ traffic }) => traffic === null)) return null;
  const sum = (way: 'sent' | 'received'): number => done.reduce((total, { traffic }) => total + (traffic?.[way] ?? 0), 0);
  return { sent: sum('sent'), received: sum('received') };
}

/** Successful calls: a failed call is not part of a sent event. */
function cellsOf(done: readonly Done[]): Cell[] | null {
  if (done.some(({ calls }) => calls === null)) return null;
  const failed = added(done.map((each) => each.failed));
  return [...added(done.map(({ calls }) => calls))].flatMap(([command, calls]) => {
    const count = calls - (failed.get(command) ?? 0);
    return count > 0 ? [{ command, count, family: undefined, unrecognised: false, inScript: false }] : [];
  });
}

/** `null`: not reported (before Redis 6.2). */
function failedIn(done: readonly Done[]): MeasureData['failed'] {
  if (done.some(({ failed }) => failed === null)) return null;
  const [failed, rejected] = [added(done.map((each) => each.failed)), added(done.map((each) => each.rejected))];
  const names = [...new Set([...failed.keys(), ...rejected.keys()])];
  const of = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
  return {
    commands: of(failed),
    rejected: of(rejected),
    top: names
      .map((command) => ({ command, failed: failed.get(command) ?? 0, rejected: rejected.get(command) ?? 0 }))
      .toSorted((a, b) => b.failed + b.rejected - a.failed - a.rejected)
      .slice(0, TOP),
    errors: [...added(done.map(({ errors }) => errors))]
      .map(([error, count]) => ({ error, count }))
      .toSorted((a, b) => b.count - a.count)
      .slice(0, TOP),
  };
}

const TOP = 20;

function added(parts: readonly (ReadonlyMap<string, number> | null)[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const part of parts) for (const [name, count] of part ?? []) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}

interface Measured {
  profile: Profile | null;
  keys: number | null;
  requests: MeasureData['requests'];
  counter: RequestCounter | null;
  cells: readonly Cell[] | null;
  total: number | null;
}

function unknowns({ profile, keys, requests, cells, total }: Measured): MeasureUnknown[] {
  const found: (MeasureUnknown | false)[] = [
    profile === null && { code: 'no-application', params: { by: 'names' } },
    requests.count === null && profile !== null && { code: 'requests-not-counted', params: { by: 'application' } },
    keys === null && plainMessage('keyspace-not-told'),
    cells === null
      ? { code: 'commands-not-told', params: { hasTotal: total !== null } }
      : { code: 'keys-not-seen', params: { isPredicted: profile !== null } },
    plainMessage('sent-or-called'),
  ];
  return found.filter((each) => each !== false);
}

const nothingReported = (): MeterError =>
  new MeterError('nothing-told', EXIT.failure, 'This server reports neither its commands nor the requests behind them.', [
    'Look at a sample of the commands themselves: --monitor',
  ]);
