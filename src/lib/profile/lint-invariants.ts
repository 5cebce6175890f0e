import type { Invariant, SumInvariant } from './invariants.js';
import { placeholderNames } from './placeholder-names.js';
import { meet, overlap, type Range } from './version.js';
import type { Family, Placeholder, PlaceholderKind, Profile } from './types.js';

/** Problems of a profile's invariants. */
export function lintInvariants(profile: Profile): string[] {
  const { consistency } = profile;
  if (!consistency) return [];
  const { invariants, drifts } = consistency;
  const families = new Map(profile.families.map((family) => [family.id, family]));
  const known = new Set(drifts.map(({ id }) => id));
  return [
    ...repeated(invariants.map(({ id }) => id)).map((id) => `invariant ${id} is defined twice`),
    ...repeated(drifts.map(({ id }) => id)).map((id) => `drift ${id} is defined twice`),
    ...drifts.flatMap(({ id, dimension }) => ownerProblems(profile, dimension).map((problem) => `drift ${id}: ${problem}`)),
    ...invariants.flatMap((invariant) =>
      [
        ...familyProblems(invariant, families),
        ...driftIds(invariant)
          .filter((id) => !known.has(id))
          .map((id) => `drift ${id} does not exist`),
        ...kindProblems(profile, invariant, families),
        ...releaseProblems(invariant, families),
      ].map((problem) => `invariant ${invariant.id}: ${problem}`),
    ),
  ];
}

const repeated = (ids: readonly string[]): string[] => [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];

const familyProblems = (invariant: Invariant, families: ReadonlyMap<string, Family>): string[] =>
  invariantFamilies(invariant)
    .filter((id) => !families.has(id))
    .map((id) => `family ${id} does not exist`);

/** The families that the invariant names. Some invariants find further families by role or owner. */
export function invariantFamilies(invariant: Invariant): string[] {
  switch (invariant.kind) {
    case 'fields':
      return invariant.in.flatMap(({ families }) => families);
    case 'sum':
      return [
        invariant.parts.family,
        invariant.whole.family,
        ...(invariant.leftBehind === undefined ? [] : [invariant.leftBehind]),
        ...(invariant.whereEqual ?? []),
      ];
    case 'presence':
      return [invariant.left, invariant.right];
    case 'index':
      return [invariant.index];
    case 'listing':
      return [invariant.list, invariant.entity];
    case 'ttl':
      return (invariant.families ?? []).map(({ family }) => family);
    case 'carried':
      return [invariant.family];
    case 'owner':
    case 'values':
      return [];
  }
}

function driftIds(invariant: Invariant): string[] {
  switch (invariant.kind) {
    case 'sum':
      return [...(invariant.guards ?? []), invariant.clocks ?? [], invariant.setAnew ?? []].flat().map(({ drift }) => drift);
    case 'presence':
      return invariant.alone ? [invariant.alone.drift] : [];
    case 'index':
      return invariant.ghosts === undefined ? [] : [invariant.ghosts];
    case 'listing':
      return invariant.refreshed === undefined ? [] : [invariant.refreshed];
    case 'ttl':
      return invariant.drift === undefined ? [] : [invariant.drift];
    default:
      return [];
  }
}

function kindProblems(profile: Profile, invariant: Invariant, families: ReadonlyMap<string, Family>): string[] {
  switch (invariant.kind) {
    case 'fields':
      return invariant.in.flatMap((place) =>
        place.families.flatMap((id) => missingFields(families.get(id), [place.whole, ...place.parts])),
      );
    case 'sum':
      return [
        ...sumProblems(invariant, families),
        ...groupingProblems(profile, invariant, families),
        ...besideProblems(invariant, families),
      ];
    case 'owner':
      return ownerProblems(profile, invariant.dimension);
    case 'index':
      return families.get(invariant.index)?.lists ? [] : [`${invariant.index} does not say what it lists`];
    case 'presence': {
      const names = [invariant.left, invariant.right].map((id) => placeholderNames(families.get(id)?.pattern ?? '').join());
      return names[0] === names[1] ? [] : ['the two names have other placeholders'];
    }
    case 'carried': {
      const family = families.get(invariant.family);
      const isNamed = !family || placeholderNames(family.pattern).includes(invariant.period);
      return [
        ...missingFields(family, [invariant.field, ...invariant.beside]),
        ...(isNamed ? [] : [`${invariant.family} has no {${invariant.period}}`]),
      ];
    }
    default:
      return [];
  }
}

/** Compared families and fields must exist together in some release; an index must not list a newer family. */
function releaseProblems(invariant: Invariant, families: ReadonlyMap<string, Family>): string[] {
  const known = invariantFamilies(invariant).flatMap((id) => families.get(id) ?? []);
  if (invariant.kind === 'fields' || invariant.kind === 'ttl') return [];
  const common = known.reduce<Range>(overlap, invariant);
  if (!meet(common, {})) return ['no release writes all of its families'];
  if (invariant.kind !== 'sum') return [];
  return Object.keys(invariant.parts.quantities).flatMap((name) => {
    const ranges = [invariant.parts, invariant.whole].map(
      (side) => families.get(side.family)?.fieldReleases?.[side.quantities[name] ?? ''] ?? {},
    );
    return meet(ranges.reduce<Range>(overlap, common), {}) ? [] : [`no release writes ${name} on both sides`];
  });
}

const ownerProblems = ({ owners = [] }: Profile, wanted: string | undefined): string[] =>
  wanted === undefined || owners.some(({ dimension }) => dimension === wanted) ? [] : [`the profile has no owner ${wanted}`];

const placeholderOf = (profile: Profile, { pattern, placeholders }: Family, name: string): Placeholder | undefined =>
  placeholderNames(pattern).includes(name) ? (placeholders?.[name] ?? profile.placeholders[name]) : undefined;

const PERIODS = new Set<PlaceholderKind>(['date', 'month', 'hour']);

/** A part must determine the whole's placeholders: by its name, its finer period, or the name of its fields. */
function groupingProblems(profile: Profile, { parts, whole }: SumInvariant, families: ReadonlyMap<string, Family>): string[] {
  const [part, sum] = [families.get(parts.family), families.get(whole.family)];
  if (!part || !sum) return [];
  const kindsOf = (family: Family): (PlaceholderKind | undefined)[] =>
    placeholderNames(family.pattern).map((name) => placeholderOf(profile, family, name)?.kind);
  const hasPeriod = kindsOf(part).some((kind) => kind !== undefined && PERIODS.has(kind));
  const inFields = new Set(Object.values(parts.quantities).flatMap((field) => placeholderNames(field ?? '')));
  return placeholderNames(sum.pattern).flatMap((name) => {
    const kind = placeholderOf(profile, sum, name)?.kind;
    const isDetermined =
      placeholderNames(part.pattern).includes(name) ||
      inFields.has(name) ||
      (hasPeriod && kind !== undefined && PERIODS.has(kind));
    return isDetermined ? [] : [`${parts.family} does not say which {${name}} of ${whole.family} it belongs to`];
  });
}

function sumProblems({ parts, whole, tolerance }: SumInvariant, families: ReadonlyMap<string, Family>): string[] {
  const fieldsOf = (side: SumInvariant['parts']): string[] => Object.values(side.quantities).filter((field) => field !== null);
  const strangers = Object.keys(whole.quantities).filter((name) => !Object.hasOwn(parts.quantities, name));
  const missing = Object.keys(parts.quantities).filter((name) => !Object.hasOwn(whole.quantities, name));
  return [
    ...missingFields(families.get(parts.family), fieldsOf(parts)),
    ...missingFields(families.get(whole.family), fieldsOf(whole)),
    ...(typeof tolerance?.per === 'object' ? missingFields(families.get(parts.family), [tolerance.per.field]) : []),
    ...[...strangers, ...missing].map((name) => `only one side has the quantity ${name}`),
    ...[parts, whole].flatMap((side) =>
      Object.values(side.quantities).includes(null) && families.get(side.family)?.type !== 'string'
        ? [`${side.family} is not a string`]
        : [],
    ),
  ];
}

/** `clocks` needs periods. Families compared beside a group must share its placeholders and hold one number. */
function besideProblems({ whole, clocks, whereEqual }: SumInvariant, families: ReadonlyMap<string, Family>): string[] {
  const sum = families.get(whole.family);
  if (!sum) return [];
  const names = placeholderNames(sum.pattern);
  return [
    ...(clocks && sum.grain === 'total' ? [`${sum.id} has no periods that a request could cross`] : []),
    ...(whereEqual ?? []).flatMap((id) => {
      const family = families.get(id);
      if (!family) return [];
      const isNamed = placeholderNames(family.pattern).every((name) => names.includes(name));
      return [
        ...(isNamed ? [] : [`the name of ${sum.id} does not determine the name of ${id}`]),
        ...(family.type === 'string' ? [] : [`${id} is not a string`]),
      ];
    }),
  ];
}

const missingFields = (family: Family | undefined, names: readonly string[]): string[] =>
  family
    ? names
        .filter((name) => !Object.hasOwn({ ...family.fields, ...family.optionalFields }, name))
        .map((name) => `${family.id} has no field ${name}`)
    : [];
