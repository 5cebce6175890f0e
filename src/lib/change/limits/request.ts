/** What is to become of limits. */
import type { Decimal } from '../../format/decimal.js';
import type { LimitUnit } from '../../profile/limits.js';

export type LimitsWish =
  | {
      verb: 'set';
      owners: readonly string[];
      /** Above zero. */
      amount: Decimal;
      unit: LimitUnit;
      cycle: string | null;
      /** Also for owners that the application has not counted yet. */
      newOwner: boolean;
    }
  | { verb: 'unset'; owners: readonly string[]; cycle: string | null }
  /** Counters become 0, and the limit stays. */
  | { verb: 'reset'; owners: readonly string[]; cycle: string | null }
  /** `owners`: empty: all with a limit in `from`. `from`, `to`: `null`: yesterday and today. */
  | { verb: 'copy'; owners: readonly string[]; from: string | null; to: string | null; replace: boolean };

export type LimitsVerb = LimitsWish['verb'];

/** One hash that is to be changed. */
export interface LimitChange {
  /** Byte string. */
  name: string;
  /** The text of the limit; `null`: none. Both are `null` for a reset. */
  before: string | null;
  after: string | null;
}
