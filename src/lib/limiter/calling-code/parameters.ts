import type { AlgorithmName } from '../script.js';

/** What the fourth argument of a rule is, by algorithm. */
export type Extra = 'offset' | 'burst' | 'none';

const EXTRA: Readonly<Record<AlgorithmName, Extra>> = {
  listLog: 'offset',
  fixedWindow: 'none',
  slidingWindow: 'none',
  tokenBucket: 'burst',
  gcra: 'burst',
  zsetLog: 'none',
};

export const extraOf = (algorithm: AlgorithmName): Extra => EXTRA[algorithm];
