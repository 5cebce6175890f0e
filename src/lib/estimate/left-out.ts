import { formatCount } from '../format/number.js';
import type { EstimateInput } from './estimate-input.js';
import { commandsPerKey } from './key-load.js';

const THOUSAND = 1000;

/** What the figures lack when the number of keys is unknown, and how to give it; `null`: nothing. */
export function leftOut(
  { profile, version, workload, workloadFrom }: EstimateInput,
  settings: Readonly<Record<string, string>>,
): string | null {
  if (workload.keys > 0 || workloadFrom !== null) return null;
  const more = THOUSAND * commandsPerKey(profile, version, workload, settings);
  if (more === 0) return null;
  return (
    'Background jobs that walk over all keys are not in these figures: give --keys N, --env-file FILE, --url URL or --rdb FILE. ' +
    `Each ${formatCount(THOUSAND)} keys add ${formatCount(more)} commands a day.`
  );
}
