/** What was seen of a limiter's keys, as the rules need it. */
import type { Limiter, LimiterRule } from '../../profile/limiters.js';
import type { CompiledFamily } from '../../profile/classify.js';
import type { RuleSetting } from './settings.js';

export interface LimiterFacts {
  family: CompiledFamily;
  limiter: Limiter;
  /** In printable form. */
  pattern: string;
  keys: number;
  /** False: `permanent` is an estimate. */
  exact: boolean;
  /** Keys without a TTL. */
  permanent: number;
  rules: readonly RuleFacts[];
  /** `null`: its keys are no lists, or no list was read. */
  lists: ListFacts | null;
  /** The hottest first. */
  hot: readonly HotKey[];
}

export interface RuleFacts {
  rule: LimiterRule;
  setting: RuleSetting;
  /** Keys of this rule. */
  keys: number;
  /** Entries of its longest list; `null`: it has none. */
  longest: number | null;
  /** Lists with more entries than the capacity; `null`: not counted. */
  overlong: number | null;
}

export interface ListFacts {
  looked: number;
  /** Lists whose newest entry is later than now, the furthest first. */
  ahead: readonly AheadList[];
  /** Lists whose TTL was set by a denied request. */
  extended: number;
  /** Lists whose TTL was set in the last minute; `null`: their full TTL is unknown. */
  recent: number | null;
}

export interface AheadList {
  /** A byte string. */
  name: string;
  /** The subject, as it may be shown. */
  id: string;
  aheadMs: number;
}

export interface HotKey {
  /** As it may be shown. */
  key: string;
  by: 'lfu' | 'hotkeys';
  /** Its frequency, or its share of the processor time. */
  weight: number;
}

/** What the server says. */
export interface LimiterServer {
  /** Calls that ended with NOSCRIPT. */
  noscript: number;
  /** Calls of EVALSHA; `null`: unknown. */
  evalsha: number | null;
}
