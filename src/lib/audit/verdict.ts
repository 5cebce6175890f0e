/** Decides whether the scan saw every key exactly once; if not, the reason and the exit code. */
import { EXIT, MeterError } from '../format/errors.js';
import { withoutStop } from '../format/sentence.js';
import { isBudgetSpent } from '../redis/ledger.js';
import { beforeData } from '../redis/connect-errors.js';
import { formatCount, formatCounted } from '../format/number.js';
import type { Collected } from './collect.js';

export interface ScanVerdict {
  /** `null` when the whole keyspace was read. */
  partial: string | null;
  countProven: boolean;
  countNote: string;
  /** Why the scan ended early; `null`: it did not. */
  endedBecause: string | null;
  exitCode: number;
}

export interface ScanFacts {
  collected: Collected;
  interrupted: boolean;
  /** The command ceiling ended the scan. */
  budgetSpent: boolean;
  reconnects: number;
  scanned: number;
  filtered: boolean;
  /** Number of keys that the server reported before and after the scan; `null`: not reported. */
  before: number | null;
  after: number | null;
}

/** Throws a failure that left nothing to report. */
export function scanVerdict(facts: ScanFacts): ScanVerdict {
  const { collected, scanned } = facts;
  const [failure] = collected.failures;
  if (failure !== undefined && scanned === 0) throw beforeData(failure);
  if (facts.interrupted) return incomplete('interrupted', 'the scan was interrupted', EXIT.interrupted);
  if (facts.budgetSpent || isBudgetSpent(failure))
    return incomplete('max-commands', '--max-commands ended the scan', EXIT.partial);
  if (failure instanceof MeterError) return failedPartly(failure);
  if (failure !== undefined) throw failure;
  if (collected.stopped === 'limit')
    return { ...incomplete('limit', `--limit ended the scan after ${formatCounted(scanned, 'key', 'keys')}`, EXIT.ok) };
  return { partial: null, endedBecause: null, exitCode: EXIT.ok, ...proof(facts) };
}

/** Only the reason of a partial report. */
export const whyPartial = ({ endedBecause, countNote }: Pick<ScanVerdict, 'endedBecause' | 'countNote'>): string =>
  endedBecause ?? countNote;

/** The verdict on what was seen until the failure. */
export const failedPartly = ({ code, message }: MeterError): ScanVerdict => incomplete(code, withoutStop(message), EXIT.partial);

const incomplete = (partial: string, why: string, exitCode: number): ScanVerdict => ({
  partial,
  countProven: false,
  countNote: `${why}: what follows is what was seen until then`,
  endedBecause: why,
  exitCode,
});

/** A cursor is valid only for the process that returned it: after a restart or a failover it points elsewhere. */
const RECONNECTED =
  'the connection was made anew during the scan: keys may have been seen twice or, where the server was restarted or replaced, missed';

/**
 * SCAN returns every key that exists throughout, but may repeat one while the table is resized. Only an unchanged number of keys
 * proves the count.
 */
function proof({ reconnects, scanned, filtered, before, after }: ScanFacts): { countProven: boolean; countNote: string } {
  if (reconnects > 0) return { countProven: false, countNote: RECONNECTED };
  if (before === null) return { countProven: false, countNote: 'the server does not tell how many keys it holds' };
  if (after === null) return { countProven: false, countNote: 'the server did not tell how many keys it held after the scan' };
  const unchanged = before === after;
  if (filtered) {
    return unchanged
      ? { countProven: true, countNote: `the server held ${formatCounted(before, 'key', 'keys')} before and after` }
      : {
          countProven: false,
          countNote: `the server went from ${formatCount(before)} to ${formatCounted(after, 'key', 'keys')} during the scan`,
        };
  }
  if (unchanged && scanned === before)
    return { countProven: true, countNote: 'each key counted once: the server names the same number before and after' };
  return {
    countProven: false,
    countNote: `the server named ${formatCounted(before, 'key', 'keys')} before and ${formatCount(after)} after: keys came, went or expired during the scan`,
  };
}
