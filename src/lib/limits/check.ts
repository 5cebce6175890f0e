/** Whether an owner may go on: one answer from all its limits. */
import type { Decimal } from '../format/decimal.js';
import type { LimitUnit } from '../profile/limits.js';
import { exactly } from './amount.js';
import type { LimitKind, LimitRow, LimitsData } from './model.js';
import { isReached } from './verdict.js';

/** What is to be used in addition, by unit. */
export type More = Readonly<Partial<Record<LimitUnit, Decimal>>>;

export interface LimitsCheck {
  /** `false`: refused now, or after what is to be used in addition. */
  allowed: boolean;
  /** `reached`: a limit is reached now. `would-be`: with what is to be used in addition. `closed`: all requests are refused. */
  reason: 'reached' | 'would-be' | 'closed' | null;
  /** The limit that decides, or the nearest one; `null`: none. */
  row: LimitRow | null;
  /** Why all requests are refused; `null`: they are not. */
  closed: string | null;
  /** Limits whose state is not known. */
  unknown: number;
  /** True when no limit is counted in the unit of what is to be used in addition. */
  unrelated: boolean;
}

/** Only limits that somebody enforces count. */
export function checked({ kinds, rows, closed, unreadable }: LimitsData, more: More): LimitsCheck {
  const kindOf = (row: LimitRow): LimitKind => kinds.find(({ id }) => id === row.limit)!;
  const enforced = rows.filter((row) => kindOf(row).by !== null);
  const known = enforced.filter(({ reached }) => reached !== null);
  const reached = known.find((row) => row.reached);
  const wouldBe = known.find((row) => isReachedWith(row, kindOf(row), more));
  const units = Object.keys(more) as LimitUnit[];
  const [shut] = closed;
  return {
    allowed: shut === undefined && reached === undefined && wouldBe === undefined,
    reason: shut ? 'closed' : reached ? 'reached' : wouldBe ? 'would-be' : null,
    row: reached ?? wouldBe ?? known[0] ?? null,
    closed: shut?.why ?? null,
    unknown: enforced.length - known.length + unreadable.filter((each) => !rows.some((row) => row.limit === each.limit)).length,
    unrelated: units.length > 0 && !enforced.some((row) => units.includes(kindOf(row).unit)),
  };
}

function isReachedWith({ used, allowed }: LimitRow, kind: LimitKind, more: More): boolean {
  const extra = more[kind.unit];
  const [figure, limit] = [exactly(used), exactly(allowed)];
  return extra !== undefined && figure !== null && limit !== null && isReached(kind, figure, limit, extra);
}
