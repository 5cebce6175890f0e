import { flowsOf } from '../estimate/flows.js';
import type { Workload } from '../profile/operations.js';
import type { Family, Profile } from '../profile/types.js';

/** A hash field that the application increments by one per request. */
export interface RequestField {
  family: Family;
  field: string;
}

/**
 * The fields that show the number of requests, best first: for the whole system, then all-time totals, then others. Empty for an
 * application without such a counter.
 */
export function requestFields(profile: Profile, version: string | null, workload: Workload): RequestField[] {
  const always = new Set(
    flowsOf(profile, version, { ...workload, requestsPerDay: 1 })
      .filter(({ perRequest }) => perRequest === 1)
      .flatMap(({ commands }) => commands)
      .filter(({ command }) => command === 'HINCRBY')
      .map(({ family }) => family),
  );
  // A document without keys may mean any counter.
  const counts = ({ id, role }: Family): boolean => always.has(id) || (always.has(null) && role === 'counter');
  return profile.families
    .flatMap((family) => {
      const [field] =
        Object.entries(family.fields ?? {}).find(([name, unit]) => unit === 'requests' && !name.includes('{')) ?? [];
      return field !== undefined && counts(family) ? [{ family, field }] : [];
    })
    .toSorted((a, b) => rank(a.family) - rank(b.family));
}

const rank = (family: Family): number => (family.pattern.includes('{') ? 2 : 0) + (family.grain === 'total' ? 0 : 1);
