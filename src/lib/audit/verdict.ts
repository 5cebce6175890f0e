/** Whether the scan saw everything, exactly once; if not, why, and with which exit code. */
import { EXIT, MeterError } from '../format/errors.js';
import { withoutStop } from '../format/sentence.js';
import { isBudgetSpent } from '../redis/ledger.js';
import { beforeData } from '../redis/connect-errors.js';
import { formatCount, formatCounted } from '../format/number.js';
import type { Collected } from './collect.js';

export interface ScanVerdict {
  /** `null` when the whole keyspace was looked at. */
  partial: string | null;
  countProven: boolean;
  countNote: string;
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
  /** Keys that the server named before and after; `null` where it does not tell. */
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
  return { partial: null, exitCode: EXIT.ok, ...proof(facts) };
}

/** The reason alone, of a report that is partial. */
export const whyPartial = ({ countNote }: Pick<ScanVerdict, 'countNote'>): string =>
  countNote.endsWith(UNTIL_THEN) ? countNote.slice(0, -UNTIL_THEN.length) : countNote;

/** What was seen until something failed. */
export const failedPartly = ({ code, message }: MeterError): ScanVerdict => incomplete(code, withoutStop(message), EXIT.partial);

/** How the reason of a partial report ends. */
const UNTIL_THEN = ': what follows is what was seen until then';

const incomplete = (partial: string, why: string, exitCode: number): ScanVerdict => ({
  partial,
  countProven: false,
  countNote: `${why}${UNTIL_THEN}`,
  exitCode,
});

/** A cursor means something only to the process that gave it: after a restart or a failover it leads elsewhere. */
const RECONNECTED =
  'the connection was made anew during the scan: keys may have been seen twice or, where the server was restarted or replaced, missed';

/** SCAN promises every key that stays, but may repeat one while the table is resized; only a keyspace that kept still proves the count. */
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
