import { DAYS_A_MONTH } from '../../estimate/billing/provider.js';
import { usageError } from '../../format/errors.js';
import type { TypedAddress } from '../../redis/typed-address.js';
import { parseNow } from '../flags/clock.js';
import { connectionFlags } from '../flags/connection.js';
import { connectionOptions } from '../flags/connection-options.js';
import { rejectContradictions } from '../flags/contradictions.js';
import { durationOf } from '../flags/duration.js';
import { sharesGiven, type SharesGiven } from '../flags/shares.js';
import { checkSnapshotInput, checkSnapshotNames, liveOnly } from '../flags/snapshots.js';
import type { EstimateFlags } from './flags.js';

/** What `meter estimate` is asked for. */
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
  /** Whose data say what the load is; `null`: nobody's. */
  source: { snapshots: readonly string[] | null; address: TypedAddress } | null;
  /** Whose keys may be counted, where nothing else says how many there are; `null`: nobody is to be asked. */
  keyCount: { address: TypedAddress; isReachedByFlags: boolean } | null;
  now: Date;
  quiet: boolean;
}

/** The load as far as it is given; the rest is `null`. */
export interface LoadGiven {
  requestsPerDay: number;
  accounts: number | null;
  models: number | null;
  apiKeys: number | null;
  keys: number | null;
  shares: SharesGiven;
}

const A_DAY = { hour: 24, day: 1, month: 1 / DAYS_A_MONTH };

/** The flags that say which Redis is meant; others only say how to reach it. */
const NAMES_A_TARGET = ['url', 'host', 'port', 'sentinel'];

/** `--env-file` says which switches are set, also beside a snapshot. */
const OF_SNAPSHOTS = liveOnly([]);
const RULES = [
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

/** Throws a usage error for flags that say how to reach a Redis where none is reached. */
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

/** A statistic is not worth keeping for less than a second or more than a day. */
function flushSeconds(text: string): number {
  const seconds = durationOf('flush-interval', text) / 1000;
  if (seconds >= 1 && seconds <= 86_400) return seconds;
  throw usageError('--flush-interval takes a time from 1s to 1d.');
}
