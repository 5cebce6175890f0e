/** The figures of the findings about limiters. */
import type { Amount, Count } from '../../format/json-types.js';

export interface LimiterFindingParams {
  /** Keys that the application writes without a TTL. */
  'permanent-limiter-keys': { pattern: string; keys: Count; exact: boolean; note: string | null };
  /** Lists that are read as UTC, whose newest entry is later than now. */
  'limiter-times-ahead': {
    pattern: string;
    /** Lists that were looked at. */
    looked: Count;
    /** Some of the subjects, as they may be shown. */
    ids: string[];
    /** How far the furthest is ahead. */
    aheadSeconds: Amount;
    /** `null`: unknown. */
    capacity: Count | null;
  };
  /** Denied requests set the TTL again. */
  'denials-extend-ttl': { pattern: string; looked: Count };
  'window-outlives-ttl': { rule: string; windowSeconds: Amount; ttlSeconds: Amount; variable: string | null };
  /** Lists with more entries than requests are allowed. */
  'limiter-overrun': { pattern: string; rule: string; longest: Count; capacity: Count };
  /** Keys of the same limits by two releases. `recent`: older ones that were used in the last minute; `null`: unknown. */
  'limiter-generations': { rules: string[]; older: string[]; newer: string[]; recent: Count | null };
  /** `calls`: of EVALSHA; `null`: unknown. */
  'limiter-noscript': { application: string; pattern: string; calls: Count | null };
  'hot-limiter-keys': {
    /** `lfu`: its logarithmic frequency, 0 to 255. `hotkeys`: its share of the processor time, by HOTKEYS. */
    by: 'lfu' | 'hotkeys';
    keys: { key: string; weight: Amount }[];
    /** The limit of the hottest key, for the cost of sharding; `null`: unknown. */
    capacity: Count | null;
    byAddress: boolean;
  };
}
