/** The slope of points by the median of the slopes of all pairs, which single odd points do not move. */

export interface Place {
  x: number;
  y: number;
}

export interface Slope {
  value: number;
  /** 95 % interval by Sen: of the ranks of Kendall. */
  low: number;
  high: number;
}

const Z = 1.96;
/** Pairs grow with the square. */
const MOST = 300;

/** `null`: fewer than two different x. */
export const slopeOf = (places: readonly Place[]): Slope | null => slopeOfPairs(thinned(places), () => true, 1);

/** Days of a week. */
const WEEK = 7;

/**
 * The same for what has a weekly cycle: only of pairs that are whole weeks apart. `x` in days. `null`: less than two weeks, or no
 * such pairs.
 */
export function weeklySlopeOf(given: readonly Place[]): Slope | null {
  const places = thinned(given);
  const isWhole = (days: number): boolean => Math.abs(days / WEEK - Math.round(days / WEEK)) < 0.05 && Math.abs(days) > 1;
  return slopeOfPairs(places, isWhole, WEEK);
}

/** `seasons`: numbers of points that are only compared with each other. */
function slopeOfPairs(places: readonly Place[], isPair: (distance: number) => boolean, seasons: number): Slope | null {
  const slopes: number[] = [];
  for (let i = 0; i < places.length; i++)
    for (let j = i + 1; j < places.length; j++) {
      const [a, b] = [places[i]!, places[j]!];
      if (a.x !== b.x && isPair(b.x - a.x)) slopes.push((b.y - a.y) / (b.x - a.x));
    }
  if (slopes.length < seasons) return null;
  slopes.sort((a, b) => a - b);
  const n = places.length / seasons;
  const half = Z * Math.sqrt(seasons * ((n * (n - 1) * (2 * n + 5)) / 18));
  const at = (rank: number): number => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(rank)))]!;
  return {
    value: median(slopes),
    low: at((slopes.length - half) / 2 - 1),
    high: at((slopes.length + half) / 2),
  };
}

/** Of sorted numbers. */
const median = (sorted: readonly number[]): number => {
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle - 0.5)]! + sorted[Math.ceil(middle - 0.5)]!) / 2;
};

/** Evenly, with the newest kept. */
function thinned(places: readonly Place[]): readonly Place[] {
  if (places.length <= MOST) return places;
  const step = (places.length - 1) / (MOST - 1);
  return Array.from({ length: MOST }, (_, index) => places[Math.round(index * step)]!);
}

/** How far points are from the line through the newest of them, at most 95 % of them. */
export function scatterOf(places: readonly Place[], slope: number): number {
  const last = places.at(-1)!;
  const residuals = places.map(({ x, y }) => Math.abs(y - (last.y + slope * (x - last.x)))).toSorted((a, b) => a - b);
  return residuals[Math.min(residuals.length - 1, Math.floor(residuals.length * 0.95))]!;
}
