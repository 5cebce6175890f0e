/** Whose limits are read. */
import type { CompiledFamily } from '../profile/classify.js';
import { keySegments, slotText } from '../profile/pattern.js';
import type { CompiledProfile } from '../profile/classify.js';
import type { Releases } from '../profile/version.js';
import type { Entities } from '../usage/entities.js';
import { listingFor, type Listing } from '../usage/listing.js';
import { NameTable } from '../usage/name-table.js';
import type { OpenedKeys, ReadingOptions } from '../usage/reading.js';
import type { Group } from './groups.js';

/** Cycles of other names than dates that are remembered. */
const MOST_CYCLES = 1_000;

/** One hash that may hold limits. */
export interface Subject {
  group: Group;
  /** A byte string. */
  id: string;
}

/** The ids that have a key in one billing cycle, from the names of all keys. */
export class CycleTable {
  readonly #profile: CompiledProfile;
  readonly #ids: Map<CompiledFamily, Map<string, Set<string>>>;
  readonly #groups: ReadonlyMap<CompiledFamily, Group>;
  /** Cycles that are not days. */
  readonly others = new Set<string>();

  /** `cycles`: those that are asked for. */
  constructor(profile: CompiledProfile, groups: readonly Group[], cycles: readonly string[]) {
    this.#profile = profile;
    const own = groups.filter(({ cycle }) => cycle !== null);
    this.#groups = new Map(own.map((group) => [group.family, group]));
    this.#ids = new Map(own.map(({ family }) => [family, new Map(cycles.map((cycle) => [cycle, new Set()]))]));
  }

  take(name: string): void {
    if (this.#groups.size === 0) return;
    const segments = keySegments(name);
    const family = this.#profile.match(segments);
    const group = family && this.#groups.get(family);
    if (!group?.cycle) return;
    const cycle = slotText(group.cycle, segments);
    this.#ids.get(group.family)?.get(cycle)?.add(slotText(group.family.slots[0]!, segments));
    if (!IS_DATE.test(cycle) && this.others.size < MOST_CYCLES) this.others.add(cycle);
  }

  idsOf({ family }: Group, cycle: string): ReadonlySet<string> {
    return this.#ids.get(family)?.get(cycle) ?? new Set();
  }
}

const IS_DATE = /^\d{4}-\d\d-\d\d$/;

interface ListOptions {
  profile: CompiledProfile;
  releases: Releases;
  groups: readonly Group[];
  entities: Entities;
  /** Billing cycles whose ids are wanted. */
  named: readonly string[];
  /** Kinds of entities that are wanted in addition. */
  dimensions: readonly string[];
}

/** Finds out whom there is. */
export async function listedSubjects(
  { recognised, now, store, names, scan }: OpenedKeys & Pick<ReadingOptions, 'now'>,
  { profile, releases, groups, entities, named, dimensions: others }: ListOptions,
): Promise<{ listing: Listing; cycles: CycleTable }> {
  const cycles = new CycleTable(profile, groups, named);
  const dimensions = [...new Set([...groups.map(({ entity }) => entity.dimension), ...others])];
  const table = new NameTable(
    profile,
    [],
    dimensions.flatMap((dimension) => entities.familiesOf(dimension)),
  );
  const listing = await listingFor(
    { steps: [], dimensions },
    {
      table,
      store,
      profile,
      sources: [],
      now: now.getTime(),
      utcOffset: recognised.offset.utcOffset,
      releases,
      only: new Map(),
      names,
      // No set lists billing cycles.
      scan: scan || groups.some(({ cycle }) => cycle !== null),
      take(name) {
        table.take(name);
        cycles.take(name);
      },
    },
  );
  return { listing, cycles };
}

interface Wanted {
  listing: Listing;
  cycles: CycleTable;
  cycle: string;
  /** Ids by dimension, where only some are wanted. */
  only: ReadonlyMap<string, ReadonlySet<string>>;
}

export async function subjectsOf(groups: readonly Group[], { listing, cycles, cycle, only }: Wanted): Promise<Subject[]> {
  const subjects: Subject[] = [];
  for (const group of groups) {
    const wanted = only.get(group.entity.dimension);
    if (only.size > 0 && !wanted) continue;
    const ids = group.cycle === null ? await listing.entityIds(group.family, group.listed) : cycles.idsOf(group, cycle);
    for (const id of ids) if (!wanted || wanted.has(id)) subjects.push({ group, id });
  }
  return subjects;
}
