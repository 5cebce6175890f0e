import type { Tokens } from './tokens.js';

export interface UsageStats {
  promptTokens: Tokens;
  completionTokens: Tokens;
  totalTokens: Tokens;
  /** `null`: no limit is set. */
  usageLimit: Tokens | null;
}

export interface LimitCheck {
  /** True if as much as the limit is used. */
  exceeded: boolean;
  currentUsage: Tokens;
  /** `null`: there is none. */
  limit: Tokens | null;
  /** `Infinity`: there is no limit. */
  remaining: Tokens;
  /** `failure`: Redis did not answer, and the option `onError` decided. The figures are then 0. */
  source: 'redis' | 'failure';
}

export interface CheckedIncrement extends UsageStats {
  /** False: the limit leaves no room for it, and nothing was counted. */
  allowed: boolean;
}

export interface Increment {
  userId: string;
  promptTokens?: Tokens;
  completionTokens?: Tokens;
  /** Only for calls of which no parts are known; otherwise the sum of the parts is counted. */
  totalTokens?: Tokens;
  /** Default: the day. */
  cycleStartDate?: string;
}

/**
 * `empty`: no counters. `total-only`: counted without parts, which is normal. `under-counted`: the total is less than its parts.
 * `over-counted`: it is more, which calls counted without parts explain; nobody can tell from the key.
 */
export type Verdict = 'consistent' | 'empty' | 'total-only' | 'under-counted' | 'over-counted';

export interface Consistency {
  verdict: Verdict;
  /** What the total lacks; negative: what it has beyond its parts. */
  difference: Tokens;
  /** True if the total was raised. */
  repaired: boolean;
  stats: UsageStats;
}

export interface Health {
  status: 'healthy' | 'unhealthy';
  /** Of the answer. */
  ms: number;
  error?: string;
}
