import { runAudit, type AuditOutcome } from '../audit/audit.js';
import type { AuditOptions } from '../audit/options.js';
import { auditSnapshots } from '../audit/snapshot-audit.js';
import { EXIT } from '../format/errors.js';
import { NO_FLAGS, wordedAudit, type AuditReport } from '../report/audit/worded.js';
import {
  databaseOf,
  MAX_LATENCY_MS,
  offsetOf,
  profilesOf,
  withServer,
  type LiveLookOptions,
  type LookOptions,
  type RedisAddress,
  type Result,
} from './look.js';
import { noticed } from '../report/noticed.js';
import { byteString } from '../format/byte-string.js';

interface Filter {
  /** Only keys that match this Redis glob. */
  pattern?: string;
  /** Only keys of this type. */
  type?: 'string' | 'list' | 'set' | 'zset' | 'hash' | 'stream';
  /** Ends after this number of keys. */
  limit?: number;
}

export interface AuditServerOptions extends LiveLookOptions, Filter {
  /** Read the metadata of every key, not of a sample. */
  exact?: boolean;
  /** Read lengths, even if this resets idle times that the eviction policy depends on. */
  lengths?: boolean;
}

export interface AuditSnapshotOptions extends LookOptions, Filter {}

/** Reports the keys of a Redis by family, and findings. Sends only reading commands. Throws a `MeterError`. */
export async function auditServer(redis: RedisAddress, options: AuditServerOptions = {}): Promise<Result<AuditReport>> {
  const common = await commonOf(options);
  const { exact = false, lengths = false, maxLatencyMs = MAX_LATENCY_MS } = options;
  return withServer(redis, options, async (session, access) => {
    const outcome = await runAudit(session, access, { ...common, exact, lengths, maxLatencyMs, databases: databaseOf(options) });
    return resultOf(outcome);
  });
}

/** The same for snapshots (RDB files). Several are the shards of one cluster. Uses no server. */
export async function auditSnapshot(
  files: string | readonly string[],
  options: AuditSnapshotOptions = {},
): Promise<Result<AuditReport>> {
  const names = [files].flat();
  const common = await commonOf(options);
  const outcome = await auditSnapshots(names, {
    ...common,
    databases: databaseOf(options),
    several: names.length > 1,
    reader: null,
  });
  return { ...resultOf(outcome), target: null, spent: { commands: 0, roundTrips: 0 } };
}

type Common = Omit<AuditOptions, 'exact' | 'lengths' | 'maxLatencyMs' | 'databases'>;

async function commonOf(options: LookOptions & Filter): Promise<Common> {
  const { profiles, asked } = await profilesOf(options);
  return {
    profiles,
    profilesAsked: asked,
    // Key names are byte strings.
    pattern: options.pattern === undefined ? null : byteString(options.pattern),
    type: options.type ?? null,
    limit: options.limit ?? Infinity,
    now: options.now ?? new Date(),
    offset: offsetOf(options),
    showIds: options.showIds ?? false,
    signal: options.signal ?? new AbortController().signal,
    onProgress: options.onProgress ?? (() => {}),
  };
}

const resultOf = ({
  data,
  warnings,
  exitCode,
}: AuditOutcome): Pick<Result<AuditReport>, 'data' | 'warnings' | 'notices' | 'complete'> => ({
  data: wordedAudit(data, NO_FLAGS),
  ...noticed(warnings),
  complete: exitCode === EXIT.ok && data.source.partial === null,
});
