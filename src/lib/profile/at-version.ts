import { placeholderNames, placeholdersOf } from './placeholder-names.js';
import type { Operations } from './operations.js';
import type { Family, OffsetSource, Owner, Profile } from './types.js';
import { inRange } from './version.js';

/** The profile as that release knows it: without the families it does not write and without what speaks of them. */
export function atVersion(profile: Profile, version: string): Profile {
  const families = profile.families.filter((family) => inRange(family.since, family.until, version));
  const known = new Set(families.map((family) => family.id));
  const owners = (profile.owners ?? []).flatMap((owner) => ownerOf(owner, profile, families));
  const { fingerprints = [], upgradeSigns = [] } = profile;
  return {
    ...profile,
    placeholders: usedPlaceholders(profile.placeholders, [
      ...families.map(({ pattern }) => pattern),
      ...owners.flatMap(({ exists }) => exists),
    ]),
    families,
    fingerprints: fingerprints.filter((sign) => known.has(sign.family) && inRange(sign.since, undefined, version)),
    upgradeSigns: upgradeSigns.filter((sign) => known.has(sign.older) && known.has(sign.newer)),
    owners,
    ...(profile.offset && { offset: offsetOf(profile.offset, known) }),
    ...(profile.operations && { operations: operationsOf(profile.operations, version) }),
  };
}

function usedPlaceholders(placeholders: Profile['placeholders'], patterns: readonly string[]): Profile['placeholders'] {
  const used = new Set(patterns.flatMap(placeholderNames));
  return Object.fromEntries(Object.entries(placeholders).filter(([name]) => used.has(name)));
}

/** Nothing when no family of that release names such an owner. */
function ownerOf(owner: Owner, profile: Profile, families: readonly Family[]): Owner[] {
  const naming = families.filter((family) =>
    placeholdersOf(profile, family).some(({ dimension }) => dimension === owner.dimension),
  );
  if (!owner.usedIn) return naming.length > 0 ? [owner] : [];
  const usedIn = owner.usedIn.filter((id) => naming.some((family) => family.id === id));
  return usedIn.length > 0 ? [{ ...owner, usedIn }] : [];
}

/** What that release sends, which needs no dates any more. */
function operationsOf({ events, figures = [], ...rest }: Operations, version: string): Operations {
  const sent = <Part extends { since?: string; until?: string }>(parts: readonly Part[]): Omit<Part, 'since' | 'until'>[] =>
    parts.flatMap(({ since, until, ...part }) => (inRange(since, until, version) ? [part] : []));
  return {
    ...rest,
    events: sent(events).map((event) => ({ ...event, writes: sent(event.writes) })),
    figures: sent(figures),
  };
}

function offsetOf({ records, ...offset }: OffsetSource, known: ReadonlySet<string>): OffsetSource {
  return records && known.has(records.family) && known.has(records.hourly) ? { ...offset, records } : offset;
}
