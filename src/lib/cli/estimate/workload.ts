import { countsOf, workloadOf } from '../../estimate/workload.js';
import type { Workload, WorkloadCount } from '../../profile/operations.js';
import type { Profile } from '../../profile/types.js';
import { sharesOf } from '../flags/shares.js';
import type { LoadGiven } from './options.js';

/** Facts about the load from data; absent or `null`: unknown. */
export interface Counted {
  keys: number | null;
  apiKeys?: number | null;
  accounts?: number | null;
  models?: number | null;
  queues?: number | null;
}

/** The given load, completed from the data. Throws usage errors of one sentence. */
export function workloadFrom(load: LoadGiven, profile: Profile, data: Counted | null): Workload {
  const known = Object.entries(countsFrom(load, data)).filter(([, value]) => value !== null);
  return workloadOf(profile, {
    requestsPerDay: load.requestsPerDay,
    ...Object.fromEntries(known),
    shares: sharesOf(load.shares, profile),
  });
}

/** The counts that are neither given nor known from the data. */
export function assumedCounts(load: LoadGiven, data: Counted | null, profile: Profile): WorkloadCount[] {
  const known = countsFrom(load, data);
  return countsOf(profile).filter((count) => known[count] === null);
}

const countsFrom = (load: LoadGiven, data: Counted | null): Record<WorkloadCount | 'keys', number | null> => ({
  accounts: load.accounts ?? data?.accounts ?? null,
  models: load.models ?? data?.models ?? null,
  apiKeys: load.apiKeys ?? data?.apiKeys ?? null,
  queues: load.queues ?? data?.queues ?? null,
  workers: load.workers,
  keys: load.keys ?? data?.keys ?? null,
});
