import type { Metric } from '../profile/figures.js';
import type { PeriodAsked, UsageAsked } from '../usage/asked.js';
import type { UsageData } from '../usage/model.js';
import { usageOfServer } from '../usage/usage-live.js';
import { usageOfSnapshots } from '../usage/usage-snapshot.js';
import { figuresServer, figuresSnapshot, type FiguresServerOptions } from './figures.js';
import type { LookOptions, RedisAddress, Result } from './look.js';

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

export interface UsageServerOptions extends UsageOptions, FiguresServerOptions {}

/** Reports usage by entity and period, as the application counted it. Sends only reading commands. Throws a `MeterError`. */
export const usageServer = (redis: RedisAddress, options: UsageServerOptions = {}): Promise<Result<UsageData>> =>
  figuresServer(redis, options, 'Usage is', (session, access, common) =>
    usageOfServer(session, access, { ...common, ...ownOf(options) }),
  );

/** The same for snapshots (RDB files). Several are the shards of one cluster. Uses no server. */
export const usageSnapshot = (files: string | readonly string[], options: UsageOptions = {}): Promise<Result<UsageData>> =>
  figuresSnapshot(files, options, 'Usage is', (names, common) => usageOfSnapshots(names, { ...common, ...ownOf(options) }));

const ownOf = (options: UsageOptions) => ({
  asked: askedBy(options),
  switches: () => ({}),
  anonymous: options.anonymous ?? false,
});

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
