/** What each algorithm means, written down in another way than its script. Times are in ms, unless they are called micros. */

/** The log of all that was allowed. A request exactly one window old is outside. */
export class SlidingLog {
  readonly allowed: { at: number; cost: number }[] = [];

  add(at: number, cost: number): void {
    this.allowed.push({ at, cost });
  }

  used(now: number, windowMs: number): number {
    return sum(this.allowed.filter(({ at }) => at > now - windowMs && at <= now));
  }

  /** The most that was allowed in any window of this length. */
  worst(windowMs: number): number {
    return Math.max(0, ...this.allowed.map(({ at }) => this.used(at, windowMs)));
  }
}

const sum = (entries: readonly { cost: number }[]): number => entries.reduce((total, { cost }) => total + cost, 0);

export interface Reference {
  /** Whether the cost fits now. Nothing is counted. */
  fits(micros: number, cost: number): boolean;
  count(micros: number, cost: number): void;
}

interface Limits {
  limit: number;
  windowMs: number;
  burst: number;
}

const msOf = (micros: number): number => Math.floor(micros / 1_000);

export function exactLog({ limit, windowMs }: Limits): Reference {
  const log = new SlidingLog();
  return {
    fits: (micros, cost) => log.used(msOf(micros), windowMs) + cost <= limit,
    count: (micros, cost) => log.add(msOf(micros), cost),
  };
}

/** A counter that ends one window after its first request. */
export function counter({ limit, windowMs }: Limits): Reference {
  let [until, used] = [-1, 0];
  const usedAt = (now: number): number => (now >= until ? 0 : used);
  return {
    fits: (micros, cost) => usedAt(msOf(micros)) + cost <= limit,
    count(micros, cost) {
      const now = msOf(micros);
      if (now >= until) [until, used] = [now + windowMs, 0];
      used += cost;
    },
  };
}

/** The requests of the last window of the clock, evenly spread, and those of this one. */
export function spreadWindows({ limit, windowMs }: Limits): Reference {
  const byWindow = new Map<number, number>();
  return {
    fits(micros, cost) {
      const now = msOf(micros);
      const window = Math.floor(now / windowMs);
      const left = BigInt((window + 1) * windowMs - now);
      const previous = BigInt(byWindow.get(window - 1) ?? 0);
      const room = BigInt(limit - cost - (byWindow.get(window) ?? 0));
      return previous * left <= room * BigInt(windowMs);
    },
    count(micros, cost) {
      const window = Math.floor(msOf(micros) / windowMs);
      byWindow.set(window, (byWindow.get(window) ?? 0) + cost);
    },
  };
}

/** A bucket that leaks: each request fills it by its cost, and one unit leaks in `unit`. */
function leaking(capacity: bigint, unit: bigint, timeOf: (micros: number) => bigint, leak: bigint): Reference {
  let [level, at] = [0n, 0n];
  const levelAt = (now: bigint): bigint => {
    const left = level - (now - at) * leak;
    return left > 0n ? left : 0n;
  };
  return {
    fits: (micros, cost) => levelAt(timeOf(micros)) + BigInt(cost) * unit <= capacity * unit,
    count(micros, cost) {
      const now = timeOf(micros);
      [level, at] = [levelAt(now) + BigInt(cost) * unit, now];
    },
  };
}

/** `limit` units leak in one window, each ms a little. */
export const bucket = ({ limit, windowMs, burst }: Limits): Reference =>
  leaking(BigInt(burst), BigInt(windowMs), (micros) => BigInt(msOf(micros)), BigInt(limit));

/** One unit leaks in one spacing, each microsecond a little. */
export const evenlySpaced = ({ limit, windowMs, burst }: Limits): Reference =>
  leaking(BigInt(burst), BigInt(Math.ceil((windowMs * 1_000) / limit)), BigInt, 1n);
