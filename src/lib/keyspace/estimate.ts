/** Estimates a family's totals from the sample of each stratum, with the 95 % interval. */

export interface StratumSum {
  keys: number;
  /** Keys whose value is known. */
  read: number;
  sum: number;
  sumSquares: number;
}

export interface Estimate {
  total: number;
  /** Variance of the total; 0 when every key was read. */
  variance: number;
}

/** Two-sided 95 % points of Student's t for 1 to 12 degrees of freedom; beyond, the normal value is close. */
const STUDENT_T = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18];
const NORMAL = 1.96;
/** Sum of a stratified sample; `null`: nothing was read. */
export function estimateTotal(strata: readonly StratumSum[]): Estimate | null {
  const read = strata.reduce((sum, stratum) => sum + stratum.read, 0);
  if (read === 0) return null;
  const pooledMean = strata.reduce((sum, stratum) => sum + stratum.sum, 0) / read;
  const pooledVariance = sampleVariance(
    read,
    pooledMean,
    strata.reduce((sum, stratum) => sum + stratum.sumSquares, 0),
  );
  let [total, variance] = [0, 0];
  for (const stratum of strata) {
    if (stratum.keys === 0) continue;
    const unread = stratum.keys - stratum.read;
    // A stratum with (almost) no read keys uses mean and spread of the whole family.
    const mean = stratum.read > 0 ? stratum.sum / stratum.read : pooledMean;
    total += stratum.sum + unread * mean;
    if (unread === 0) continue;
    const own = stratum.read > 1 ? sampleVariance(stratum.read, mean, stratum.sumSquares) : 0;
    // Another stratum may have found the rare large key that this stratum's sample has missed.
    const spread = Math.max(own, pooledVariance);
    const t = studentT(stratum.read > 1 ? stratum.read - 1 : read - 1) / NORMAL;
    variance += t * t * stratum.keys * unread * (spread / Math.max(stratum.read, 1));
  }
  return { total, variance };
}

/** Half the width of the 95 % interval. */
export const halfWidth = (variance: number): number => NORMAL * Math.sqrt(variance);

function sampleVariance(n: number, mean: number, sumSquares: number): number {
  return n < 2 ? mean * mean : Math.max(0, (sumSquares - n * mean * mean) / (n - 1));
}

function studentT(degrees: number): number {
  return degrees < 1 ? STUDENT_T[0]! : (STUDENT_T[degrees - 1] ?? NORMAL);
}

/** Wilson's 95 % interval of a share, from `hits` out of `n`. */
export function shareInterval(hits: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const z2 = NORMAL * NORMAL;
  const share = hits / n;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (NORMAL / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return { low: hits === 0 ? 0 : Math.max(0, centre - half), high: hits === n ? 1 : Math.min(1, centre + half) };
}
