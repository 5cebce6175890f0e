import type { Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import { flowsOf } from './flows.js';
import { loadOf } from './totals.js';
import { workloadOf } from './workload.js';

/** So many that begun hundreds do not matter. */
export const MANY_KEYS = 1_000_000;

/** Commands a day that each key makes jobs send which walk over all of them; 0 where no job does. */
export function commandsPerKey(
  profile: Profile,
  version: string | null,
  workload: Workload,
  env: Readonly<Record<string, string>> = {},
): number {
  const perDay = (keys: number): number => loadOf(flowsOf(profile, version, { ...workload, keys }, env)).perDay.wire;
  return (perDay(2 * MANY_KEYS) - perDay(MANY_KEYS)) / MANY_KEYS;
}

/** True where the load depends on the number of keys. */
export const growsWithKeys = (profile: Profile, version: string | null): boolean =>
  commandsPerKey(profile, version, workloadOf(profile)) > 0;
