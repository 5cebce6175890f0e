import { placeholderNames, placeholdersOf } from './placeholder-names.js';
import { compilePattern } from './pattern.js';
import type { Family, Fingerprint, Owner, Placeholder, Profile } from './types.js';
import { compareVersions, inRange, isVersion } from './version.js';

/** Problems of the parts of a profile that refer to families. */
export function lintReferences(profile: Profile): string[] {
  const families = new Map(profile.families.map((family) => [family.id, family]));
  const { records } = profile.offset ?? {};
  return [
    ...versionProblems(profile),
    ...unusedPlaceholders(profile),
    ...missing(families, (profile.together ?? []).flat(), 'together'),
    ...(profile.fingerprints ?? []).flatMap((sign) => fingerprintProblems(profile, sign, families)),
    ...(profile.upgradeSigns ?? []).flatMap((sign) => [
      ...missing(families, [sign.older, sign.newer], `upgrade sign "${sign.sign}"`),
      ...releaseProblems(profile, sign.since, `upgrade sign "${sign.sign}"`),
    ]),
    ...(profile.owners ?? []).flatMap((owner) => ownerProblems(profile, owner, families)),
    ...(profile.releaseKey === undefined ? [] : releaseKeyProblems(profile.releaseKey, families)),
    ...(records ? missing(families, [records.family, records.hourly], 'the offset') : []),
  ];
}

const missing = (families: ReadonlyMap<string, Family>, ids: readonly string[], where: string): string[] =>
  ids.filter((id) => !families.has(id)).map((id) => `${where} names family ${id}, which does not exist`);

function versionProblems({ versions }: Profile): string[] {
  if (!versions) return [];
  if (!isVersion(versions.oldest) || !isVersion(versions.newest)) return ['versions must be releases such as 1.2.3'];
  return compareVersions(versions.oldest, versions.newest) > 0 ? ['versions: the oldest is later than the newest'] : [];
}

function releaseProblems({ versions }: Profile, since: string, where: string): string[] {
  if (!versions) return [`${where} names a release, but the profile has no versions`];
  if (!isVersion(since)) return [`${where}: ${since} is not a release`];
  return inRange(undefined, versions.newest, since) ? [] : [`${where}: ${since} is later than the newest version`];
}

function unusedPlaceholders(profile: Profile): string[] {
  const patterns = [
    ...profile.families.map((family) => family.pattern),
    ...(profile.owners ?? []).flatMap((owner) => owner.exists),
  ];
  const used = new Set(patterns.flatMap(placeholderNames));
  return Object.keys(profile.placeholders)
    .filter((name) => !used.has(name))
    .map((name) => `placeholder {${name}} is declared but in no pattern`);
}

function releaseKeyProblems(id: string, families: ReadonlyMap<string, Family>): string[] {
  const family = families.get(id);
  if (!family) return missing(families, [id], 'the release key');
  const isOneKey = family.type === 'string' && placeholderNames(family.pattern).length === 0;
  return isOneKey ? [] : [`the release key ${id} must be one string without placeholders`];
}

function fingerprintProblems(profile: Profile, sign: Fingerprint, families: ReadonlyMap<string, Family>): string[] {
  const where = `fingerprint "${sign.sign}"`;
  const family = families.get(sign.family);
  if (!family) return missing(families, [sign.family], where);
  const { name, field } = sign;
  return [
    ...releaseProblems(profile, sign.since, where),
    ...(sign.always === undefined ? [] : missing(families, [sign.always], where)),
    ...(name && !family.examples.some((example) => name.test(example))
      ? [`${where}: no example of ${family.id} has such a name`]
      : []),
    ...(field !== undefined && !hasField(family, field) ? [`${where}: family ${family.id} has no field ${field}`] : []),
  ];
}

const hasField = (family: Family, field: string): boolean => Object.hasOwn({ ...family.fields, ...family.optionalFields }, field);

function ownerProblems(profile: Profile, owner: Owner, families: ReadonlyMap<string, Family>): string[] {
  const where = `owner "${owner.title}"`;
  const uses = (family: Family): boolean =>
    placeholdersOf(profile, family).some((placeholder) => placeholder.dimension === owner.dimension);
  const strangers = (owner.usedIn ?? []).filter((id) => families.has(id) && !uses(families.get(id)!));
  return [
    ...(profile.families.some(uses) ? [] : [`${where}: no family has the dimension ${owner.dimension}`]),
    ...owner.exists.flatMap((pattern) => existsProblems(profile.placeholders, pattern).map((problem) => `${where}: ${problem}`)),
    ...missing(families, owner.usedIn ?? [], where),
    ...strangers.map((id) => `${where}: family ${id} has no dimension ${owner.dimension}`),
  ];
}

function existsProblems(placeholders: Readonly<Record<string, Placeholder>>, pattern: string): string[] {
  try {
    const { slots } = compilePattern(pattern, placeholders);
    return slots.length === 1 ? [] : [`pattern ${pattern} must have exactly one placeholder, the id`];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
