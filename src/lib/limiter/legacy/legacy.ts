/** What an old limiter answers. */
export interface LegacyAnswer {
  allowed: boolean;
  /** Ms until the same request fits, if it is known. */
  retryAfter?: number | null;
}

/** The limiter that an application had before, for the modes `legacy` and `shadow`. */
export interface LegacyLimiter {
  /** Whether it counts in the keys of the rules. Then the script never counts beside it. */
  readonly sharesKeys: boolean;
  /** Counts a request of this subject if it is allowed. */
  check(subject: string, cost: number): Promise<LegacyAnswer>;
}
