/** Finds the keys to read: from the names of all keys, or from index sets and lists of the application. */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import type { Releases } from '../profile/version.js';
import { coverage } from '../profile/version.js';
import type { Entity } from '../profile/figures.js';
import { partsOf, toInstant } from './calendar.js';
import type { NameTable } from './name-table.js';
import type { Step } from './plan.js';
import { periodIn, type Ids, type Lister, type Source } from './sources.js';
import type { Store } from './store.js';

export interface Listing {
  /** The names that were seen; empty if index sets are read instead. */
  table: NameTable;
  /** `names`: every name was seen. `indexes`: the application's own lists name the entities. */
  from: 'names' | 'indexes';
  idsOf(step: Step): Promise<Iterable<Ids>>;
  /** Entities without a key of the step that may have keys for parts of its period. `missing`: those whose key did not exist. */
  idsInParts(step: Step, missing: readonly Ids[]): Iterable<Ids>;
  /** All ids of an entity's own keys. */
  entityIds(family: CompiledFamily, listed: CompiledFamily | null): Promise<Iterable<string>>;
  /** Empty index sets of past periods. */
  empty: Set<string>;
}

export const listingByNames = (table: NameTable): Listing => ({
  table,
  from: 'names',
  idsOf: async (step) => table.idsOf(step),
  idsInParts: (step) => table.idsInParts(step),
  entityIds: async (family) => table.entityIds(family),
  empty: new Set(),
});

export interface IndexOptions {
  table: NameTable;
  store: Store;
  profile: CompiledProfile;
  sources: readonly Source[];
  /** Instant, ms since the epoch. */
  now: number;
  utcOffset: number;
  releases: Releases;
  /** The wanted ids by dimension, if not all are wanted. */
  only: ReadonlyMap<string, ReadonlySet<string>>;
}

/** True when index sets and lists name all entities that the steps need. */
export function areListed(steps: readonly Step[], options: Omit<IndexOptions, 'table' | 'store'>): boolean {
  return steps.every((step) => waysTo(step, options) !== null);
}

/** Index sets that name the entities with keys of the step, or the wanted ids themselves; `null`: there are none. */
function waysTo(
  step: Step,
  { profile, sources, now, utcOffset, releases, only }: Omit<IndexOptions, 'table' | 'store'>,
): Way | null {
  const { source, segment } = step;
  if (source.dimensions.length === 0) return { kind: 'ids', ids: [[]] };
  const [dimension = ''] = source.dimensions;
  const wanted = source.dimensions.length === 1 ? only.get(dimension) : undefined;
  if (wanted) return { kind: 'ids', ids: [...wanted].map((id) => [id]) };
  const isTrusted = ({ index }: Lister): boolean => coverage(index.family.since, undefined, releases) === 'all';
  if (segment && source.lister && isTrusted(source.lister))
    return { kind: 'sets', sets: [{ name: source.lister.nameOf(step.period), lister: source.lister }] };
  const lists = source.dimensions.length === 1 ? listsOf(profile, dimension) : [];
  const days = segment?.grain === 'month' ? sources.find((other) => isByDay(other, source)) : undefined;
  const sets = (days && segment ? partsOf(segment, 'day') : [])
    .filter(({ from }) => toInstant(from, utcOffset) <= now)
    .map((day) => ({ name: days!.lister!.nameOf(periodIn(days!, day, utcOffset)), lister: days!.lister! }));
  const isWhole = segment !== null && days?.ttlMs != null && toInstant(segment.from, utcOffset) + days.ttlMs > now;
  if (days?.lister && isTrusted(days.lister) && isWhole && lists.length === 0) return { kind: 'sets', sets };
  return lists.length === 0 ? null : { kind: 'lists', lists };
}

type Way =
  | { kind: 'ids'; ids: readonly Ids[] }
  | { kind: 'sets'; sets: readonly { name: string; lister: Lister }[] }
  | { kind: 'lists'; lists: readonly CompiledFamily[] };

const isByDay = (other: Source, source: Source): boolean =>
  other.grain === 'day' && other.lister !== null && other.dimensions.join(' ') === source.dimensions.join(' ');

/** The sets with the ids of all entities; empty if some are in none. */
function listsOf({ profile, families }: CompiledProfile, dimension: string): CompiledFamily[] {
  const entity = profile.figures?.entities.find((each: Entity) => each.dimension === dimension);
  const names = entity?.names ?? [];
  const lists = names.flatMap(({ listed }) => families.find(({ family }) => family.id === listed) ?? []);
  return lists.length === names.length ? lists : [];
}

function* eachAlone(ids: Iterable<string>): Generator<Ids> {
  for (const id of ids) yield [id];
}

export function listingByIndexes(options: IndexOptions): Listing {
  const { store, table } = options;
  const empty = new Set<string>();
  const lists = new Map<string, readonly string[]>();
  /** The ids of the last set, which costs and counters of a period share. */
  let last: { name: string; ids: Ids[] } | null = null;

  const membersOf = async (name: string): Promise<readonly string[]> => {
    const known = lists.get(name) ?? [...new Set(await store.members(name))];
    lists.set(name, known);
    return known;
  };
  const inSet = async (name: string, lister: Lister): Promise<Ids[]> => {
    if (last?.name === name) return last.ids;
    const members = new Set(await store.members(name));
    const ids = [...members].flatMap((member) => {
      const found = lister.idsOf(member);
      return found ? [found] : [];
    });
    if (ids.length === 0) empty.add(name);
    last = { name, ids };
    return ids;
  };
  return {
    table,
    from: 'indexes',
    empty,
    async idsOf(step) {
      const way = waysTo(step, options);
      if (way === null) return [];
      if (way.kind === 'ids') return way.ids;
      if (way.kind === 'lists') {
        const ids = new Set<string>();
        for (const { family } of way.lists) for (const id of await membersOf(family.pattern)) ids.add(id);
        return eachAlone(ids);
      }
      const [only] = way.sets;
      if (way.sets.length === 1 && only) return inSet(only.name, only.lister);
      const all = new Map<string, Ids>();
      for (const { name, lister } of way.sets) for (const ids of await inSet(name, lister)) all.set(ids.join('\0'), ids);
      return all.values();
    },
    idsInParts({ source, segment }, missing) {
      // An entity without costs has no cost key, but a counter that its own set lists must exist.
      const isListed = source.lister?.index.family.lists?.family === source.compiled.family.id;
      return isListed && segment?.grain === 'day' ? missing : [];
    },
    async entityIds(_, listed) {
      return listed === null ? [] : membersOf(listed.family.pattern);
    },
  };
}
