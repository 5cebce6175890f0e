/** What a look at the data shows, and how prunes are told apart that are planned together. */
import type { GoneOwners } from '../change/plan/gone-owners.js';
import type { PlanFamily } from '../change/plan/model.js';
import { NO_SELECTION, type Selection } from '../change/plan/selection.js';
import type { Survey } from '../change/plan/survey.js';
import { RemovableCount } from '../change/migrate/removable-count.js';
import { PRUNES, type Prune } from './prunes.js';
import { ROLLUPS, type Rollup } from './rollups.js';

/** Keys of a family that a remedy changes. */
export type ChangedFamily = Pick<PlanFamily, 'id' | 'action' | 'keys' | 'bytes' | 'breaks' | 'harmless'>;

export interface Look {
  survey: Survey;
  /** What each prune would do now. */
  prunes: ReadonlyMap<Prune, readonly ChangedFamily[]>;
  /** What each rollup would remove now, at most. */
  rollups: ReadonlyMap<Rollup, readonly ChangedFamily[]>;
  keys: number;
}

/** Prunes whose keys can be told apart in one plan. */
export const prunesTogether = (leaked: boolean): readonly Prune[] => {
  const { hourly, records, legacy } = PRUNES;
  return [hourly, records, legacy, ...(leaked ? [PRUNES.leaked] : [])];
};

export const selectionOf = (prunes: readonly Prune[]): Selection =>
  prunes.reduce<Selection>((all, { selects }) => ({ ...all, ...selects }), NO_SELECTION);

/** The rows of a plan by the prune that they belong to. */
export function byPrune(
  { profiles }: Survey,
  plans: readonly (readonly [prunes: readonly Prune[], rows: readonly PlanFamily[]])[],
): Map<Prune, PlanFamily[]> {
  const sorted = new Map<Prune, PlanFamily[]>();
  for (const [prunes, rows] of plans)
    for (const row of rows) {
      const family = profiles
        .flatMap(({ profile }) => (profile.name === row.profile ? profile.families : []))
        .find(({ id }) => id === row.id);
      const prune = family && prunes.find((one) => one.takes(row, family));
      if (prune) sorted.set(prune, [...(sorted.get(prune) ?? []), row]);
    }
  return sorted;
}

export class RollupCounts {
  readonly #survey: Survey;
  readonly #counts: readonly (readonly [Rollup, RemovableCount])[];

  constructor(survey: Survey, gone: GoneOwners) {
    this.#survey = survey;
    this.#counts = ROLLUPS.map((rollup) => [rollup, new RemovableCount(rollup.words, survey, gone)]);
  }

  take(name: string): void {
    for (const [, count] of this.#counts) count.take(name);
  }

  /** The keys of each rollup that removes any. */
  families(): Map<Rollup, ChangedFamily[]> {
    return new Map(
      this.#counts
        .map(([rollup, { keys }]) => [rollup, [...keys].map((one) => this.#row(...one))] as const)
        .filter(([, rows]) => rows.length > 0),
    );
  }

  #row({ profile, family }: Parameters<GoneOwners['owns']>[0], keys: number): ChangedFamily {
    const mean = this.#survey.meanBytes(profile.name, family.id);
    const { id, breaks, harmless = false } = family;
    return { id, action: 'delete', keys, bytes: mean === null ? null : Math.round(mean * keys), breaks, harmless };
  }
}
