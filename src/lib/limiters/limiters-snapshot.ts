/** Limiters in snapshots (RDB files), as they were then. */
import { readSnapshots } from '../usage/read-snapshots.js';
import type { ReadingResult } from '../usage/reading.js';
import { readLimiters } from './limiters.js';
import type { LimitersOptions } from './input.js';
import type { LimitersData } from './model.js';
import { SNAPSHOT_SAYS } from './server.js';

export const limitersOfSnapshots = (files: readonly string[], options: LimitersOptions): Promise<ReadingResult<LimitersData>> =>
  readSnapshots(files, options, (keys) => readLimiters({ ...options, ...keys, says: SNAPSHOT_SAYS }));
