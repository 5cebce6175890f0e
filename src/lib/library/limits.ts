import { recogniseSnapshots } from '../recognise/recognise-snapshots.js';
import { usageError } from '../format/errors.js';
import { limitsOfServer, type LimitsOptions as Common } from '../limits/limits-live.js';
import { limitsOfSnapshots } from '../limits/limits-snapshot.js';
import type { LimitsData } from '../limits/model.js';
import { figuresGuard } from '../redis/guard.js';
import { noticed } from '../report/noticed.js';
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

export interface LimitsOptions extends LookOptions {
  /** Names or ids; absent: all. */
  owners?: readonly string[];
  /** Only limits of which this share is used, 0 to 1. */
  near?: number;
  /** A billing cycle, as the application names it; absent: that of today. */
  cycle?: string;
}

export interface LimitsServerOptions extends LimitsOptions, Pick<LiveLookOptions, 'maxCommands' | 'maxLatencyMs'> {
  /** Looks at all names of a large database, even if index sets would do. */
  scan?: boolean;
}

/** Who may use how much, and how much of it is used. Sends reading commands only. Throws a `MeterError`. */
export async function limitsServer(redis: RedisAddress, options: LimitsServerOptions = {}): Promise<Result<LimitsData>> {
  const common = await commonOf(options);
  const { maxLatencyMs = MAX_LATENCY_MS, scan = false } = options;
  return withServer(
    redis,
    options,
    async (session, access) => {
      const { data, warnings } = await limitsOfServer(session, access, { ...common, maxLatencyMs, scan, signal: access.signal });
      return { data, ...noticed(warnings), complete: data.source.partial === null };
    },
    figuresGuard(),
  );
}

/** The same of snapshots (RDB files), which are the shards of one cluster where there are several. Asks no server. */
export async function limitsSnapshot(
  files: string | readonly string[],
  options: LimitsOptions = {},
): Promise<Result<LimitsData>> {
  const names = [files].flat();
  const common = await commonOf(options);
  const { profiles, profilesAsked: asked, database: databases, now, offset, signal } = common;
  const recognised = await recogniseSnapshots(names, { profiles, asked, databases, now, offset, signal });
  const { data, warnings } = await limitsOfSnapshots(names, recognised, common);
  return snapshotResult(data, warnings);
}

async function commonOf(options: LimitsOptions): Promise<Common> {
  const { profiles, asked: profilesAsked } = await profilesOf(options);
  const database = databaseOf(options);
  if (database === 'all') throw usageError('Limits are read of one database.', 'Give its number.');
  const { owners = [], near, cycle } = options;
  return {
    profiles,
    profilesAsked,
    asked: { owners, near: near ?? null, cycle: cycle ?? null },
    database,
    now: options.now ?? new Date(),
    offset: offsetOf(options),
    showIds: options.showIds ?? false,
    signal: options.signal ?? new AbortController().signal,
    onProgress: options.onProgress ?? (() => {}),
  };
}
