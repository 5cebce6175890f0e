/** From the flags of `meter fix-consistency` to its envelope and exit code. */
import type { CheckOptions, Checked } from '../../consistency/check.js';
import type { LiveSource } from '../../consistency/live-source.js';
import type { KeySource, PlanFinder } from '../../consistency/source.js';
import { EXIT, usageError } from '../../format/errors.js';
import { keepHeapSmall } from '../../format/heap.js';
import type { DifferenceClass } from '../../profile/invariants.js';
import type { Found } from '../../consistency/judge-suspects.js';
import type { ConsistencyData, ViolationGroup } from '../../consistency/model.js';
import type { Recognised } from '../../recognise/recognise.js';
import { dependsOnRelease, narrowedByRelease } from '../../recognise/words.js';
import { successEnvelope, type Outcome } from '../../report/envelope.js';
import { parseNow } from '../flags/clock.js';
import type { Compared } from '../../consistency/compared.js';
import { wantedBy, type Wanted } from './wanted.js';
import { connect, parseDb, targetFrom } from '../base/connect.js';
import { targetInfo, type TargetInfo } from '../../redis/target-info.js';
import { connectionFlags } from '../flags/connection.js';
import type { ConsistencyFlags } from './flags.js';
import { durationOf } from '../flags/duration.js';
import { createProgress } from '../base/progress.js';

export interface ConsistencyResult extends Outcome<ConsistencyData> {
  /** All differences, where all are to be listed and there are too many to hold; good until `close`. */
  listed?: { groups: readonly ViolationGroup[]; close(): void };
}

/** A server or files, opened for one check, told to whoever the session is. */
interface Opened {
  recognised: Recognised;
  source: (finder: PlanFinder) => KeySource;
  target: TargetInfo | null;
  notes: () => string[];
  spent: () => { commands: number; roundTrips: number };
  close: () => Promise<void>;
}

type Open = (now: Date, signal: AbortSignal) => Promise<Opened>;

type CheckFlags = ConsistencyFlags & { quiet: boolean; all: boolean; section?: string | undefined };

/** Every difference is listed, however many there are. */
const listsAll = ({ all, section }: CheckFlags): boolean => all || section === 'differences';

/** Everything that can be wrong with the flags is told before anything is read. What it returns checks once. */
export async function prepareCheck(flags: CheckFlags): Promise<(signal: AbortSignal) => Promise<ConsistencyResult>> {
  const now = flags.now === undefined ? null : parseNow(flags.now);
  const wanted = await wantedBy(flags);
  const open = flags.rdb ? snapshotOpener(flags, flags.rdb, wanted) : await liveOpener(flags, wanted);
  if (flags.watch !== undefined) durationOf('watch', flags.watch);
  const since = flags.since === undefined ? null : parseNow(flags.since);
  return async (signal) => runCheck(flags, wanted, open, { now: now ?? new Date(), since, signal });
}

async function runCheck(
  flags: CheckFlags,
  wanted: Wanted,
  open: Open,
  { now, since, signal }: { now: Date; since: Date | null; signal: AbortSignal },
): Promise<ConsistencyResult> {
  const startedAt = performance.now();
  const [{ PlanFinder }, { comparedWith }] = await Promise.all([
    import('../../consistency/source.js'),
    import('../../consistency/compared.js'),
  ]);
  const opened = await open(now, signal);
  const progress = await createProgress(flags.quiet);
  const listing = listsAll(flags) ? new (await import('../../consistency/listed-rows.js')).ListedRows(flags['show-ids']) : null;
  let listed: ConsistencyResult['listed'];
  try {
    const compared = comparedWith(wanted, opened.recognised);
    const source = opened.source(new PlanFinder(compared.profiles, compared.plans.families));
    const onProgress = (names: number, total: number | null): void => progress.update(names, total);
    const each = (found: Found): void => listing?.take(found);
    const { data: counted } = await checkSource(source, flags, compared, { now, since, onProgress, each });
    if (listing && leftOutOf(counted) > 0) listed = { groups: listing.groups(counted.invariants), close: () => listing.close() };
    const data = listed ? { ...counted, invariants: counted.invariants.map((row) => ({ ...row, leftOut: {} })) } : counted;
    const envelope = successEnvelope({
      command: 'fix-consistency',
      target: opened.target,
      data,
      warnings: [...opened.notes(), ...checkWarnings(data, compared)],
      spent: { ...opened.spent(), seconds: Math.round(performance.now() - startedAt) / 1000 },
    });
    return { envelope, exitCode: exitCode(data, flags['fail-on'] ?? []), ...(listed && { listed }) };
  } finally {
    if (!listed) listing?.close();
    progress.stop();
    await opened.close();
  }
}

/** Looks once, and makes the report. */
export async function checkSource(
  source: KeySource,
  flags: ConsistencyFlags,
  { recognised, plans }: Compared,
  { now, since, onProgress, each }: Pick<CheckOptions, 'now' | 'since' | 'onProgress' | 'each'>,
): Promise<{ checked: Checked; data: ConsistencyData }> {
  const [{ check, MAX_BYTES }, { buildReport }] = await Promise.all([
    import('../../consistency/check.js'),
    import('../../consistency/build-report.js'),
  ]);
  keepHeapSmall();
  const checked = await check(source, {
    plans,
    now,
    utcOffset: recognised.offset.utcOffset,
    owner: flags.owner === undefined ? null : Buffer.from(flags.owner, 'utf8').toString('latin1'),
    since,
    allowLower: flags['allow-lower'],
    maxBytes: MAX_BYTES,
    onProgress,
    ...(each && { each }),
  });
  const { 'show-ids': showIds, rdb = [] } = flags;
  const data = buildReport(checked, {
    kind: flags.rdb ? 'snapshot' : 'live',
    files: rdb,
    now,
    showIds,
    recognised,
  });
  return { checked, data };
}

/** Differences that `violations` does not list. */
export const leftOutOf = ({ invariants, violations }: ConsistencyData): number =>
  invariants.reduce((sum, { byClass }) => Object.values(byClass).reduce((own, count) => own + count, sum), 0) - violations.length;

function exitCode({ source: { partial }, invariants }: ConsistencyData, failOn: readonly DifferenceClass[]): number {
  if (partial === 'interrupted') return EXIT.interrupted;
  if (partial !== null) return EXIT.partial;
  const found = invariants.some(({ byClass }) => failOn.some((each) => byClass[each] !== undefined));
  return found ? EXIT.findings : EXIT.ok;
}

export function checkWarnings(
  { source, invariants, profiles }: ConsistencyData,
  { narrowed }: Pick<Compared, 'narrowed'>,
): string[] {
  const left = invariants.reduce((sum, { leftOut }) => Object.values(leftOut).reduce((own, count) => own + count, sum), 0);
  const more = invariants.reduce((sum, row) => sum + row.notReadAgain, 0);
  const open = invariants.reduce((sum, row) => sum + (row.unjudged.release ?? 0), 0);
  const unsettled = invariants.reduce((sum, row) => sum + (row.unjudged.unsettled ?? 0), 0);
  return [
    ...(profiles.length === 0 ? ['no key of a known application was found: name its profile with --profile'] : []),
    ...(source.partial === null ? [] : [`not every key was read (${source.partial}): sums and lists are not judged`]),
    ...(source.refused > 0 ? [`this user may not read ${source.refused} keys: what they belong to may seem to differ`] : []),
    ...(left > 0 ? [`${left} differences are counted and not listed: --all lists every one`] : []),
    ...(more > 0 ? [`${more} differences more than are remembered were not read again and are only counted`] : []),
    ...(open > 0 ? [dependsOnRelease(open)] : []),
    ...(narrowed.length > 0 ? [narrowedByRelease(narrowed)] : []),
    ...(unsettled > 0 ? [`${unsettled} groups are written too often to tell whether they differ`] : []),
    ...(source.spilled ? ['there were too many groups for memory: their sums went to disk for a while'] : []),
  ];
}

async function liveOpener(flags: ConsistencyFlags, wanted: Wanted): Promise<Open> {
  const maxLatencyMs = durationOf('max-latency', flags['max-latency']);
  const { target, databases } = await targetFrom(flags);
  const [{ checkingGuard }, { openLedger }, { probeCapabilities }, { LiveSource }, { recogniseLive }] = await Promise.all([
    import('../../redis/guard.js'),
    import('../../redis/ledger.js'),
    import('../../redis/capabilities.js'),
    import('../../consistency/live-source.js'),
    import('../../recognise/recognise-live.js'),
  ]);
  return async (_, signal) => {
    const access = { guard: checkingGuard(), ledger: openLedger(flags['max-commands'] ?? Infinity) };
    const session = await connect(target, { ...access, signal });
    try {
      const { states, maxmemoryPolicy } = await probeCapabilities(session);
      const noTouch = states['CLIENT NO-TOUCH'] === 'ok';
      const look = { noTouch, databases, maxLatencyMs, signal };
      const recognised = await recogniseLive(session, access, { ...wanted, ...look, mayTouch: true });
      const resets = !noTouch && /lru|lfu/.test(maxmemoryPolicy ?? '');
      let source: LiveSource | null = null;
      return {
        recognised,
        source: (finder) => (source = new LiveSource({ session, ...access, ...look }, finder)),
        target: targetInfo(session, databases),
        notes() {
          const reset =
            'reading values resets the idle times that the eviction policy goes by; this server has no CLIENT NO-TOUCH';
          return [...session.notes, ...(resets ? [reset] : []), ...(source?.notes ?? [])];
        },
        spent: () => ({ commands: access.ledger.commands, roundTrips: access.ledger.roundTrips }),
        async close() {
          await source?.close();
          session.close();
        },
      };
    } catch (error) {
      session.close();
      throw error;
    }
  };
}

/** Flags that mean nothing without a server. */
const LIVE_ONLY = [...Object.keys(connectionFlags).filter((name) => name !== 'db'), 'max-commands', 'watch'];

function snapshotOpener(flags: ConsistencyFlags, files: readonly string[], wanted: Wanted): Open {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined && value !== false);
  const [contradiction] = given.map(([name]) => name).filter((name) => LIVE_ONLY.includes(name));
  if (contradiction !== undefined)
    throw usageError(
      `--rdb and --${contradiction} contradict each other.`,
      'A snapshot is read without any server: leave one out.',
    );
  if (files.includes('-') && process.stdin.isTTY)
    throw usageError('--rdb - reads a snapshot from standard input, which is a terminal.', 'Pipe a file in: … < dump.rdb');
  const databases = parseDb(flags.db) ?? 0;
  return async (now, signal) => {
    const [{ SnapshotSource }, { keptInput }, { recogniseSnapshots }] = await Promise.all([
      import('../../consistency/snapshot-source.js'),
      import('../../consistency/kept-input.js'),
      import('../../audit/recognise-snapshots.js'),
    ]);
    const kept = await keptInput(files);
    const notes: string[] = [];
    const onDoubt = (message: string): void => void notes.push(message);
    try {
      const look = { databases, now, signal };
      return {
        recognised: await recogniseSnapshots(kept.files, { ...wanted, ...look }),
        source: (finder) => new SnapshotSource({ files: kept.files, ...look, onDoubt }, finder),
        target: null,
        notes: () => notes,
        spent: () => ({ commands: 0, roundTrips: 0 }),
        close: kept.remove,
      };
    } catch (error) {
      await kept.remove();
      throw error;
    }
  };
}
