/** Limits in snapshots (RDB files), as they were decided then. */
import { readSnapshots } from '../usage/read-snapshots.js';
import type { ReadingResult } from '../usage/reading.js';
import { readLimits, type LimitsOptions } from './limits.js';
import type { LimitsData } from './model.js';

export const limitsOfSnapshots = (files: readonly string[], options: LimitsOptions): Promise<ReadingResult<LimitsData>> =>
  readSnapshots(files, options, (keys) => readLimits({ ...options, ...keys }));
