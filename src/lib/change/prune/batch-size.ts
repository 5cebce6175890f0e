/** How many keys are archived and changed together. */
import type { PlanFamily } from '../plan/model.js';

const MOST_KEYS = 512;
/** Of values in one batch. Memory holds a few batches. */
const MOST_BYTES = 4 * 2 ** 20;

/** Fewer where the keys of a family are large on average. Lists and streams are trimmed one by one, so they do not count. */
export function batchSize(families: readonly Pick<PlanFamily, 'action' | 'keys' | 'bytes'>[]): number {
  let largest = 1;
  for (const { action, keys, bytes } of families)
    if (action !== 'trim' && keys > 0) largest = Math.max(largest, (bytes ?? 0) / keys);
  return Math.max(1, Math.min(MOST_KEYS, Math.floor(MOST_BYTES / largest)));
}
