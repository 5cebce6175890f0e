import type { AlertsAsked, AlertsRead } from '../alerts/alerts.js';
import { alertsOfServer } from '../alerts/alerts-live.js';
import { alertsOfSnapshots } from '../alerts/alerts-snapshot.js';
import { parseBudget } from '../alerts/budgets.js';
import type { AlertEvent, AlertsData } from '../alerts/model.js';
import { progressed, USUAL_MARGIN, type Standings } from '../alerts/progress.js';
import { USUAL_THRESHOLDS, type Threshold } from '../alerts/thresholds.js';
import { withOffset } from '../limits/span.js';
import { figuresServer, figuresSnapshot, type FiguresServerOptions } from './figures.js';
import type { LookOptions, RedisAddress, Result } from './look.js';

export interface AlertsOptions extends LookOptions {
  /** Only limits of these owners: names or ids; absent: of all. */
  owners?: readonly string[];
  /** Only these limits, by id; `null`: only budgets. Absent: all but those of requests at once. */
  limits?: readonly string[] | null;
  /** As `--budget` takes them, such as `key:NAME=50usd/month`. */
  budgets?: readonly string[];
  /** Absent: 80 % info, 95 % warning, 100 % critical. */
  thresholds?: readonly Threshold[];
  /** Thresholds of single limits, by id. */
  ofLimit?: Readonly<Record<string, readonly Threshold[]>>;
  /** A billing cycle, as the application names it; absent: that of today. */
  cycle?: string;
  /** The first day of the week of a budget: 1 Monday (default) to 7 Sunday. */
  weekStart?: number;
  /** What the last look returned as `standings`; absent: nothing was reported yet. */
  since?: Standings;
  /** A threshold is left only when so many percentage points less than it are used (2). */
  margin?: number;
}

export interface AlertsServerOptions extends AlertsOptions, FiguresServerOptions {}

export interface AlertsResult extends AlertsData {
  /** What is new since `since`. */
  events: AlertEvent[];
  /** For the next look. */
  standings: Standings;
  /** As `alertsDocument` needs them. */
  state: null;
  sent: null;
}

/** Compares limits and budgets with thresholds. Sends only reading commands, and tells nobody. Throws a `MeterError`. */
export const alertsServer = async (redis: RedisAddress, options: AlertsServerOptions = {}): Promise<Result<AlertsResult>> => {
  const asked = askedBy(options);
  const read = await figuresServer(redis, options, 'Limits are', (session, access, common) =>
    alertsOfServer(session, access, { ...common, asked }),
  );
  return resultOf(read, options);
};

/** The same for snapshots (RDB files). Several are the shards of one cluster. Uses no server. */
export const alertsSnapshot = async (
  files: string | readonly string[],
  options: AlertsOptions = {},
): Promise<Result<AlertsResult>> => {
  const asked = askedBy(options);
  const read = await figuresSnapshot(files, options, 'Limits are', (names, common) =>
    alertsOfSnapshots(names, { ...common, asked }),
  );
  return resultOf(read, options);
};

function askedBy(options: AlertsOptions): AlertsAsked {
  const { owners = [], limits = [], budgets = [], thresholds = USUAL_THRESHOLDS, ofLimit = {}, cycle, weekStart = 1 } = options;
  return {
    owners,
    limits,
    budgets: budgets.map(parseBudget),
    thresholds: thresholds.toSorted((a, b) => a.percent - b.percent),
    ofLimit: new Map(Object.entries(ofLimit)),
    cycle: cycle ?? null,
    weekStart,
  };
}

function resultOf(
  { data: { watched, unreadable, ...data }, ...rest }: Result<AlertsRead>,
  { since = new Map(), margin = USUAL_MARGIN }: AlertsOptions,
): Result<AlertsResult> {
  const found = progressed(since, watched, {
    at: withOffset(Date.parse(data.clock.now), data.clock.utcOffset)!,
    complete: data.source.partial === null,
    unreadable: new Set(unreadable),
    margin,
  });
  return { ...rest, data: { ...data, ...found, state: null, sent: null } };
}
