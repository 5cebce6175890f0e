import { parseCondition, type Condition } from '../../diff/fail-on.js';
import { usageError } from '../../format/errors.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';

/** Throws a usage error for a condition that there is not. */
export const conditionsOf = (given: readonly string[]): Condition[] =>
  given.map((text) => {
    const condition = parseCondition(text);
    if (condition !== null) return condition;
    throw usageError(
      `--fail-on takes a condition, not ${truncateMiddle(safeText(text), 40) || 'nothing'}.`,
      'Such as --fail-on growth=10%, --fail-on keys=5% or --fail-on new-findings=high',
    );
  });

/** What the flags say about the comparison with an earlier run. `file`: `null`: none. */
export interface ComparisonAsked {
  file: string | null;
  conditions: Condition[];
}

export const comparisonAsked = (flags: {
  'compare-to'?: string | undefined;
  'fail-on'?: readonly string[] | undefined;
}): ComparisonAsked => {
  const file = flags['compare-to'] ?? null;
  return { file, conditions: file === null ? [] : conditionsOf(flags['fail-on'] ?? []) };
};
