/** Lines over time, in columns of equal width. */
import type { Line, Lines } from '../document.js';

export interface Columns {
  values: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  /** The first column of the forecast; the number of columns if there is none. */
  forecastFrom: number;
}

/** Several points in one column are shown as the highest. Columns between two points lie on a straight line. */
export function columnsOf({ points }: Pick<Lines, 'points'>, line: Line, width: number): Columns {
  const positions = positionsOf(points);
  const of = (values: readonly (number | null)[] = []): (number | null)[] => spread(positions, values, width);
  const known = line.forecastFrom === undefined ? 1 : (positions[line.forecastFrom - 1] ?? -1);
  return {
    values: of(line.values),
    low: of(line.low),
    high: of(line.high),
    forecastFrom: line.forecastFrom === undefined ? width : Math.floor(known * (width - 1)) + 1,
  };
}

/** The number of columns at which points at equal distances are at whole columns. */
export function evenWidth(points: number, most: number): number {
  const gaps = points - 1;
  return gaps < 1 || gaps > most - 1 ? most : 1 + gaps * Math.floor((most - 1) / gaps);
}

/** The position of each point, 0 to 1. Positions that do not rise are replaced by equal distances. */
export function positionsOf(points: Lines['points']): number[] {
  const first = points[0]?.at ?? 0;
  const span = (points.at(-1)?.at ?? 0) - first;
  const rises = points.every(({ at }, index) => index === 0 || at > points[index - 1]!.at);
  if (rises && Number.isFinite(span)) return points.map(({ at }) => (span === 0 ? 0 : (at - first) / span));
  return points.map((_, index) => index / Math.max(1, points.length - 1));
}

function spread(positions: readonly number[], values: readonly (number | null)[], width: number): (number | null)[] {
  const columns = Array.from({ length: width }, (): number | null => null);
  const column = (position: number): number => Math.round(position * (width - 1));
  positions.forEach((position, index) => {
    const value = values[index] ?? null;
    const at = column(position);
    if (value === null) return;
    columns[at] = Math.max(columns[at] ?? value, value);
    const next = values[index + 1] ?? null;
    const end = column(positions[index + 1] ?? position);
    if (next === null) return;
    for (let between = at + 1; between < end; between += 1)
      columns[between] = value + ((next - value) * (between - at)) / (end - at);
  });
  return columns;
}
