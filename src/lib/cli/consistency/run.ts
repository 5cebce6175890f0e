/** Runs `meter fix-consistency`: from its options to its envelope and exit code. */
import { clockNotices } from '../../redis/clock-notices.js';
import type { LiveSource } from '../../consistency/live-source.js';
import type { KeySource, PlanFinder } from '../../consistency/source.js';
import { EXIT } from '../../format/errors.js';
import { keepHeapSmall } from '../../format/heap.js';
import type { DifferenceClass } from '../../profile/invariants.js';
import type { ConsistencyData, ViolationGroup } from '../../consistency/model.js';
import type { Recognised } from '../../recognise/recognise.js';
import { successEnvelope, type Outcome } from '../../report/envelope.js';
import { wantedBy, type Wanted } from './wanted.js';
import { connect, targetFrom } from '../base/connect.js';
import { targetInfo, type TargetInfo } from '../../redis/target-info.js';
import type { CheckRequest } from './options.js';
import { createProgress } from '../base/progress.js';
import { wordedCheck, type ConsistencyReport } from '../../report/consistency/worded.js';
import type { ConsistencyNotice } from '../../consistency/notices.js';
import { plainMessage } from '../../format/message.js';
import type { SessionNotice } from '../../redis/notices.js';
import type { SnapshotNotice } from '../../snapshot/notices.js';

export interface ConsistencyResult extends Outcome<ConsistencyReport> {
  /** All differences, if all are listed and there are too many for memory. Valid until `close`. */
  listed?: { groups: readonly ViolationGroup[]; close(): void };
}

/** A server or files, opened for one check. */
interface Opened {
  recognised: Recognised;
  source: (finder: PlanFinder) => KeySource;
  target: TargetInfo | null;
  notes: () => (SessionNotice | SnapshotNotice | ConsistencyNotice)[];
  spent: () => { commands: number; roundTrips: number };
  close: () => Promise<void>;
}

type Open = (now: Date, signal: AbortSignal) => Promise<Opened>;

/** Reports errors of the request before anything is read. The returned function checks once. */
export async function prepareCheck(request: CheckRequest): Promise<(signal: AbortSignal) => Promise<ConsistencyResult>> {
  const { snapshots, address } = request;
  const wanted = await wantedBy(request);
  const open = snapshots ? snapshotOpener(snapshots, address.database ?? 0, wanted) : await liveOpener(request, wanted);
  return async (signal) => runCheck(request, wanted, open, { now: request.now ?? new Date(), signal });
}

async function runCheck(
  request: CheckRequest,
  wanted: Wanted,
  open: Open,
  { now, signal }: { now: Date; signal: AbortSignal },
): Promise<ConsistencyResult> {
  const startedAt = performance.now();
  const [{ PlanFinder }, { comparedWith }, { checkSource }, { checkWarnings }] = await Promise.all([
    import('../../consistency/source.js'),
    import('../../consistency/compared.js'),
    import('../../consistency/check-source.js'),
    import('../../consistency/warnings.js'),
  ]);
  const { since, owner, allowLower, showIds } = request;
  const opened = await open(now, signal);
  const progress = await createProgress(request.quiet);
  const listing = request.listsAll ? new (await import('../../consistency/listed-rows.js')).ListedRows(showIds) : null;
  let listed: ConsistencyResult['listed'];
  try {
    keepHeapSmall();
    const compared = comparedWith(wanted, opened.recognised);
    const source = opened.source(new PlanFinder(compared.profiles, compared.plans.families));
    const { data: counted } = await checkSource(source, compared, {
      now,
      since,
      owner,
      allowLower,
      showIds,
      files: request.snapshots ?? [],
      onProgress: (names, total) => progress.update(names, total),
      each: (found) => listing?.take(found),
    });
    if (listing && leftOutOf(counted) > 0) listed = { groups: listing.groups(counted.invariants), close: () => listing.close() };
    const data = listed ? { ...counted, invariants: counted.invariants.map((row) => ({ ...row, leftOut: {} })) } : counted;
    const envelope = successEnvelope({
      command: 'fix-consistency',
      target: opened.target,
      data: wordedCheck(data),
      warnings: [...opened.notes(), ...checkWarnings(data, compared)],
      spent: { ...opened.spent(), seconds: Math.round(performance.now() - startedAt) / 1000 },
    });
    return { envelope, exitCode: exitCode(data, request.failOn), ...(listed && { listed }) };
  } finally {
    if (!listed) listing?.close();
    progress.stop();
    await opened.close();
  }
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

async function liveOpener({ address, maxCommands, maxLatencyMs }: CheckRequest, wanted: Wanted): Promise<Open> {
  const { target, databases } = await targetFrom(address);
  const [{ checkingGuard }, { openLedger }, { probeCapabilities, readingResetsIdleTimes }, { LiveSource }, { recogniseLive }] =
    await Promise.all([
      import('../../redis/guard.js'),
      import('../../redis/ledger.js'),
      import('../../redis/capabilities.js'),
      import('../../consistency/live-source.js'),
      import('../../recognise/recognise-live.js'),
    ]);
  return async (now, signal) => {
    const access = { guard: checkingGuard(), ledger: openLedger(maxCommands) };
    const session = await connect(target, { ...access, signal });
    try {
      const capabilities = await probeCapabilities(session);
      const noTouch = capabilities.states['CLIENT NO-TOUCH'] === 'ok';
      const look = { noTouch, databases, maxLatencyMs, signal };
      const recognised = await recogniseLive(session, access, { ...wanted, ...look, mayTouch: true });
      const resets = readingResetsIdleTimes(capabilities);
      let source: LiveSource | null = null;
      return {
        recognised,
        source: (finder) => (source = new LiveSource({ session, ...access, ...look }, finder)),
        target: targetInfo(session, databases),
        notes() {
          return [
            ...session.notes,
            ...clockNotices(session, now),
            ...(resets ? [plainMessage('idle-times-reset')] : []),
            ...(source?.notes ?? []),
          ];
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

function snapshotOpener(files: readonly string[], databases: number | 'all', wanted: Wanted): Open {
  return async (now, signal) => {
    const [{ SnapshotSource }, { keptInput }, { recogniseSnapshots }] = await Promise.all([
      import('../../consistency/snapshot-source.js'),
      import('../../files/kept-input.js'),
      import('../../recognise/recognise-snapshots.js'),
    ]);
    const kept = await keptInput(files);
    const notes: SnapshotNotice[] = [];
    const onDoubt = (doubt: SnapshotNotice): void => void notes.push(doubt);
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
