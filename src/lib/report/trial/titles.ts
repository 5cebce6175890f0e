import type { LimiterId } from '../../trial/model.js';

const TITLES: Readonly<Record<LimiterId, string>> = {
  legacyList: 'list, command by command',
  listLog: 'same list, one script',
  fixedWindow: 'fixed window',
  slidingWindow: 'sliding window',
  tokenBucket: 'token bucket',
  gcra: 'GCRA',
  zsetLog: 'log in a sorted set',
};

export const limiterTitle = (id: LimiterId): string => TITLES[id];
