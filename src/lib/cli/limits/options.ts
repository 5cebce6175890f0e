import { parseDecimal, whole, type Decimal } from '../../format/decimal.js';
import { usageError } from '../../format/errors.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import type { More } from '../../limits/check.js';
import type { LimitsAsked } from '../../limits/limits.js';
import type { TypedAddress } from '../../redis/typed-address.js';
import { parseNow } from '../flags/clock.js';
import { connectionOptions } from '../flags/connection-options.js';
import { rejectContradictions } from '../flags/contradictions.js';
import { durationOf } from '../flags/duration.js';
import { checkSnapshotInput, checkSnapshotNames, liveOnly } from '../flags/snapshots.js';
import type { CheckFlags, LimitsFlags, ReadingFlags } from './flags.js';

/** What `meter limits` is asked for. */
export interface LimitsRequest {
  command: 'limits' | 'limits check';
  asked: LimitsAsked;
  /** Files; `null`: the server is read. */
  snapshots: readonly string[] | null;
  address: TypedAddress;
  /** As --profile has them. */
  profiles: readonly string[];
  scan: boolean;
  maxCommands: number;
  maxLatencyMs: number;
  showIds: boolean;
  now: Date;
  /** Hours; `null`: told from the data. */
  utcOffset: number | null;
  quiet: boolean;
}

const RULES = [liveOnly(['max-commands', 'scan'])];

/** Throws usage errors of one sentence. */
export function limitsRequest(flags: LimitsFlags & { quiet: boolean }): LimitsRequest {
  return { command: 'limits', ...reading(flags, { owners: flags.owner ?? [], near: nearOf(flags.near) }) };
}

/** The same for `limits check`. */
export function checkRequest(flags: CheckFlags & { quiet: boolean }): LimitsRequest & { more: More } {
  const { tokens, cost } = flags;
  const more = {
    ...(tokens !== undefined && { tokens: amountOf('tokens', tokens) }),
    ...(cost !== undefined && { usd: amountOf('cost', cost) }),
  };
  return { command: 'limits check', ...reading(flags, { owners: [flags.owner], near: null }), more };
}

function reading(
  flags: ReadingFlags & { quiet: boolean },
  asked: Pick<LimitsAsked, 'owners' | 'near'>,
): Omit<LimitsRequest, 'command'> {
  rejectContradictions(flags, RULES);
  const snapshots = flags.rdb ?? null;
  if (snapshots) {
    checkSnapshotNames(snapshots);
    checkSnapshotInput(snapshots);
  }
  if (flags.db === 'all') throw usageError('Limits are read of one database.', 'Name it: --db N');
  if (flags.cycle === '') throw usageError('--cycle takes the name of a billing cycle.', 'Such as --cycle 2026-Q4');
  return {
    asked: { ...asked, cycle: flags.cycle ?? null },
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

/** A share, 1 for all of it. */
function nearOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const found = /^(\d{1,6}(?:\.\d{1,6})?) ?%?$/.exec(text);
  if (!found) throw usageError(`--near takes a percentage, not ${shown(text)}.`, 'Such as --near 80');
  return Number(found[1]) / 100;
}

function amountOf(flag: 'tokens' | 'cost', text: string): Decimal {
  const amount = flag === 'tokens' ? (/^\d{1,18}$/.test(text) ? whole(BigInt(text)) : null) : parseDecimal(text);
  if (amount === null || amount.digits < 0n)
    throw usageError(
      `--${flag} takes ${flag === 'tokens' ? 'a whole number' : 'an amount in US dollars'}, not ${shown(text)}.`,
      flag === 'tokens' ? 'Such as --tokens 5000' : 'Such as --cost 0.25',
    );
  return amount;
}

const shown = (text: string): string => truncateMiddle(safeText(text), 40) || 'nothing';
