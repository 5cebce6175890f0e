import type { AlgorithmName } from './script.js';

/** Gives the key of a subject, such as a user's id or an address. */
export type KeyOf = (subject: string) => string;

/** What all algorithms are given. */
export interface RuleOptions {
  /** How many requests, or units of cost, pass in one window. */
  limit: number;
  /** Length of the window in ms. */
  windowMs: number;
  /**
   * The key for a subject. Without it the subject is the key. In a Redis Cluster the keys of rules that are checked together need
   * the same hash tag.
   */
  key?: KeyOf;
}

/** A limit with its algorithm, as `listLog()` and its like make it. */
export interface Rule {
  readonly algorithm: AlgorithmName;
  /** The most that can be used at once: the limit, or the burst of algorithms that have one. */
  readonly limit: number;
  readonly windowMs: number;
  readonly key: KeyOf;
  /** The rule's four arguments of the script. */
  args(): string[];
}

/** Lua's numbers are doubles: what scripts compute stays below this. */
const LARGEST = Number.MAX_SAFE_INTEGER;
const YEAR_MS = 366 * 86_400_000;

const ownKey: KeyOf = (subject) => subject;

/** Throws a RangeError if the number is no integer between these. */
export function checkInteger(name: string, value: number, least: number, most: number = LARGEST): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${value}.`);
}

interface Parts {
  /** The most that can be used at once, if it is not the limit. */
  burst?: number;
  /** The fourth argument. */
  extra?: () => number;
}

/** Throws a RangeError for a limit, window or burst that no script can compute with. */
export function makeRule(
  algorithm: AlgorithmName,
  options: RuleOptions,
  { burst = options.limit, extra = () => 0 }: Parts = {},
): Rule {
  const { limit, windowMs, key = ownKey } = options;
  checkInteger('limit', limit, 1);
  checkInteger('windowMs', windowMs, 1, YEAR_MS);
  checkInteger('burst', burst, 1);
  if (Math.max(burst, limit) * windowMs > LARGEST / 1_000)
    throw new RangeError(`The limit ${Math.max(burst, limit)} is too high for a window of ${windowMs} ms.`);
  const fixed = [algorithm, String(limit), String(windowMs)];
  return { algorithm, limit: burst, windowMs, key, args: () => [...fixed, String(extra())] };
}
