/** Usage in snapshots (RDB files). */
import type { UsageData } from './model.js';
import { readSnapshots } from './read-snapshots.js';
import type { ReadingResult } from './reading.js';
import { readUsage, type UsageOptions } from './usage.js';

export const usageOfSnapshots = (files: readonly string[], options: UsageOptions): Promise<ReadingResult<UsageData>> =>
  readSnapshots(files, options, (keys) => readUsage({ ...options, ...keys }));
