/** Runs `meter usage`: from its options to its envelope and exit code. */
import { EXIT } from '../../format/errors.js';
import { keepHeapSmall } from '../../format/heap.js';
import { targetInfo, type TargetInfo } from '../../redis/target-info.js';
import { successEnvelope, type Outcome } from '../../report/envelope.js';
import type { Profile } from '../../profile/types.js';
import type { UsageData } from '../../usage/model.js';
import type { UsageOptions, UsageResult } from '../../usage/usage-live.js';
import { connect, targetFrom } from '../base/connect.js';
import { deployedSwitches } from '../base/deployed-switches.js';
import { onInterrupt } from '../base/interrupt.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';
import { createProgress } from '../base/progress.js';
import type { UsageRequest } from './options.js';

interface Run extends UsageResult {
  target: TargetInfo | null;
  commands: number;
  roundTrips: number;
}

export async function usageWith(request: UsageRequest, say: (text: string) => void): Promise<Outcome<UsageData>> {
  const { address, snapshots, asked, now, showIds, anonymous } = request;
  const { profiles, asked: profilesAsked } = await profilesFrom(request.profiles);
  const run = snapshots ? snapshotRun(snapshots) : await liveRun(request);
  const switches = await switchesOf(profiles, address.envFile ?? null);
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
      switches: (profile) => switches.get(profile.name) ?? {},
      showIds,
      anonymous,
      signal: interrupt.signal,
      onProgress: (keys, total) => progress.update(keys, total),
    });
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    const envelope = successEnvelope({ command: 'usage', target, data, warnings, spent: { commands, roundTrips, seconds } });
    return { envelope, exitCode: exitCodeOf(data) };
  } finally {
    progress.stop();
    interrupt.release();
  }
}

const exitCodeOf = ({ source: { partial } }: UsageData): number =>
  partial === null ? EXIT.ok : partial === 'interrupted' ? EXIT.interrupted : EXIT.partial;

async function switchesOf(
  profiles: readonly Profile[],
  file: string | null,
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const values = new Map<string, Readonly<Record<string, string>>>();
  for (const profile of profiles) values.set(profile.name, (await deployedSwitches(profile, file)).values);
  return values;
}

type Reads = (options: UsageOptions) => Promise<Run>;

async function liveRun({ address, scan, maxCommands, maxLatencyMs }: UsageRequest): Promise<Reads> {
  const { target } = await targetFrom(address);
  const [{ figuresGuard }, { openLedger }, { usageOfServer }] = await Promise.all([
    import('../../redis/guard.js'),
    import('../../redis/ledger.js'),
    import('../../usage/usage-live.js'),
  ]);
  return async (options) => {
    const access = { guard: figuresGuard(), ledger: openLedger(maxCommands) };
    const session = await connect(target, { ...access, signal: options.signal });
    try {
      const { db } = session.target;
      const result = await usageOfServer(session, access, { ...options, database: db, scan, maxLatencyMs });
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
    const [{ keptInput }, { recogniseSnapshots }, { usageOfSnapshots }] = await Promise.all([
      import('../../files/kept-input.js'),
      import('../../recognise/recognise-snapshots.js'),
      import('../../usage/usage-snapshot.js'),
    ]);
    const kept = await keptInput(files);
    try {
      const { profilesAsked: asked, database: databases } = options;
      const recognised = await recogniseSnapshots(kept.files, { ...options, asked, databases });
      const { data, warnings } = await usageOfSnapshots(kept.files, recognised, options);
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
