/** From what `meter limits` is asked for to its envelope and exit code. */
import { EXIT } from '../../format/errors.js';
import { keepHeapSmall } from '../../format/heap.js';
import { checked, type More } from '../../limits/check.js';
import type { LimitsOptions, LimitsResult } from '../../limits/limits-live.js';
import type { LimitsData } from '../../limits/model.js';
import { targetInfo, type TargetInfo } from '../../redis/target-info.js';
import { successEnvelope, type Envelope, type Outcome } from '../../report/envelope.js';
import type { CheckReport } from '../../report/limits/check.js';
import { connect, targetFrom } from '../base/connect.js';
import { onInterrupt } from '../base/interrupt.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';
import { createProgress } from '../base/progress.js';
import type { LimitsRequest } from './options.js';

interface Run extends LimitsResult {
  target: TargetInfo | null;
  commands: number;
  roundTrips: number;
}

export async function limitsWith(request: LimitsRequest, say: (text: string) => void): Promise<Outcome<LimitsData>> {
  const { address, snapshots, asked, now, showIds, command } = request;
  const { profiles, asked: profilesAsked } = await profilesFrom(request.profiles);
  const run = snapshots ? snapshotRun(snapshots) : await liveRun(request);
  const offset = await offsetGiven(request.utcOffset, address.envFile);
  const startedAt = performance.now();
  const progress = await createProgress(request.quiet);
  const interrupt = onInterrupt((text) => {
    progress.stop();
    say(text);
  });
  keepHeapSmall();
  try {
    const { data, warnings, target, commands, roundTrips } = await run({
      profiles,
      profilesAsked,
      asked,
      database: typeof address.database === 'number' ? address.database : 0,
      now,
      offset,
      showIds,
      signal: interrupt.signal,
      onProgress: (keys, total) => progress.update(keys, total),
    });
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    const envelope = successEnvelope({ command, target, data, warnings, spent: { commands, roundTrips, seconds } });
    return { envelope, exitCode: exitCodeOf(data) };
  } finally {
    progress.stop();
    interrupt.release();
  }
}

/** Exit code 3 if the owner is refused; 6 if that is not known. */
export async function checkWith(
  request: LimitsRequest & { more: More },
  say: (text: string) => void,
): Promise<Outcome<CheckReport>> {
  const { envelope, exitCode } = await limitsWith(request, say);
  const { data, ...rest } = envelope as Envelope<LimitsData>;
  const check = checked(data, request.more);
  const report = { application: data.application, clock: data.clock, owners: data.owners, kinds: data.kinds, ...check };
  const decided = !check.allowed ? EXIT.findings : check.unknown > 0 ? EXIT.partial : EXIT.ok;
  return { envelope: { ...rest, data: report }, exitCode: exitCode === EXIT.ok ? decided : exitCode };
}

const exitCodeOf = ({ source: { partial } }: LimitsData): number =>
  partial === null ? EXIT.ok : partial === 'interrupted' ? EXIT.interrupted : EXIT.partial;

type Reads = (options: LimitsOptions) => Promise<Run>;

async function liveRun({ address, scan, maxCommands, maxLatencyMs }: LimitsRequest): Promise<Reads> {
  const { target } = await targetFrom(address);
  const [{ figuresGuard }, { openLedger }, { limitsOfServer }] = await Promise.all([
    import('../../redis/guard.js'),
    import('../../redis/ledger.js'),
    import('../../limits/limits-live.js'),
  ]);
  return async (options) => {
    const access = { guard: figuresGuard(), ledger: openLedger(maxCommands) };
    const session = await connect(target, { ...access, signal: options.signal });
    try {
      const { db } = session.target;
      const result = await limitsOfServer(session, access, { ...options, database: db, scan, maxLatencyMs });
      const { commands, roundTrips } = access.ledger;
      return { ...result, target: targetInfo(session, db), commands, roundTrips };
    } finally {
      session.close();
    }
  };
}

const snapshotRun =
  (files: readonly string[]): Reads =>
  async (options) => {
    const [{ keptInput }, { recogniseSnapshots }, { limitsOfSnapshots }] = await Promise.all([
      import('../../files/kept-input.js'),
      import('../../recognise/recognise-snapshots.js'),
      import('../../limits/limits-snapshot.js'),
    ]);
    const kept = await keptInput(files);
    try {
      const { profilesAsked: asked, database: databases } = options;
      const recognised = await recogniseSnapshots(kept.files, { ...options, asked, databases });
      const { data, warnings } = await limitsOfSnapshots(kept.files, recognised, options);
      return {
        data: { ...data, source: { ...data.source, files: [...files] } },
        warnings,
        target: null,
        commands: 0,
        roundTrips: 0,
      };
    } finally {
      await kept.remove();
    }
  };
