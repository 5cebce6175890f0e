import { EXIT, MeterError } from '../format/errors.js';

/** Two results that have nothing to compare. */
export const notComparable = (message: string, ...suggestions: string[]): MeterError =>
  new MeterError('not-comparable', EXIT.usage, message, suggestions);

/** Throws if one of the results is of a part of the data only. */
export function refusePartial(sides: readonly { name: string; partial: string | null }[]): void {
  const partial = sides.find((side) => side.partial !== null);
  if (partial)
    throw notComparable(
      `${partial.name} is of a part of the data (${partial.partial}), so a difference would mean nothing.`,
      'Compare results of whole runs.',
    );
}
