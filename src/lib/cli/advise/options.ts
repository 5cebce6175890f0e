import { usageError } from '../../format/errors.js';
import type { TypedAddress } from '../../redis/typed-address.js';
import { parseNow } from '../flags/clock.js';
import { connectionOptions } from '../flags/connection-options.js';
import { rejectContradictions } from '../flags/contradictions.js';
import { durationOf } from '../flags/duration.js';
import { checkSnapshotInput, checkSnapshotNames, liveOnly } from '../flags/snapshots.js';
import type { AdviseFlags } from './flags.js';

/** Options of `meter advise`. */
export interface AdviseRequest {
  /** Files; `null`: reads the server. */
  snapshots: readonly string[] | null;
  address: TypedAddress;
  /** Requests a day; `null`: as the application has counted them. */
  requests: number | null;
  provider: string | null;
  providerFile: string | null;
  /** Values of --profile. */
  profiles: string[];
  appDir: string | null;
  maxCommands: number;
  maxLatencyMs: number;
  /** `null`: now. */
  now: Date | null;
  /** Hours; `null`: found in the data. */
  utcOffset: number | null;
  quiet: boolean;
}

/** Throws usage errors of one sentence. */
export function adviseRequest(flags: AdviseFlags & { quiet: boolean }): AdviseRequest {
  rejectContradictions(flags, [liveOnly(['max-commands'], ['env-file'])]);
  const snapshots = flags.rdb ?? null;
  if (snapshots) {
    checkSnapshotNames(snapshots);
    checkSnapshotInput(snapshots);
  }
  if (flags.db === 'all') throw usageError('Advice is about one database.', 'Name it: --db N');
  return {
    snapshots,
    address: connectionOptions(flags),
    requests: flags.requests ?? null,
    provider: flags.provider ?? null,
    providerFile: flags['provider-file'] ?? null,
    profiles: flags.profile,
    appDir: flags['app-dir'] ?? null,
    maxCommands: flags['max-commands'] ?? Infinity,
    maxLatencyMs: durationOf('max-latency', flags['max-latency']),
    now: flags.now === undefined ? null : parseNow(flags.now),
    utcOffset: flags['utc-offset'] ?? null,
    quiet: flags.quiet,
  };
}
