import { recogniseSnapshots } from '../recognise/recognise-snapshots.js';
import { clockNotices } from '../redis/clock-notices.js';
import { checkSource } from '../consistency/check-source.js';
import { comparedWith } from '../consistency/compared.js';
import { LiveSource } from '../consistency/live-source.js';
import { selectionNamed, type Selection } from '../consistency/selection.js';
import { SnapshotSource } from '../consistency/snapshot-source.js';
import { PlanFinder, type KeySource } from '../consistency/source.js';
import type { Profile } from '../profile/types.js';
import { recogniseLive } from '../recognise/recognise-live.js';
import type { Recognised } from '../recognise/recognise.js';
import { plainMessage } from '../format/message.js';
import { probeCapabilities, readingResetsIdleTimes } from '../redis/capabilities.js';
import { checkingGuard } from '../redis/guard.js';
import {
  databaseOf,
  MAX_LATENCY_MS,
  offsetOf,
  profilesOf,
  snapshotResult,
  withServer,
  type LiveLookOptions,
  type LookOptions,
  type RedisAddress,
  type Result,
} from './look.js';
import { wordedCheck, type ConsistencyReport } from '../report/consistency/worded.js';
import type { SnapshotNotice } from '../snapshot/notices.js';
import { noticed } from '../report/noticed.js';

export interface CheckOptions extends LookOptions {
  /** Only these invariants, by id. */
  invariants?: readonly string[];
  /** Only invariants of these families, by id or key pattern. */
  families?: readonly string[];
  /** Only periods that start at this time or later. */
  since?: Date;
}

export interface CheckServerOptions extends CheckOptions, Pick<LiveLookOptions, 'maxCommands' | 'maxLatencyMs'> {}

/** Finds counters, costs and indexes that do not agree, and why. Sends only reading commands. Throws a `MeterError`. */
export async function checkServer(redis: RedisAddress, options: CheckServerOptions = {}): Promise<Result<ConsistencyReport>> {
  const wanted = await wantedBy(options);
  return withServer(
    redis,
    options,
    async (session, access) => {
      const capabilities = await probeCapabilities(session);
      const { maxLatencyMs = MAX_LATENCY_MS } = options;
      const noTouch = capabilities.states['CLIENT NO-TOUCH'] === 'ok';
      const look = { noTouch, databases: databaseOf(options), maxLatencyMs, signal: access.signal };
      const recognised = await recogniseLive(session, access, { ...wanted, ...look, mayTouch: true });
      const resets = readingResetsIdleTimes(capabilities) ? [plainMessage('idle-times-reset')] : [];
      let source: LiveSource | null = null;
      try {
        const data = await checked(options, wanted, recognised, [], (finder) => {
          source = new LiveSource({ session, ...access, ...look }, finder);
          return source;
        });
        const notes = (source as LiveSource | null)?.notes ?? [];
        return {
          data,
          ...noticed([...session.notes, ...clockNotices(session, options.now ?? new Date()), ...resets, ...notes]),
          complete: data.source.partial === null,
        };
      } finally {
        await (source as LiveSource | null)?.close();
      }
    },
    checkingGuard(),
  );
}

/** The same for snapshots (RDB files). Uses no server. */
export async function checkSnapshot(
  files: string | readonly string[],
  options: CheckOptions = {},
): Promise<Result<ConsistencyReport>> {
  const names = [files].flat();
  const wanted = await wantedBy(options);
  const doubts: SnapshotNotice[] = [];
  const look = {
    databases: databaseOf(options),
    now: options.now ?? new Date(),
    signal: options.signal ?? new AbortController().signal,
  };
  const recognised = await recogniseSnapshots(names, { ...wanted, ...look });
  const onDoubt = (doubt: SnapshotNotice): void => void doubts.push(doubt);
  const data = await checked(
    options,
    wanted,
    recognised,
    names,
    (finder) => new SnapshotSource({ files: names, ...look, onDoubt }, finder),
  );
  return snapshotResult(data, doubts);
}

interface Wanted {
  profiles: readonly Profile[];
  asked: boolean;
  selection: Selection;
  offset: ReturnType<typeof offsetOf>;
}

async function wantedBy(options: CheckOptions): Promise<Wanted> {
  const { profiles, asked } = await profilesOf(options);
  const { invariants = [], families = [] } = options;
  return { profiles, asked, selection: selectionNamed({ invariants, families }, profiles), offset: offsetOf(options) };
}

async function checked(
  options: CheckOptions,
  wanted: Wanted,
  recognised: Recognised,
  files: readonly string[],
  sourceOf: (finder: PlanFinder) => KeySource,
): Promise<ConsistencyReport> {
  const compared = comparedWith(wanted, recognised);
  const { data } = await checkSource(sourceOf(new PlanFinder(compared.profiles, compared.plans.families)), compared, {
    now: options.now ?? new Date(),
    since: options.since ?? null,
    owner: null,
    allowLower: false,
    showIds: options.showIds ?? false,
    files,
    onProgress: options.onProgress ?? (() => {}),
  });
  return wordedCheck(data);
}
