/** Describes an invariant in words: what is compared, and its exceptions. */
import type { Invariant } from '../profile/invariants.js';
import type { Profile } from '../profile/types.js';
import type { ExplainedData } from './model.js';
import { concerned } from './selection.js';

export function explain(profile: Profile, invariant: Invariant): ExplainedData {
  return {
    id: invariant.id,
    profile: profile.name,
    title: invariant.title,
    kind: invariant.kind,
    compares: compares(profile, invariant),
    families: concerned(profile, invariant),
    cause: invariant.cause,
    repair: repairs(invariant),
    drifts: (profile.consistency?.drifts ?? [])
      .filter((drift) => mayExplain(invariant, drift))
      .map(({ id, title, rule }) => ({ id, title, rule })),
  };
}

function compares(profile: Profile, invariant: Invariant): string[] {
  const pattern = (id: string): string => profile.families.find((family) => family.id === id)?.pattern ?? id;
  switch (invariant.kind) {
    case 'fields':
      return invariant.in.map(
        ({ families, whole, parts }) =>
          `${whole} ${invariant.compare === 'equal' ? '=' : '≥'} ${parts.join(' + ')} in ${families.map(pattern).join(', ')}`,
      );
    case 'sum': {
      const { parts, whole, compare, tolerance } = invariant;
      const per = tolerance && (typeof tolerance.per === 'string' ? 'part' : 'request');
      return [
        `Σ ${pattern(parts.family)} ${compare === 'at-most' ? '≤' : '='} ${pattern(whole.family)}`,
        Object.entries(parts.quantities)
          .map(([name, field]) => `${field ?? 'value'} with ${whole.quantities[name] ?? 'value'}`)
          .join(', '),
        ...(tolerance ? [`to within ${tolerance.amount} USD for each ${per}`] : []),
      ];
    }
    case 'presence':
      return [`${pattern(invariant.left)} exists exactly when ${pattern(invariant.right)} does`];
    case 'owner':
      return [`for each ${invariant.dimension} in use, its key exists`];
    case 'index':
      return [`members of ${pattern(invariant.index)} and the keys that they list, in both directions`];
    case 'listing':
      return [`members of ${pattern(invariant.list)} and what each ${pattern(invariant.entity)} puts there`];
    case 'ttl':
      return ['the TTL of each key with the TTL of its family'];
    case 'values':
      return ['the type of each key and the form of each number'];
    case 'carried':
      return [`${invariant.field} of ${pattern(invariant.family)} with that of the day before`];
  }
}

function repairs(invariant: Invariant): string {
  if (invariant.unrepairable !== undefined) return `none: ${invariant.unrepairable}`;
  switch (invariant.kind) {
    case 'fields':
    case 'sum':
      return 'the whole is raised to the sum of its parts where they are complete, and never lowered';
    case 'index':
    case 'listing':
      return 'missing members are added, and unexpected members are removed';
    case 'ttl':
      return 'the key gets the TTL that it should have';
    default:
      return 'nothing: the missing data is not stored elsewhere';
  }
}

type Drift = NonNullable<Profile['consistency']>['drifts'][number];

function mayExplain(invariant: Invariant, { id, how }: Drift): boolean {
  const grouped = ['sum', 'presence', 'index'].includes(invariant.kind);
  switch (how) {
    case 'guard':
      return JSON.stringify(invariant).includes(`"${id}"`);
    case 'tolerance':
      return invariant.kind === 'sum' && invariant.tolerance !== undefined;
    case 're-read':
      return true;
    case 'owner-gone':
      return grouped || invariant.kind === 'owner';
    default:
      return grouped;
  }
}
