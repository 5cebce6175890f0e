import { usageError } from '../../format/errors.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import { HORIZON_DAYS } from '../../growth/horizon.js';
import { PLAIN_AUDIT, type AuditRequest } from '../audit/options.js';
import { parseNow } from '../flags/clock.js';
import { connectionFlags } from '../flags/connection.js';
import { connectionOptions } from '../flags/connection-options.js';
import { rejectContradictions } from '../flags/contradictions.js';
import { durationOf } from '../flags/duration.js';
import { checkSnapshotInput, checkSnapshotNames, liveOnly } from '../flags/snapshots.js';
import type { GrowthFlags } from './flags.js';

/** Options of `meter growth`. */
export interface GrowthRequest {
  /** Days ahead, the nearest first. */
  days: readonly number[];
  source: { file: string; newest: boolean } | { audit: AuditRequest };
}

/** Throws usage errors of one sentence. */
export function growthRequest(file: string | undefined, flags: GrowthFlags & { quiet: boolean }): GrowthRequest {
  const days = daysOf(flags.days);
  if (file === undefined) return { days, source: { audit: auditRequest(flags) } };
  const values: Readonly<Record<string, unknown>> = flags;
  const reading = [...Object.keys(connectionFlags), 'rdb', 'exact', 'max-commands', 'now', 'utc-offset'];
  const given = reading.find((name) => values[name] !== undefined && values[name] !== false);
  if (given !== undefined)
    throw usageError(`--${given} is for an audit, and ${safeText(file)} has audits already.`, 'Leave one of them out.');
  return { days, source: { file, newest: flags.newest } };
}

function daysOf(text: string): number[] {
  const days = text.split(',').map((part) => (/^ *\d{1,3} *$/.test(part) ? Number(part) : 0));
  if (days.every((day) => day >= 1 && day <= HORIZON_DAYS) && days.length <= 12)
    return [...new Set(days)].toSorted((a, b) => a - b);
  throw usageError(
    `--days takes numbers from 1 to ${HORIZON_DAYS}, not ${truncateMiddle(safeText(text), 40) || 'nothing'}.`,
    'Such as --days 7,30,90',
  );
}

function auditRequest(flags: GrowthFlags & { quiet: boolean }): AuditRequest {
  rejectContradictions(flags, [
    liveOnly(['max-commands']),
    {
      flags: ['newest'],
      without: ['file'],
      message: () => '--newest is for a history, and none is named.',
      advice: 'Name it: meter growth FILE --newest',
    },
  ]);
  const snapshots = flags.rdb ?? null;
  if (snapshots) {
    checkSnapshotNames(snapshots);
    checkSnapshotInput(snapshots);
  }
  return {
    ...PLAIN_AUDIT,
    snapshots,
    address: connectionOptions(flags),
    profiles: flags.profile,
    exact: flags.exact,
    maxLatencyMs: durationOf('max-latency', flags['max-latency']),
    maxCommands: flags['max-commands'] ?? Infinity,
    now: parseNow(flags.now),
    utcOffset: flags['utc-offset'] ?? null,
    quiet: flags.quiet,
  };
}
