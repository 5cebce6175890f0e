import type { Invariant, SumInvariant } from './invariants.js';
import { placeholderNames } from './placeholder-names.js';
import type { Family, Profile } from './types.js';

/** What is wrong with what a profile says must hold. */
export function lintInvariants(profile: Profile): string[] {
  const { consistency } = profile;
  if (!consistency) return [];
  const { invariants, drifts } = consistency;
  const families = new Map(profile.families.map((family) => [family.id, family]));
  const known = new Set(drifts.map(({ id }) => id));
  return [
    ...repeated(invariants.map(({ id }) => id)).map((id) => `invariant ${id} is there twice`),
    ...repeated(drifts.map(({ id }) => id)).map((id) => `drift ${id} is there twice`),
    ...invariants.flatMap((invariant) =>
      [
        ...familyProblems(invariant, families),
        ...driftIds(invariant)
          .filter((id) => !known.has(id))
          .map((id) => `drift ${id} does not exist`),
        ...kindProblems(profile, invariant, families),
      ].map((problem) => `invariant ${invariant.id}: ${problem}`),
    ),
  ];
}

const repeated = (ids: readonly string[]): string[] => [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];

const familyProblems = (invariant: Invariant, families: ReadonlyMap<string, Family>): string[] =>
  invariantFamilies(invariant)
    .filter((id) => !families.has(id))
    .map((id) => `family ${id} does not exist`);

/** Families that the invariant names; others it finds by their roles or owners. */
export function invariantFamilies(invariant: Invariant): string[] {
  switch (invariant.kind) {
    case 'fields':
      return invariant.in.flatMap(({ families }) => families);
    case 'sum':
      return [
        invariant.parts.family,
        invariant.whole.family,
        ...(invariant.leftBehind === undefined ? [] : [invariant.leftBehind]),
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
      return (invariant.guards ?? []).map(({ drift }) => drift);
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
      return sumProblems(invariant, families);
    case 'owner':
      return (profile.owners ?? []).some(({ dimension }) => dimension === invariant.dimension)
        ? []
        : [`the profile has no owner ${invariant.dimension}`];
    case 'index':
      return families.get(invariant.index)?.lists ? [] : [`${invariant.index} does not say what it lists`];
    case 'presence': {
      const names = [invariant.left, invariant.right].map((id) => placeholderNames(families.get(id)?.pattern ?? '').join());
      return names[0] === names[1] ? [] : ['the two names have other placeholders'];
    }
    default:
      return [];
  }
}

function sumProblems({ parts, whole }: SumInvariant, families: ReadonlyMap<string, Family>): string[] {
  const fieldsOf = (side: SumInvariant['parts']): string[] => Object.values(side.quantities).filter((field) => field !== null);
  const strangers = Object.keys(whole.quantities).filter((name) => !Object.hasOwn(parts.quantities, name));
  const untold = Object.keys(parts.quantities).filter((name) => !Object.hasOwn(whole.quantities, name));
  return [
    ...missingFields(families.get(parts.family), fieldsOf(parts)),
    ...missingFields(families.get(whole.family), fieldsOf(whole)),
    ...[...strangers, ...untold].map((name) => `only one side has the quantity ${name}`),
    ...[parts, whole].flatMap((side) =>
      Object.values(side.quantities).includes(null) && families.get(side.family)?.type !== 'string'
        ? [`${side.family} is no string`]
        : [],
    ),
  ];
}

const missingFields = (family: Family | undefined, names: readonly string[]): string[] =>
  family
    ? names
        .filter((name) => !Object.hasOwn({ ...family.fields, ...family.optionalFields }, name))
        .map((name) => `${family.id} has no field ${name}`)
    : [];
