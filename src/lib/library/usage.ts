import { recogniseSnapshots } from '../recognise/recognise-snapshots.js';
import { usageError } from '../format/errors.js';
import type { Metric } from '../profile/figures.js';
import { figuresGuard } from '../redis/guard.js';
import type { PeriodAsked, UsageAsked } from '../usage/asked.js';
import type { UsageData } from '../usage/model.js';
import { usageOfServer, type UsageOptions as Common } from '../usage/usage-live.js';
import { usageOfSnapshots } from '../usage/usage-snapshot.js';
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
import { noticed } from '../report/noticed.js';

export interface UsageOptions extends LookOptions {
  /** Entities and periods that rows are made of, such as `key`, `model`, `day`; at most two. */
  by?: readonly string[];
  /** Absent: this month, or the overview if no other option is given. */
  period?: PeriodAsked;
  /** The first day of a week: 1 Monday (default) to 7 Sunday. */
  weekStart?: number;
  /** Names or ids; absent: all. */
  owners?: readonly string[];
  sort?: Metric;
  /** Number of rows. The others become one row. */
  top?: number;
  /** Compares with the previous period. */
  compare?: boolean;
  metrics?: readonly Metric[];
  /** Replaces names and ids by `key-1`, `key-2`, …. */
  anonymous?: boolean;
}

export interface UsageServerOptions extends UsageOptions, Pick<LiveLookOptions, 'maxCommands' | 'maxLatencyMs'> {
  /** Reads all names of a large database, even if index sets are enough. */
  scan?: boolean;
}

/** Reports usage by entity and period, as the application counted it. Sends only reading commands. Throws a `MeterError`. */
export async function usageServer(redis: RedisAddress, options: UsageServerOptions = {}): Promise<Result<UsageData>> {
  const common = await commonOf(options);
  const { maxLatencyMs = MAX_LATENCY_MS, scan = false } = options;
  return withServer(
    redis,
    options,
    async (session, access) => {
      const { data, warnings } = await usageOfServer(session, access, { ...common, maxLatencyMs, scan, signal: access.signal });
      return { data, ...noticed(warnings), complete: data.source.partial === null };
    },
    figuresGuard(),
  );
}

/** The same for snapshots (RDB files). Several are the shards of one cluster. Uses no server. */
export async function usageSnapshot(files: string | readonly string[], options: UsageOptions = {}): Promise<Result<UsageData>> {
  const names = [files].flat();
  const common = await commonOf(options);
  const { profiles, profilesAsked: asked, database: databases, now, offset, signal } = common;
  const recognised = await recogniseSnapshots(names, { profiles, asked, databases, now, offset, signal });
  const { data, warnings } = await usageOfSnapshots(names, recognised, common);
  return snapshotResult(data, warnings);
}

async function commonOf(options: UsageOptions): Promise<Common> {
  const { profiles, asked: profilesAsked } = await profilesOf(options);
  const database = databaseOf(options);
  if (database === 'all') throw usageError('Usage is read of one database.', 'Give its number.');
  return {
    profiles,
    profilesAsked,
    asked: askedBy(options),
    database,
    now: options.now ?? new Date(),
    offset: offsetOf(options),
    switches: () => ({}),
    showIds: options.showIds ?? false,
    anonymous: options.anonymous ?? false,
    signal: options.signal ?? new AbortController().signal,
    onProgress: options.onProgress ?? (() => {}),
  };
}

const askedBy = ({
  by = [],
  period,
  weekStart = 1,
  owners = [],
  sort,
  top,
  compare = false,
  metrics,
}: UsageOptions): UsageAsked => ({
  by,
  period: period ?? null,
  weekStart,
  owners,
  sort: sort ?? null,
  top: top ?? null,
  compare,
  metrics: metrics ?? null,
});
