import { usageError } from '../../format/errors.js';

/** Flags that contradict each other, or that need another flag. Names are without dashes. */
export interface Rule {
  /** The rule is for the first of these that is given. */
  flags: readonly string[];
  /** Broken if one of these is given too. */
  with?: readonly string[];
  /** Broken if none of these is given. */
  without?: readonly string[];
  /** The sentence; absent: that both contradict each other. */
  message?: (flag: string, other: string) => string;
  /** The next step; absent: to omit one of them. */
  advice?: string | ((flag: string, other: string) => string);
}

/** Throws a usage error for the first rule that the flags break. A switch that is off counts as not given. */
export function rejectContradictions(given: object, rules: readonly Rule[]): void {
  const values = given as Readonly<Record<string, unknown>>;
  const isGiven = (name: string): boolean => values[name] !== undefined && values[name] !== false;
  for (const rule of rules) {
    const flag = rule.flags.find(isGiven);
    if (flag === undefined || rule.without?.some(isGiven)) continue;
    const other = rule.with?.find(isGiven);
    if (other === undefined && rule.without === undefined) continue;
    const { message = contradictory, advice = 'Leave one of them out.' } = rule;
    throw usageError(message(flag, other ?? ''), typeof advice === 'string' ? advice : advice(flag, other ?? ''));
  }
}

const contradictory = (flag: string, other: string): string => `--${flag} and --${other} contradict each other.`;
