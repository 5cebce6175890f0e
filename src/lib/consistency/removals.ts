/** Data that this program has removed: sums and lists over it are not judged and not rebuilt. */
import { periodEnd, periodStart } from '../profile/period.js';
import type { CompiledFamily } from '../profile/classify.js';
import { isShortening, isTaking, notedFamilies, type NotedFamily, type StateNote } from '../recognise/state-note.js';
import { NO_PERIOD } from './group-table.js';
import type { Relation } from './relation.js';

const HOUR_MS = 3_600_000;

/** Periods in ms since the epoch, with their texts read as UTC; the end is exclusive. */
interface Range {
  from: number;
  to: number;
}

export class Removals {
  readonly #rows: readonly NotedFamily[];
  readonly #byRelation = new Map<Relation, readonly Range[]>();

  constructor(state: StateNote) {
    this.#rows = notedFamilies(state).filter(isTaking);
  }

  /** True when keys of the group that starts at `hours`, or of any group if it has no period, may have been removed. */
  covers(relation: Relation, hours: number): boolean {
    if (this.#rows.length === 0) return false;
    const ranges = this.#byRelation.get(relation) ?? this.#rangesOf(relation);
    this.#byRelation.set(relation, ranges);
    if (hours === NO_PERIOD) return ranges.length > 0;
    const begin = hours * HOUR_MS;
    const grain = relation.sides.whole[0]?.compiled.family.grain;
    const end = (grain && periodEnd(begin, grain, 0)) ?? begin + HOUR_MS;
    return ranges.some(({ from, to }) => from < end && to > begin);
  }

  /** True when keys of the family were removed. */
  concerns({ profile, family }: CompiledFamily): boolean {
    return this.#rows.some((row) => row.profile === profile.name && row.id === family.id);
  }

  /** True when a key of the family with the period that starts at `hours` was given a shorter TTL. */
  shortened(compiled: CompiledFamily, hours: number): boolean {
    const begin = hours * HOUR_MS;
    return this.#rows.some((row) => {
      if (!isShortening(row) || row.profile !== compiled.profile.name || row.id !== compiled.family.id) return false;
      const { from, to } = rangeOf(compiled, row);
      return hours === NO_PERIOD || (from <= begin && begin < to);
    });
  }

  /** True when keys that the relation covers were removed, in any period. */
  touches(relation: Relation): boolean {
    return this.#rangesOf(relation).length > 0;
  }

  #rangesOf(relation: Relation): readonly Range[] {
    const { sides, placeholders, invariant, profile } = relation;
    const left = invariant.kind === 'sum' ? profile.families.filter(({ family }) => family.id === invariant.leftBehind) : [];
    return [...[...sides.parts, ...sides.whole].map(({ compiled }) => compiled), ...left].flatMap((compiled) =>
      this.#rows
        .filter((row) => row.profile === compiled.profile.name && row.id === compiled.family.id)
        // A group with the keys of one owner is complete, or was removed entirely.
        .filter(({ onlyGoneOwners }) => !onlyGoneOwners || !namesOwners(compiled, placeholders))
        .map((row) => rangeOf(compiled, row)),
    );
  }
}

/** True when each group with these placeholders has the keys of one owner only. */
function namesOwners({ profile, dimensions }: CompiledFamily, placeholders: readonly string[]): boolean {
  const owners = new Set((profile.owners ?? []).map(({ dimension }) => dimension));
  const own = dimensions.filter(({ name }) => owners.has(name));
  return own.length > 0 && own.every(({ slot }) => placeholders.includes(slot.name));
}

/** Without periods, or with invalid texts, the range covers everything. */
function rangeOf({ family, period }: CompiledFamily, { oldest, newest }: NotedFamily): Range {
  const startOf = (text: string | null): number | null =>
    period && text !== null ? periodStart(period.placeholder.kind, text, 0) : null;
  const [from, last] = [startOf(oldest), startOf(newest)];
  const to = last === null ? null : periodEnd(last, family.grain, 0);
  return { from: from ?? -Infinity, to: to ?? Infinity };
}
