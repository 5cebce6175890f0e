/** What `meter migrate --rollup` can do: statistics by a short period are added up, then removed. */
import { plainMessage } from '../format/message.js';
import type { RemedyTitle } from './words.js';

export interface Rollup {
  id: string;
  title: RemedyTitle;
  /** The two words of `--rollup`. */
  words: readonly [fine: string, coarse: string];
}

export const ROLLUPS: readonly Rollup[] = [
  { id: 'hourly', title: plainMessage('sum-hours'), words: ['hourly', 'daily'] },
  { id: 'daily', title: plainMessage('sum-days'), words: ['daily', 'monthly'] },
];
