import { says } from '../errors/results.js';
import { EXIT, failure, type MeterError, type Saying } from '../format/errors.js';

/** Two results that have nothing to compare. */
export const notComparable = (saying: Saying): MeterError => failure(saying, EXIT.usage, 'not-comparable');

/** Throws if one of the results is of a part of the data only. */
export function refusePartial(sides: readonly { name: string; partial: string | null }[]): void {
  const partial = sides.find((side) => side.partial !== null);
  if (partial) throw notComparable(says('partial-result', { name: partial.name, partial: partial.partial ?? '' }));
}
