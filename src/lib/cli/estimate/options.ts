import { DAYS_A_MONTH } from '../../estimate/billing/provider.js';
import { usageError } from '../../format/errors.js';
import type { TypedAddress } from '../../redis/typed-address.js';
import { parseNow } from '../flags/clock.js';
import { connectionFlags } from '../flags/connection.js';
import { connectionOptions } from '../flags/connection-options.js';
import { NEEDS_COMPARE_TO } from '../flags/compare-to.js';
import { rejectContradictions } from '../flags/contradictions.js';
import { durationOf } from '../flags/duration.js';
import { sharesGiven, type SharesGiven } from '../flags/shares.js';
import { checkSnapshotInput, checkSnapshotNames, liveOnly } from '../flags/snapshots.js';
import type { EstimateFlags } from './flags.js';

/** Options of `meter estimate`. */
export interface EstimateRequest {
  profile: string;
  load: LoadGiven;
  /** Switches to try, as NAME=VALUE. */
  tried: readonly string[];
  envFile: string | null;
  appDir: string | null;
  provider: string | null;
  providerFile: string | null;
  flushSeconds: number;
  explain: string | null;
  /** The source of data about the load; `null`: none. */
  source: { snapshots: readonly string[] | null; address: TypedAddress } | null;
  /** The Redis to ask for its number of keys, if it is not known otherwise; `null`: none. */
  keyCount: { address: TypedAddress; isReachedByFlags: boolean } | null;
  now: Date;
  quiet: boolean;
}

/** The given load; `null`: not given. */
export interface LoadGiven {
  requestsPerDay: number;
  accounts: number | null;
  models: number | null;
  apiKeys: number | null;
  queues: number | null;
  workers: number | null;
  keys: number | null;
  shares: SharesGiven;
}

const A_DAY = { hour: 24, day: 1, month: 1 / DAYS_A_MONTH };

/** The flags that name a Redis. Others only say how to connect. */
const NAMES_A_TARGET = ['url', 'host', 'port', 'sentinel'];

/** `--env-file` names the switches that are set, so it is allowed with a snapshot. */
const OF_SNAPSHOTS = liveOnly([]);
const RULES = [
  NEEDS_COMPARE_TO,
  { flags: ['compare-to'], with: ['explain'] },
  { flags: ['offline'], with: [...NAMES_A_TARGET, 'rdb'] },
  { ...OF_SNAPSHOTS, with: OF_SNAPSHOTS.with!.filter((name) => name !== 'env-file') },
];

/** Throws usage errors of one sentence. */
export function estimateRequest(flags: EstimateFlags & { quiet: boolean }): EstimateRequest {
  rejectContradictions(flags, RULES);
  const { rdb = null } = flags;
  if (rdb) {
    checkSnapshotNames(rdb);
    checkSnapshotInput(rdb);
  }
  const values: Readonly<Record<string, unknown>> = flags;
  const isAudited = rdb !== null || NAMES_A_TARGET.some((name) => values[name] !== undefined);
  const address = connectionOptions(flags);
  return {
    profile: flags.profile,
    load: {
      requestsPerDay: flags.requests * A_DAY[flags.per],
      accounts: flags.accounts ?? null,
      models: flags.models ?? null,
      apiKeys: flags['api-keys'] ?? null,
      queues: flags.queues ?? null,
      workers: flags.workers ?? null,
      keys: flags.keys ?? null,
      shares: sharesGiven(flags),
    },
    tried: flags.set ?? [],
    envFile: flags['env-file'] ?? null,
    appDir: flags['app-dir'] ?? null,
    provider: flags.provider ?? null,
    providerFile: flags['provider-file'] ?? null,
    flushSeconds: flushSeconds(flags['flush-interval']),
    explain: flags.explain ?? null,
    source: isAudited ? { snapshots: rdb, address: { ...address, envFile: undefined } } : null,
    keyCount: isAudited ? null : keyCount(flags, address),
    now: parseNow(flags.now),
    quiet: flags.quiet,
  };
}

/** Throws a usage error for connection flags if no Redis is used. */
function keyCount(flags: EstimateFlags, address: TypedAddress): EstimateRequest['keyCount'] {
  const values: Readonly<Record<string, unknown>> = flags;
  const given = Object.keys(connectionFlags).filter(
    (name) => name !== 'env-file' && values[name] !== undefined && values[name] !== false,
  );
  const isNamed = flags['env-file'] !== undefined || Boolean(process.env['REDIS_URL']);
  if (given.length > 0 && (flags.offline || !isNamed))
    throw usageError(
      `--${given[0]} says how to reach a Redis, but ${flags.offline ? '--offline asks none' : 'none is named'}.`,
      'Name it with --url, --host or --sentinel, or leave it out.',
    );
  return flags.offline || !isNamed ? null : { address, isReachedByFlags: given.length > 0 };
}

/** The interval is at least a second and at most a day. */
function flushSeconds(text: string): number {
  const seconds = durationOf('flush-interval', text) / 1000;
  if (seconds >= 1 && seconds <= 86_400) return seconds;
  throw usageError('--flush-interval takes a time from 1s to 1d.');
}
