import type { Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import { flowsOf } from './flows.js';
import { loadOf } from './totals.js';
import { workloadOf } from './workload.js';

/** Enough keys that rounding up to whole hundreds does not matter. */
export const MANY_KEYS = 1_000_000;

/** Commands per day and key, sent by jobs that walk over all keys; 0: no such job. */
export function commandsPerKey(
  profile: Profile,
  version: string | null,
  workload: Workload,
  env: Readonly<Record<string, string>> = {},
): number {
  const perDay = (keys: number): number => loadOf(flowsOf(profile, version, { ...workload, keys }, env)).perDay.wire;
  return (perDay(2 * MANY_KEYS) - perDay(MANY_KEYS)) / MANY_KEYS;
}

/** True when the load depends on the number of keys. */
export const growsWithKeys = (profile: Profile, version: string | null): boolean =>
  commandsPerKey(profile, version, workloadOf(profile)) > 0;
