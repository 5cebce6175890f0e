import type { EstimateInput } from './estimate-input.js';
import { commandsPerKey } from './key-load.js';

export const EXAMPLE_KEYS = 1000;

/** Commands a day that each `EXAMPLE_KEYS` keys add, if their number is unknown; `null`: none are missing. */
export function leftOut(
  { profile, version, workload, workloadFrom }: EstimateInput,
  settings: Readonly<Record<string, string>>,
): number | null {
  if (workload.keys > 0 || workloadFrom !== null) return null;
  const more = EXAMPLE_KEYS * commandsPerKey(profile, version, workload, settings);
  if (more === 0) return null;
  return more;
}
