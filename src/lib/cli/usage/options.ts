import { usageError } from '../../format/errors.js';
import type { TypedAddress } from '../../redis/typed-address.js';
import type { UsageAsked } from '../../usage/asked.js';
import { parseNow } from '../flags/clock.js';
import { connectionOptions } from '../flags/connection-options.js';
import { rejectContradictions } from '../flags/contradictions.js';
import { durationOf } from '../flags/duration.js';
import { checkSnapshotInput, checkSnapshotNames, liveOnly } from '../flags/snapshots.js';
import { WEEKDAYS, type UsageFlags } from './flags.js';
import { periodAsked } from './period.js';

/** Options of `meter usage`. */
export interface UsageRequest {
  asked: UsageAsked;
  /** Files; `null`: reads the server. */
  snapshots: readonly string[] | null;
  address: TypedAddress;
  /** Values of --profile. */
  profiles: readonly string[];
  scan: boolean;
  maxCommands: number;
  maxLatencyMs: number;
  showIds: boolean;
  anonymous: boolean;
  now: Date;
  /** Hours; `null`: found in the data. */
  utcOffset: number | null;
  quiet: boolean;
}

const RULES = [liveOnly(['max-commands', 'scan']), { flags: ['all'], with: ['top'] }];

/** Throws usage errors of one sentence. */
export function usageRequest(flags: UsageFlags & { quiet: boolean; all: boolean }): UsageRequest {
  rejectContradictions(flags, RULES);
  const snapshots = flags.rdb ?? null;
  if (snapshots) {
    checkSnapshotNames(snapshots);
    checkSnapshotInput(snapshots);
  }
  if (flags.db === 'all') throw usageError('Usage is read of one database.', 'Name it: --db N');
  return {
    asked: {
      by: flags.by ?? [],
      period: periodAsked(flags),
      weekStart: WEEKDAYS.indexOf(flags['week-start']) + 1,
      owners: flags.owner ?? [],
      sort: flags.sort ?? null,
      top: flags.top ?? (flags.all ? Infinity : null),
      compare: flags.compare,
      metrics: flags.metric ?? null,
    },
    snapshots,
    address: connectionOptions(flags),
    profiles: flags.profile,
    scan: flags.scan,
    maxCommands: flags['max-commands'] ?? Infinity,
    maxLatencyMs: durationOf('max-latency', flags['max-latency']),
    showIds: flags['show-ids'],
    anonymous: flags.anonymous,
    now: parseNow(flags.now),
    utcOffset: flags['utc-offset'] ?? null,
    quiet: flags.quiet,
  };
}
