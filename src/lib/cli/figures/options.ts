import { usageError } from '../../format/errors.js';
import type { TypedAddress } from '../../redis/typed-address.js';
import { parseNow } from '../flags/clock.js';
import { connectionOptions } from '../flags/connection-options.js';
import { rejectContradictions, type Rule } from '../flags/contradictions.js';
import { durationOf } from '../flags/duration.js';
import { checkSnapshotInput, checkSnapshotNames, liveOnly } from '../flags/snapshots.js';
import type { ReadingFlags } from './flags.js';

/** Options of every verb that reads figures. */
export interface ReadingRequest {
  /** Files; `null`: reads the server. */
  snapshots: readonly string[] | null;
  address: TypedAddress;
  /** Values of --profile. */
  profiles: readonly string[];
  scan: boolean;
  maxCommands: number;
  maxLatencyMs: number;
  showIds: boolean;
  now: Date;
  /** Hours; `null`: found in the data. */
  utcOffset: number | null;
  quiet: boolean;
}

/** `what`: what is read, as a usage error names it. `rules`: the verb's own. Throws usage errors of one sentence. */
export function readingRequest(flags: ReadingFlags & { quiet: boolean }, what: string, rules: readonly Rule[]): ReadingRequest {
  rejectContradictions(flags, [liveOnly(['max-commands', 'scan']), ...rules]);
  const snapshots = flags.rdb ?? null;
  if (snapshots) {
    checkSnapshotNames(snapshots);
    checkSnapshotInput(snapshots);
  }
  if (flags.db === 'all') throw usageError(`${what} read of one database.`, 'Name it: --db N');
  return {
    snapshots,
    address: connectionOptions(flags),
    profiles: flags.profile,
    scan: flags.scan,
    maxCommands: flags['max-commands'] ?? Infinity,
    maxLatencyMs: durationOf('max-latency', flags['max-latency']),
    showIds: flags['show-ids'],
    now: parseNow(flags.now),
    utcOffset: flags['utc-offset'] ?? null,
    quiet: flags.quiet,
  };
}
