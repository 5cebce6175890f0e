import { placeholderNames, placeholdersOf } from './placeholder-names.js';
import { compilePattern, parsePattern } from './pattern.js';
import type { Family, Grain, PlaceholderKind, Profile, RedisType } from './types.js';
import { compareVersions, isVersion, meet, type Range } from './version.js';

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;

/** The placeholder kinds that can hold the period of a grain. */
const PERIOD_KINDS: Record<Grain, readonly PlaceholderKind[]> = {
  total: [],
  none: [],
  month: ['month'],
  week: ['week', 'week-start', 'date-hour'],
  day: ['date'],
  hour: ['hour', 'date-hour'],
  minute: ['minute'],
};
const ALL_PERIOD_KINDS = Object.values(PERIOD_KINDS).flat();
/** Kinds that may hold a period in any form. Such a period has no known end, so its keys are never pruned. */
const FREE_KINDS: readonly PlaceholderKind[] = ['segment', 'integer'];

/** Problems of one family by itself. */
export function lintFamily(profile: Profile, family: Family): string[] {
  return [
    ...(ID.test(family.id) ? [] : ['the id must be kebab-case words joined by dots']),
    ...patternProblems(profile, family),
    ...periodProblems(profile, family),
    ...ttlProblems(family),
    ...memberProblems(family),
    ...versionProblems(profile, family),
    ...fieldReleaseProblems(profile, family),
    ...(family.examples.length === 0 ? ['there is no example'] : []),
  ];
}

const isPrunable = ({ valueClass }: Family): boolean => valueClass === 'optional' || valueClass === 'excess';

function patternProblems(profile: Profile, family: Family): string[] {
  const placeholders = { ...profile.placeholders, ...family.placeholders };
  try {
    compilePattern(family.pattern, placeholders);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const names = placeholderNames(family.pattern);
  const [first] = parsePattern(family.pattern);
  const unused = Object.keys(family.placeholders ?? {}).filter((name) => !names.includes(name));
  return [
    ...unused.map((name) => `placeholder {${name}} is declared but not in the pattern`),
    ...(new Set(names).size < names.length ? ['the pattern has the same placeholder twice'] : []),
    // Pruning removes only keys that are recognised with certainty, and a name that may start with anything is not.
    ...(isPrunable(family) && first && 'placeholder' in first
      ? [`class ${family.valueClass} needs a pattern that starts with literal text`]
      : []),
  ];
}

function periodProblems(profile: Profile, family: Family): string[] {
  const { grain, valueClass, keep } = family;
  const hasPeriods = grain !== 'total' && grain !== 'none';
  if (keep && !hasPeriods) return [`keep counts periods, but grain is ${grain}`];
  if (valueClass === 'secret' && hasPeriods) return [`class secret has no periods, but grain is ${grain}`];
  const kinds = placeholdersOf(profile, family).map((placeholder) => placeholder.kind);
  const periods = kinds.filter((kind) => ALL_PERIOD_KINDS.includes(kind));
  const [period] = periods;
  // Without a grain, no period of the family is ever known to have ended.
  if (!hasPeriods) return period && isPrunable(family) ? [`the pattern names a ${period}, but grain is ${grain}`] : [];
  const fits = period
    ? periods.some((kind) => PERIOD_KINDS[grain].includes(kind))
    : !isPrunable(family) && kinds.some((kind) => FREE_KINDS.includes(kind));
  return fits ? [] : [`grain is ${grain}, but no placeholder of the pattern can hold such a period`];
}

function ttlProblems({ ttl }: Family): string[] {
  const seconds = ttl.expires ? ttl.seconds : undefined;
  return seconds === undefined || (Number.isSafeInteger(seconds) && seconds > 0) ? [] : ['the TTL must be whole seconds above 0'];
}

function memberProblems(family: Family): string[] {
  const types: readonly RedisType[] = [family.type, ...(family.alsoTypes ?? [])];
  const fields = Object.keys({ ...family.fields, ...family.optionalFields });
  const unknown = (family.evidenceFields ?? []).filter((name) => !fields.includes(name));
  const twice = Object.keys(family.fields ?? {}).filter((name) => Object.hasOwn(family.optionalFields ?? {}, name));
  return [
    ...(fields.length > 0 && !types.includes('hash') ? [`a ${family.type} has no fields`] : []),
    ...unknown.map((name) => `evidence field ${name} is not among the fields`),
    ...twice.map((name) => `field ${name} is both needed and optional`),
    ...(family.ghostMembers && !types.includes('set') && !types.includes('zset')
      ? [`a ${family.type} has no ghost members`]
      : []),
    ...(family.growth && family.type === 'string' ? ['a string does not grow by elements'] : []),
    ...(family.alsoTypes?.includes(family.type) ? [`alsoTypes repeats ${family.type}`] : []),
  ];
}

/** A field's releases must be within the family's releases. */
function fieldReleaseProblems(profile: Profile, family: Family): string[] {
  const fields = { ...family.fields, ...family.optionalFields };
  return Object.entries(family.fieldReleases ?? {}).flatMap(([name, releases]) => {
    const invalid = versionProblems(profile, releases);
    const isOutside = invalid.length === 0 && !meet(family, releases);
    return [
      ...(Object.hasOwn(fields, name) ? [] : [`there is no field ${name}`]),
      ...invalid.map((problem) => `field ${name}: ${problem}`),
      ...(isOutside ? [`field ${name} is written by none of the family's releases`] : []),
    ];
  });
}

function versionProblems({ versions }: Profile, { since, until }: Range): string[] {
  const given = [since, until].flatMap((version) => version ?? []);
  if (given.length === 0) return [];
  if (!versions) return ['since and until need the versions of the profile'];
  const invalid = given.filter((version) => !isVersion(version));
  if (invalid.length > 0) return invalid.map((version) => `${version} is not a release`);
  const reversed = since !== undefined && until !== undefined && compareVersions(since, until) > 0;
  return reversed ? [`since ${since} is later than until ${until}`] : [];
}
