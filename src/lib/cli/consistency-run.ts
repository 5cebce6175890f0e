/** From the flags of `meter fix-consistency` to its envelope and exit code. */
import type { CheckOptions, Checked } from '../consistency/check.js';
import type { Plans } from '../consistency/compile-relations.js';
import type { KeySource, PlanFinder } from '../consistency/source.js';
import { EXIT, usageError } from '../format/errors.js';
import type { CompiledProfile } from '../profile/classify.js';
import type { DifferenceClass } from '../profile/invariants.js';
import type { Found } from '../consistency/judge-suspects.js';
import type { ConsistencyData, ViolationGroup } from '../report/consistency-model.js';
import { successEnvelope, type Outcome } from '../report/envelope.js';
import type { TargetInfo } from '../report/model.js';
import { parseNow } from './clock-flags.js';
import { connect, parseDb, targetFrom, targetInfo } from './connect.js';
import { connectionFlags } from './connection-flags.js';
import type { ConsistencyFlags } from './consistency-flags.js';
import { durationOf } from './duration-flag.js';
import { profilesFrom } from './profiles.js';
import { createProgress } from './progress.js';

export interface ConsistencyResult extends Outcome<ConsistencyData> {
  /** All differences, where all are to be listed and there are too many to hold; good until `close`. */
  listed?: { groups: readonly ViolationGroup[]; close(): void };
}

/** Sums of groups take as much memory at most; then they go to disk. About a million groups. */
const MAX_BYTES = 128 * 2 ** 20;

/** What opens a source for each check, told to whoever the session is. */
interface Opened {
  source: KeySource;
  target: TargetInfo | null;
  notes: string[];
  spent: () => { commands: number; roundTrips: number };
  close: () => Promise<void>;
}

/** What is compared. */
export interface Compared {
  profiles: readonly CompiledProfile[];
  asked: boolean;
  plans: Plans;
}

interface Prepared extends Compared {
  open: (finder: PlanFinder, now: Date, signal: AbortSignal) => Promise<Opened>;
}

/** Everything that can be wrong with the flags is told before anything is read. What it returns checks once. */
export async function prepareCheck(
  flags: ConsistencyFlags & { quiet: boolean },
): Promise<(signal: AbortSignal) => Promise<ConsistencyResult>> {
  const now = flags.now === undefined ? null : parseNow(flags.now);
  const prepared = await prepare(flags);
  if (flags.watch !== undefined) durationOf('watch', flags.watch);
  const since = flags.since === undefined ? null : parseNow(flags.since);
  return async (signal) => runCheck(flags, prepared, { now: now ?? new Date(), since, signal });
}

async function prepare(flags: ConsistencyFlags): Promise<Prepared> {
  const compared = await comparedBy(flags);
  return { ...compared, open: flags.rdb ? snapshotSource(flags, flags.rdb) : await liveSource(flags) };
}

/** Throws a usage error for an invariant or a family that no profile has. */
export async function comparedBy(flags: ConsistencyFlags): Promise<Compared> {
  const { profiles: named, asked } = await profilesFrom(flags.profile);
  const silent = named.find(({ consistency }) => !consistency);
  if (asked && silent) throw usageError(`Profile ${silent.name} does not say what must hold.`, 'Leave it out.');
  const [{ compileProfile }, { compileRelations }, { checkSelection }] = await Promise.all([
    import('../profile/classify.js'),
    import('../consistency/compile-relations.js'),
    import('../consistency/selection.js'),
  ]);
  const selection = { invariants: flags.invariant ?? [], families: flags.family ?? [] };
  checkSelection(selection, named);
  const profiles = named.map(compileProfile);
  return { profiles, asked, plans: compileRelations(profiles, selection) };
}

async function runCheck(
  flags: ConsistencyFlags & { quiet: boolean },
  { open, ...compared }: Prepared,
  { now, since, signal }: { now: Date; since: Date | null; signal: AbortSignal },
): Promise<ConsistencyResult> {
  const startedAt = performance.now();
  const { PlanFinder } = await import('../consistency/source.js');
  const opened = await open(new PlanFinder(compared.profiles, compared.plans.families), now, signal);
  const progress = await createProgress(flags.quiet);
  const listing = flags.all ? new (await import('../consistency/listed-rows.js')).ListedRows(flags['show-ids']) : null;
  let listed: ConsistencyResult['listed'];
  try {
    const onProgress = (names: number, total: number | null): void => progress.update(names, total);
    const each = (found: Found): void => listing?.take(found);
    const { data: counted } = await checkSource(opened.source, flags, compared, { now, since, onProgress, each });
    if (listing && leftOutOf(counted) > 0) listed = { groups: listing.groups(counted.invariants), close: () => listing.close() };
    const data = listed ? { ...counted, invariants: counted.invariants.map((row) => ({ ...row, leftOut: {} })) } : counted;
    const envelope = successEnvelope({
      command: 'fix-consistency',
      target: opened.target,
      data,
      warnings: [...opened.notes, ...checkWarnings(data)],
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
  { profiles, asked, plans }: Compared,
  { now, since, onProgress, each }: Pick<CheckOptions, 'now' | 'since' | 'onProgress' | 'each'>,
): Promise<{ checked: Checked; data: ConsistencyData }> {
  const [{ check }, { buildReport }] = await Promise.all([
    import('../consistency/check.js'),
    import('../consistency/build-report.js'),
  ]);
  const checked = await check(source, {
    profiles,
    plans,
    now,
    utcOffset: flags['utc-offset'] ?? null,
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
    asked,
    selected: [...(flags.invariant ?? []), ...(flags.family ?? [])].length > 0,
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

export function checkWarnings({ source, invariants, profiles }: ConsistencyData): string[] {
  const left = invariants.reduce((sum, { leftOut }) => Object.values(leftOut).reduce((own, count) => own + count, sum), 0);
  const more = invariants.reduce((sum, row) => sum + row.notReadAgain, 0);
  const unsettled = invariants.reduce((sum, row) => sum + (row.unjudged.unsettled ?? 0), 0);
  return [
    ...(profiles.length === 0 ? ['no key of a known application was found: name its profile with --profile'] : []),
    ...(source.partial === null ? [] : [`not every key was looked at (${source.partial}): sums and lists were not judged`]),
    ...(source.refused > 0
      ? [`${source.refused} keys may not be read by this user: what they belong to may seem to differ`]
      : []),
    ...(left > 0 ? [`${left} differences are counted and not listed: --all lists every one`] : []),
    ...(more > 0 ? [`${more} differences more than are remembered were not read again and are only counted`] : []),
    ...(unsettled > 0 ? [`${unsettled} groups are written too often to tell whether they differ`] : []),
    ...(source.spilled ? ['there were too many groups for memory: their sums went to disk for a while'] : []),
  ];
}

async function liveSource(flags: ConsistencyFlags): Promise<Prepared['open']> {
  const maxLatencyMs = durationOf('max-latency', flags['max-latency']);
  const { target, databases } = await targetFrom(flags);
  const [{ checkingGuard }, { openLedger }, { probeCapabilities }, { LiveSource }] = await Promise.all([
    import('../redis/guard.js'),
    import('../redis/ledger.js'),
    import('../redis/capabilities.js'),
    import('../consistency/live-source.js'),
  ]);
  return async (finder, _, signal) => {
    const access = { guard: checkingGuard(), ledger: openLedger(flags['max-commands'] ?? Infinity) };
    const session = await connect(target, { ...access, signal });
    const { states, maxmemoryPolicy } = await probeCapabilities(session).catch((error: unknown) => {
      session.close();
      throw error;
    });
    const noTouch = states['CLIENT NO-TOUCH'] === 'ok';
    const source = new LiveSource({ session, ...access, noTouch, databases, maxLatencyMs, signal }, finder);
    const resets = !noTouch && /lru|lfu/.test(maxmemoryPolicy ?? '');
    return {
      source,
      target: targetInfo(session, databases),
      get notes() {
        const reset = 'reading values resets the idle times that the eviction policy goes by; this server has no CLIENT NO-TOUCH';
        return [...session.notes, ...(resets ? [reset] : []), ...source.notes];
      },
      spent: () => ({ commands: access.ledger.commands, roundTrips: access.ledger.roundTrips }),
      async close() {
        await source.close();
        session.close();
      },
    };
  };
}

/** Flags that mean nothing without a server. */
const LIVE_ONLY = [...Object.keys(connectionFlags).filter((name) => name !== 'db'), 'max-commands', 'watch'];

function snapshotSource(flags: ConsistencyFlags, files: readonly string[]): Prepared['open'] {
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
  return async (finder, now, signal) => {
    const [{ SnapshotSource }, { keptInput }] = await Promise.all([
      import('../consistency/snapshot-source.js'),
      import('../consistency/kept-input.js'),
    ]);
    const kept = await keptInput(files);
    const notes: string[] = [];
    const onDoubt = (message: string): void => void notes.push(message);
    return {
      source: new SnapshotSource({ files: kept.files, databases, now, signal, onDoubt }, finder),
      target: null,
      notes,
      spent: () => ({ commands: 0, roundTrips: 0 }),
      close: kept.remove,
    };
  };
}
