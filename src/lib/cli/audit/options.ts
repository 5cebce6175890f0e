import type { AuditOptions } from '../../audit/options.js';
import { SEVERITIES, type Severity } from '../../audit/severity.js';
import { usageError } from '../../format/errors.js';
import type { TypedAddress } from '../../redis/typed-address.js';
import { parseNow } from '../flags/clock.js';
import { connectionOptions } from '../flags/connection-options.js';
import { rejectContradictions, type Rule } from '../flags/contradictions.js';
import { durationOf } from '../flags/duration.js';
import { checkSnapshotInput, checkSnapshotNames, liveOnly } from '../flags/snapshots.js';
import type { AuditFlags } from './flags.js';
import { byteString } from '../../format/byte-string.js';

/** Options of `meter audit`. */
export interface AuditRequest extends Pick<
  AuditOptions,
  'exact' | 'lengths' | 'maxLatencyMs' | 'pattern' | 'type' | 'limit' | 'now' | 'showIds'
> {
  /** Files; `null`: reads the server. */
  snapshots: readonly string[] | null;
  address: TypedAddress;
  /** Values of --profile. */
  profiles: readonly string[];
  /** Hours; `null`: found in the data. */
  utcOffset: number | null;
  maxCommands: number;
  failOn: Severity | null;
  quiet: boolean;
}

/** Options of an audit that names only its target. */
export const PLAIN_AUDIT = {
  profiles: ['auto'],
  exact: false,
  lengths: false,
  maxLatencyMs: 5,
  maxCommands: Infinity,
  pattern: null,
  type: null,
  limit: Infinity,
  utcOffset: null,
  showIds: false,
  failOn: null,
} as const satisfies Partial<AuditRequest>;

/** `--exact` is allowed: a snapshot is always read that way. */
const RULES: readonly Rule[] = [
  liveOnly(['max-commands', 'lengths']),
  {
    flags: ['history'],
    with: ['pattern', 'type', 'limit'],
    message: (_, other) => `--history is of all keys, and --${other} leaves some out.`,
  },
];

/** Throws usage errors of one sentence. */
export function auditRequest(flags: AuditFlags & { quiet: boolean }): AuditRequest {
  rejectContradictions(flags, RULES);
  const snapshots = flags.rdb ?? null;
  if (snapshots) {
    checkSnapshotNames(snapshots);
    checkSnapshotInput(snapshots);
  }
  return {
    snapshots,
    address: connectionOptions(flags),
    profiles: flags.profile,
    exact: flags.exact,
    // A flag that is not given is undefined, whatever its type says.
    lengths: Boolean(flags.lengths),
    maxLatencyMs: durationOf('max-latency', flags['max-latency']),
    maxCommands: flags['max-commands'] ?? Infinity,
    // Key names are byte strings.
    pattern: flags.pattern === undefined ? null : byteString(flags.pattern),
    type: flags.type ?? null,
    limit: flags.limit ?? Infinity,
    now: parseNow(flags.now),
    utcOffset: flags['utc-offset'] ?? null,
    showIds: flags['show-ids'],
    failOn: flags['compare-to'] === undefined ? severityOf(flags['fail-on'] ?? []) : null,
    quiet: flags.quiet,
  };
}

/** The least severe of them; `null`: none is given. */
function severityOf(given: readonly string[]): Severity | null {
  if (!given.every((word) => SEVERITIES.some((severity) => severity === word)))
    throw usageError(
      '--fail-on takes low, medium or high.',
      'Conditions on what has changed need an earlier result: --compare-to FILE',
    );
  return SEVERITIES.findLast((severity) => given.includes(severity)) ?? null;
}
