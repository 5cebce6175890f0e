import { usageError } from '../format/errors.js';
import type { Profile } from '../profile/types.js';
import type { Workload, WorkloadCount } from '../profile/operations.js';

/** Defaults: the load of the documents' own example. */
const ASSUMED: Workload = {
  requestsPerDay: 3000,
  accounts: 2,
  models: 1,
  apiKeys: 1,
  queues: 1,
  workers: 1,
  keys: 0,
  shares: {},
};

/** Fills in the defaults. Throws a usage error of one sentence for an impossible load. */
export function workloadOf(profile: Profile, given: Partial<Workload> = {}): Workload {
  // Each queue has a worker unless stated.
  const workload = { ...ASSUMED, workers: given.queues ?? ASSUMED.workers, ...given };
  const { shares, requestsPerDay, ...counts } = workload;
  if (!(Number.isFinite(requestsPerDay) && requestsPerDay >= 0)) throw usageError('The requests must be a number of 0 or more.');
  for (const [name, count] of Object.entries(counts)) {
    if (!(Number.isSafeInteger(count) && count >= 0))
      throw usageError(`The number of ${NAMES[name]} must be whole, and 0 or more.`);
  }
  const known = new Set((profile.operations?.conditions ?? []).map(({ id }) => id));
  for (const [id, share] of Object.entries(shares)) {
    if (!known.has(id)) throw usageError(`Profile ${profile.name} has no condition "${id}".`, `Known: ${[...known].join(', ')}.`);
    if (!(share >= 0 && share <= 1)) throw usageError(`The share of ${id} must lie between 0 and 1.`);
  }
  return workload;
}

/** The numbers of a workload that matter to the application. */
export const countsOf = ({ operations }: Profile): readonly WorkloadCount[] =>
  operations?.load?.counts ?? ['apiKeys', 'accounts', 'models'];

const NAMES: Readonly<Record<string, string>> = {
  accounts: 'accounts',
  models: 'models',
  apiKeys: 'API keys',
  queues: 'queues',
  workers: 'workers',
  keys: 'keys',
};
