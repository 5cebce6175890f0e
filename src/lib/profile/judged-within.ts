/** Selects the invariants that are certain for the possible releases: an older release does not write everything. */
import type { Consistency, FieldInvariant, Invariant, Side, SumInvariant } from './invariants.js';
import type { Family, Profile } from './types.js';
import { coverage, type Releases } from './version.js';

export interface Judged {
  /** Without families and fields that none of the releases writes. */
  consistency: Consistency;
  /** Ids of invariants that hold for some of the releases only. */
  open: ReadonlySet<string>;
  /** Ids of sums judged without fields that only some of the releases write. */
  narrowed: ReadonlySet<string>;
}

type Covered = ReturnType<typeof coverage>;

/** All parts must be written by all releases. */
const together = (...parts: readonly Covered[]): Covered =>
  parts.includes('none') ? 'none' : parts.includes('some') ? 'some' : 'all';

export function judgedWithin(profile: Profile, consistency: Consistency, releases: Releases): Judged {
  const families = new Map(profile.families.map((family) => [family.id, family]));
  const covers = { family: (id: string) => familyCovered(families.get(id), releases), field: fieldCover(families, releases) };
  const [open, narrowed] = [new Set<string>(), new Set<string>()];
  const invariants = consistency.invariants.flatMap((invariant): Invariant[] => {
    const own = coverage(invariant.since, invariant.until, releases);
    const kept = keptOf(invariant, families, covers);
    const covered = kept ? together(own, kept.covered) : 'none';
    if (!kept || covered === 'none') return [];
    if (covered === 'some') open.add(invariant.id);
    else if (kept.narrowed) narrowed.add(invariant.id);
    return [kept.invariant];
  });
  return { consistency: { ...consistency, invariants }, open, narrowed };
}

interface Covers {
  family(id: string): Covered;
  field(id: string, name: string): Covered;
}

const familyCovered = (family: Family | undefined, releases: Releases): Covered =>
  family ? coverage(family.since, family.until, releases) : 'none';

const fieldCover =
  (families: ReadonlyMap<string, Family>, releases: Releases) =>
  (id: string, name: string): Covered => {
    const { since, until } = families.get(id)?.fieldReleases?.[name] ?? {};
    return together(familyCovered(families.get(id), releases), coverage(since, until, releases));
  };

interface Kept {
  invariant: Invariant;
  covered: Covered;
  narrowed?: boolean;
}

/** `null`: none of the releases writes any of it. */
function keptOf(invariant: Invariant, families: ReadonlyMap<string, Family>, covers: Covers): Kept | null {
  const all = (...ids: readonly string[]): Kept => ({ invariant, covered: together(...ids.map((id) => covers.family(id))) });
  switch (invariant.kind) {
    case 'fields':
      return fieldsKept(invariant, covers);
    case 'sum':
      return sumKept(invariant, covers);
    case 'presence':
      return all(invariant.left, invariant.right);
    case 'index': {
      const listed = families.get(invariant.index)?.lists?.family;
      return all(invariant.index, ...(listed === undefined ? [] : [listed]));
    }
    case 'listing':
      return all(invariant.list, invariant.entity);
    case 'ttl': {
      if (!invariant.families) return { invariant, covered: 'all' };
      const kept = invariant.families.filter(({ family }) => covers.family(family) !== 'none');
      return kept.length > 0 ? { invariant: { ...invariant, families: kept }, covered: 'all' } : null;
    }
    case 'carried':
      return all(invariant.family);
    case 'owner':
    case 'values':
      return { invariant, covered: 'all' };
  }
}

/** A missing field counts as 0, so a field that only some releases write causes no false difference. */
function fieldsKept(invariant: FieldInvariant, covers: Covers): Kept | null {
  const places = invariant.in.flatMap((place) => {
    const isWritten = (id: string): boolean => [place.whole, ...place.parts].every((name) => covers.field(id, name) !== 'none');
    const families = place.families.filter(isWritten);
    return families.length > 0 ? [{ ...place, families }] : [];
  });
  return places.length > 0 ? { invariant: { ...invariant, in: places }, covered: 'all' } : null;
}

function sumKept(invariant: SumInvariant, covers: Covers): Kept | null {
  const { parts, whole, leftBehind, whereEqual = [] } = invariant;
  const ids = [parts.family, whole.family, ...(leftBehind === undefined ? [] : [leftBehind]), ...whereEqual];
  const covered = together(...ids.map((id) => covers.family(id)));
  if (covered !== 'all') return { invariant, covered };
  const quantities = Object.keys(parts.quantities).map((name) => ({
    name,
    covered: together(...[parts, whole].map((side) => quantityCovered(side, name, covers))),
  }));
  const certain = quantities.filter((each) => each.covered === 'all').map(({ name }) => name);
  const unsure = quantities.some((each) => each.covered === 'some');
  if (certain.length === 0) return unsure ? { invariant, covered: 'some' } : null;
  const guards = invariant.guards?.flatMap((guard) => {
    const left = guard.quantities?.filter((name) => certain.includes(name));
    return left === undefined ? [guard] : left.length > 0 ? [{ ...guard, quantities: left }] : [];
  });
  return {
    invariant: { ...invariant, parts: only(parts, certain), whole: only(whole, certain), ...(guards && { guards }) },
    covered: 'all',
    narrowed: unsure,
  };
}

function quantityCovered({ family, quantities }: Side, name: string, covers: Covers): Covered {
  const field = quantities[name];
  return field === null || field === undefined ? 'all' : covers.field(family, field);
}

const only = (side: Side, names: readonly string[]): Side => ({
  ...side,
  quantities: Object.fromEntries(names.map((name) => [name, side.quantities[name] ?? null])),
});
