import { placeholderNames } from './placeholder-names.js';
import type { Family, Profile } from './types.js';

/** Problems of index listings and of leaks. */
export function lintListings(profile: Profile): string[] {
  const families = new Map(profile.families.map((family) => [family.id, family]));
  return profile.families.flatMap((family) => [...listingProblems(family, families), ...leakProblems(family)]);
}

function listingProblems(index: Family, families: ReadonlyMap<string, Family>): string[] {
  const { lists } = index;
  if (!lists) return [];
  const where = `index ${index.id}`;
  const listed = families.get(lists.family);
  const marker = lists.marker === undefined ? undefined : families.get(lists.marker);
  if (!listed) return [`${where} lists family ${lists.family}, which does not exist`];
  const given = [...placeholderNames(lists.member), ...placeholderNames(index.pattern)];
  const missing = placeholderNames(listed.pattern).filter((name) => !given.includes(name));
  const unknown = given.filter((name) => !placeholderNames(listed.pattern).includes(name));
  return [
    ...(index.type === 'set' ? [] : [`${where} is a ${index.type}, and only sets list members`]),
    ...missing.map((name) => `${where}: neither its name nor its members contain {${name}} of ${listed.id}`),
    ...unknown.map((name) => `${where}: ${listed.id} has no {${name}}`),
    ...(lists.marker !== undefined && marker === undefined
      ? [`${where} has the marker ${lists.marker}, which does not exist`]
      : []),
    ...(marker && String(placeholderNames(marker.pattern)) !== String(placeholderNames(index.pattern))
      ? [`${where}: its marker ${marker.id} has other placeholders`]
      : []),
  ];
}

function leakProblems({ id, leak, pattern }: Family): string[] {
  const own = placeholderNames(pattern);
  return placeholderNames(leak?.unless ?? '')
    .filter((name) => !own.includes(name))
    .map((name) => `the leak of ${id} names {${name}}, which is not in its pattern`);
}
