/** Selects the invariants to check, and the families. */
import { usageError } from '../format/errors.js';
import { nearest } from '../format/nearest.js';
import { safeText } from '../format/terminal.js';
import type { Invariant } from '../profile/invariants.js';
import { familyIdNamed } from '../profile/family-named.js';
import { invariantFamilies } from '../profile/lint-invariants.js';
import type { Profile } from '../profile/types.js';

export interface Selection {
  /** Ids; empty: all. */
  invariants: readonly string[];
  families: readonly string[];
}

/** True when the invariant is selected and covers a selected family. */
export function isSelected({ invariants, families }: Selection, profile: Profile, invariant: Invariant): boolean {
  if (invariants.length > 0 && !invariants.includes(invariant.id)) return false;
  if (families.length === 0) return true;
  return concerned(profile, invariant).some((id) => families.includes(id));
}

/** The families that the invariant covers, including those found by role or owner. */
export function concerned(profile: Profile, invariant: Invariant): string[] {
  const withRole = (roles: readonly string[]): string[] =>
    profile.families.filter(({ role }) => roles.includes(role)).map(({ id }) => id);
  switch (invariant.kind) {
    case 'values':
      return withRole(invariant.roles);
    case 'ttl':
      return invariant.families ? invariantFamilies(invariant) : withRole(invariant.roles ?? []);
    case 'owner':
      return [...((profile.owners ?? []).find(({ dimension }) => dimension === invariant.dimension)?.usedIn ?? [])];
    case 'index': {
      const lists = profile.families.find(({ id }) => id === invariant.index)?.lists;
      return [invariant.index, ...(lists ? [lists.family] : [])];
    }
    default:
      return invariantFamilies(invariant);
  }
}

/** The selection with the id of each family that it names by id or pattern. Throws a usage error for what none of the profiles has. */
export function selectionNamed({ invariants, families }: Selection, profiles: readonly Profile[]): Selection {
  const known = profiles.flatMap(({ consistency }) => (consistency?.invariants ?? []).map(({ id }) => id));
  for (const id of invariants) if (!known.includes(id)) throw unknown('invariant', id, known);
  return { invariants, families: families.map((family) => familyIdNamed(family, profiles)) };
}

function unknown(what: string, id: string, known: readonly string[]): Error {
  const near = nearest(id, known);
  return usageError(
    `No profile has the ${what} "${safeText(id).slice(0, 40)}".`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'List them: meter profile show PROFILE',
  );
}

/** The invariant with this id, from the first profile that has one. */
export function findInvariant(id: string, profiles: readonly Profile[]): { profile: Profile; invariant: Invariant } {
  for (const profile of profiles) {
    const invariant = profile.consistency?.invariants.find((candidate) => candidate.id === id);
    if (invariant) return { profile, invariant };
  }
  throw unknown(
    'invariant',
    id,
    profiles.flatMap(({ consistency }) => (consistency?.invariants ?? []).map((invariant) => invariant.id)),
  );
}
