import type { Consistency, Invariant } from './invariants.js';
import { inRange } from './version.js';

/** What holds in the data of that release, which has these families and owners. */
export function consistencyOf(
  { invariants, drifts, ...rest }: Consistency,
  version: string,
  known: ReadonlySet<string>,
  owners: readonly string[],
): Consistency {
  const of = invariants.filter(({ since, until }) => inRange(since, until, version));
  return {
    ...rest,
    invariants: of.flatMap((invariant) => narrowed(invariant, known, owners)),
    drifts: drifts.filter(({ dimension }) => dimension === undefined || owners.includes(dimension)),
  };
}

/** Nothing when that release has none of its families. */
function narrowed(invariant: Invariant, known: ReadonlySet<string>, owners: readonly string[]): Invariant[] {
  const all = (...families: readonly string[]): Invariant[] => (families.every((id) => known.has(id)) ? [invariant] : []);
  switch (invariant.kind) {
    case 'fields': {
      const places = invariant.in.flatMap((place) => {
        const families = place.families.filter((id) => known.has(id));
        return families.length > 0 ? [{ ...place, families }] : [];
      });
      return places.length > 0 ? [{ ...invariant, in: places }] : [];
    }
    case 'sum':
      return all(
        invariant.parts.family,
        invariant.whole.family,
        ...(invariant.leftBehind === undefined ? [] : [invariant.leftBehind]),
      );
    case 'presence':
      return all(invariant.left, invariant.right);
    case 'owner':
      return owners.includes(invariant.dimension) ? [invariant] : [];
    case 'index':
      return all(invariant.index);
    case 'listing':
      return all(invariant.list, invariant.entity);
    case 'ttl': {
      if (!invariant.families) return [invariant];
      const families = invariant.families.filter(({ family }) => known.has(family));
      return families.length > 0 ? [{ ...invariant, families }] : [];
    }
    case 'carried':
      return all(invariant.family);
    case 'values':
      return [invariant];
  }
}
