/** Finds the keys to read from the index sets and lists of the application, without the names of all keys. */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import { coverage, type Releases } from '../profile/version.js';
import { partsOf, toInstant } from './calendar.js';
import type { Listing } from './listing.js';
import type { NameTable } from './name-table.js';
import type { Step } from './plan.js';
import { periodIn, type Ids, type Lister, type Source } from './sources.js';

export interface IndexOptions {
  table: NameTable;
  /** Members of a set. */
  members: (name: string) => Promise<string[]>;
  profile: CompiledProfile;
  sources: readonly Source[];
  /** Instant, ms since the epoch. */
  now: number;
  utcOffset: number;
  releases: Releases;
  /** The wanted ids by dimension, if not all are wanted. */
  only: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What must be named. */
export interface Needed {
  steps: readonly Step[];
  /** Kinds of entities of which every one must be named. */
  dimensions: readonly string[];
}

/** Index sets that name the entities with keys of the step, or the wanted ids themselves; `null`: there are none. */
function wayTo(step: Step, { profile, sources, now, utcOffset, releases, only }: IndexOptions): Way | null {
  const { source, segment } = step;
  // A month may be divided into its days, of which some are yet to come.
  if (segment && toInstant(segment.from, utcOffset) > now) return { kind: 'ids', ids: [] };
  if (source.dimensions.length === 0) return { kind: 'ids', ids: [[]] };
  const [dimension = ''] = source.dimensions;
  const wanted = source.dimensions.length === 1 ? only.get(dimension) : undefined;
  if (wanted) return { kind: 'ids', ids: [...wanted].map((id) => [id]) };
  if (segment && source.lister && isTrusted(source.lister.index, releases))
    return { kind: 'sets', sets: [{ name: source.lister.nameOf(step.period), lister: source.lister }] };
  const lists = source.dimensions.length === 1 ? listsOf(profile, dimension, releases) : [];
  const days = segment?.grain === 'month' ? sources.find((other) => isByDay(other, source)) : undefined;
  const sets = (days && segment ? partsOf(segment, 'day') : [])
    .filter(({ from }) => toInstant(from, utcOffset) <= now)
    .map((day) => ({ name: days!.lister!.nameOf(periodIn(days!, day, utcOffset)), lister: days!.lister! }));
  const isWhole = segment !== null && days?.ttlMs != null && toInstant(segment.from, utcOffset) + days.ttlMs > now;
  if (days?.lister && isTrusted(days.lister.index, releases) && isWhole && lists.length === 0) return { kind: 'sets', sets };
  return lists.length === 0 ? null : { kind: 'lists', dimension, lists };
}

type Way =
  | { kind: 'ids'; ids: readonly Ids[] }
  | { kind: 'sets'; sets: readonly { name: string; lister: Lister }[] }
  | { kind: 'lists'; dimension: string; lists: readonly CompiledFamily[] };

const isByDay = (other: Source, source: Source): boolean =>
  other.grain === 'day' && other.lister !== null && other.dimensions.join(' ') === source.dimensions.join(' ');

/** True when every possible release keeps the set. */
const isTrusted = ({ family }: CompiledFamily, releases: Releases): boolean =>
  coverage(family.since, family.until, releases) === 'all';

/** The sets with the ids of all entities; empty if some entities may be in none. */
function listsOf({ profile, families }: CompiledProfile, dimension: string, releases: Releases): CompiledFamily[] {
  const entity = profile.figures?.entities.find((each) => each.dimension === dimension);
  const names = entity?.names ?? [];
  const sets = names.flatMap(({ listed }) => families.find(({ family }) => family.id === listed) ?? []);
  const lists = sets.filter((set) => isTrusted(set, releases));
  return lists.length === names.length ? lists : [];
}

function* eachAlone(ids: Iterable<string>): Generator<Ids> {
  for (const id of ids) yield [id];
}

/** `null`: the index sets do not name everything that is needed. */
export async function listingByIndexes({ steps, dimensions }: Needed, options: IndexOptions): Promise<Listing | null> {
  const { members, table, profile, releases } = options;
  const ways = steps.map((step) => wayTo(step, options));
  if (ways.includes(null)) return null;
  const empty = new Set<string>();
  const lists = new Map<string, readonly string[]>();
  /** The ids of the last set, which costs and counters of a period share. */
  let last: { name: string; ids: Ids[] } | null = null;

  const membersOf = async (name: string): Promise<readonly string[]> => {
    const known = lists.get(name) ?? [...new Set(await members(name))];
    lists.set(name, known);
    return known;
  };
  const inSet = async (name: string, lister: Lister): Promise<Ids[]> => {
    if (last?.name === name) return last.ids;
    const ids = [...new Set(await members(name))].flatMap((member) => {
      const found = lister.idsOf(member);
      return found ? [found] : [];
    });
    if (ids.length === 0) empty.add(name);
    last = { name, ids };
    return ids;
  };
  const named = new Set([...dimensions, ...ways.flatMap((way) => (way?.kind === 'lists' ? way.dimension : []))]);
  for (const dimension of named) {
    const lists = listsOf(profile, dimension, releases);
    const listed = await Promise.all(lists.map(({ family }) => membersOf(family.pattern)));
    // If nobody is listed, the lists are lost.
    if (listed.every(({ length }) => length === 0)) return null;
  }
  return {
    table,
    from: 'indexes',
    empty,
    async idsOf(step) {
      const way = wayTo(step, options);
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
