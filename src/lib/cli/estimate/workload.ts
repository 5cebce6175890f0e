import { workloadOf } from '../../estimate/workload.js';
import type { Workload } from '../../profile/operations.js';
import type { Profile } from '../../profile/types.js';
import { sharesOf } from '../flags/shares.js';
import type { LoadGiven } from './options.js';

/** Facts about the load from data; absent or `null`: unknown. */
export interface Counted {
  keys: number | null;
  apiKeys?: number | null;
  accounts?: number | null;
  models?: number | null;
}

/** The given load, completed from the data. Throws usage errors of one sentence. */
export function workloadFrom(load: LoadGiven, profile: Profile, data: Counted | null): Workload {
  const known = Object.entries({
    accounts: load.accounts ?? data?.accounts,
    models: load.models ?? data?.models,
    apiKeys: load.apiKeys ?? data?.apiKeys,
    keys: load.keys ?? data?.keys,
  }).filter(([, value]) => value !== undefined && value !== null);
  return workloadOf(profile, {
    requestsPerDay: load.requestsPerDay,
    ...Object.fromEntries(known),
    shares: sharesOf(load.shares, profile),
  });
}
