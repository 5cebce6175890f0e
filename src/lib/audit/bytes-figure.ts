/** Sizes that were counted, estimated, or are partly known. */
import type { BytesFigure } from './model.js';

/** True for a lower bound: something of unknown size is left out. */
export const isLowerBound = ({ bytes, bytesLow, bytesHigh }: BytesFigure): boolean =>
  bytes !== null && bytesLow !== null && bytesHigh === null;

/** True for a size without an interval. */
export const isGuess = ({ bytes, bytesLow, bytesHigh }: BytesFigure): boolean =>
  bytes !== null && bytesLow === null && bytesHigh === null;

export type Sum = BytesFigure & { keys: number; exact: boolean };

export function sumFigures(rows: readonly Sum[]): Sum {
  const sum = (field: keyof BytesFigure) => {
    const known = rows.flatMap((row) => row[field] ?? []);
    return known.length === 0 ? null : known.reduce((total, each) => total + each, 0);
  };
  const guessed = rows.some(isGuess);
  return {
    keys: rows.reduce((total, row) => total + row.keys, 0),
    exact: rows.every(({ exact }) => exact),
    bytes: sum('bytes'),
    bytesLow: guessed ? null : sum('bytesLow'),
    bytesHigh: guessed || rows.some((row) => row.bytes === null) ? null : sum('bytesHigh'),
  };
}
