import { growthFrom } from '../growth/growth.js';
import { readHistory } from '../growth/history/file.js';
import type { GrowthData } from '../growth/model.js';

export interface GrowthOptions {
  /** Days to forecast (7, 30, 90), the nearest first. */
  days?: readonly number[];
  /** Commands a day that each key adds, as jobs of the application walk over all keys (0). */
  commandsPerKey?: number;
}

/**
 * Forecasts from a file that `meter audit --history` has kept. Throws a `MeterError` if it has fewer than three audits, or less than
 * a day.
 */
export async function growthOfHistory(file: string, options: GrowthOptions = {}): Promise<GrowthData> {
  const { days = [7, 30, 90], commandsPerKey = 0 } = options;
  const { records, skipped } = await readHistory(file);
  return growthFrom({ records, from: 'history', file, skipped }, { days, commandsPerKey });
}
