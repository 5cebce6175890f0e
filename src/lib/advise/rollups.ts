/** What `meter migrate --rollup` can do: statistics by a short period are added up, then removed. */
export interface Rollup {
  id: string;
  title: string;
  /** The two words of `--rollup`. */
  words: readonly [fine: string, coarse: string];
}

export const ROLLUPS: readonly Rollup[] = [
  { id: 'hourly', title: 'add statistics by the hour up to days, then remove them', words: ['hourly', 'daily'] },
  { id: 'daily', title: 'add statistics by the day up to months, then remove them', words: ['daily', 'monthly'] },
];
