/** Decides for each key, only from its name, whether a prune may change it. */
import { meterItself } from '../../profile/builtin/meter/index.js';
import { compileProfile, type CompiledFamily, type CompiledProfile } from '../../profile/classify.js';
import type { Listing } from '../../profile/listing.js';
import { keySegments } from '../../profile/pattern.js';
import { Periods, type Period } from '../../profile/period.js';
import { BuiltinClaims } from './builtin-claims.js';
import { ageOf, type Age, type AgeRule } from '../../profile/age.js';
import type { GoneOwners } from './gone-owners.js';
import { whyNever } from '../../profile/never.js';
import type { ChosenFamily, KeyFate, PruneAction } from './selection.js';

export interface Candidate {
  name: string;
  compiled: CompiledFamily;
  action: KeyFate;
  period: Period | null;
}

/**
 * Why a key of a chosen family stays. `ambiguous`: another application may have written it. `protected`: a built-in profile
 * protects it.
 */
export type Spared = Exclude<Age, 'old'> | 'ambiguous' | 'protected';

/** A key to change, an index to update, or a key that stays. */
export type Judgement = Candidate | { listing: Listing } | { compiled: CompiledFamily; spared: Spared };

interface Known {
  compiled: CompiledFamily;
  actions: readonly PruneAction[];
  periods: Periods | null;
  ages: WeakMap<Period, Age>;
  /** For families without periods. */
  undated: Age;
}

export class Candidates {
  readonly #profiles: readonly CompiledProfile[];
  readonly #known = new Map<CompiledFamily, Known>();
  readonly #indexes = new Map<CompiledFamily, { listing: Listing; known: Known }>();
  readonly #rule: AgeRule;
  readonly #gone: GoneOwners;
  readonly #claims: BuiltinClaims;

  /** `listings`: the indexes of keys that may be removed. */
  constructor(
    profiles: readonly CompiledProfile[],
    { chosen, listings }: { chosen: readonly ChosenFamily[]; listings: readonly Listing[] },
    rule: AgeRule,
    gone: GoneOwners,
  ) {
    // The notes of this program are never changed, even if a profile claims them.
    this.#profiles = [...profiles, compileProfile(meterItself)];
    this.#rule = rule;
    this.#gone = gone;
    this.#claims = new BuiltinClaims(profiles);
    for (const { compiled, actions } of chosen) this.#known.set(compiled, knownOf(compiled, compiled, actions, rule));
    for (const listing of listings) {
      const actions = this.#known.get(listing.listed)?.actions ?? [];
      this.#indexes.set(listing.index, { listing, known: knownOf(listing.listed, listing.index, actions, rule) });
    }
  }

  /** `null`: the key belongs to no chosen family. */
  judge(name: string): Judgement | null {
    const segments = keySegments(name);
    let family: CompiledFamily | null = null;
    let ambiguous = false;
    for (const profile of this.#profiles) {
      const found = profile.match(segments);
      if (!found) continue;
      ambiguous = family !== null;
      // If two families claim the key, the chosen one counts what stays.
      if (family === null || this.#known.has(found)) family = found;
    }
    if (!family) return null;
    const isProtected = this.#claims.on(family, segments).some((claimed) => whyNever(claimed.family) !== null);
    const index = this.#indexes.get(family);
    if (index) return ambiguous || isProtected ? null : this.#judgeIndex(index, segments);
    const known = this.#known.get(family);
    if (!known) return null;
    const { compiled, actions } = known;
    if (isProtected) return { compiled, spared: 'protected' };
    // A key that two applications may have written is not changed.
    if (ambiguous) return { compiled, spared: 'ambiguous' };
    const period = known.periods?.of(segments) ?? null;
    const age = period === null ? known.undated : this.#ageOf(known, period);
    if (actions.includes('orphan') && this.#gone.owns(compiled, segments) && age !== 'young' && age !== 'undated')
      return { name, compiled, action: 'delete', period };
    const action = actions.find((candidate): candidate is KeyFate => candidate !== 'orphan');
    if (action === undefined) return null;
    // A lost TTL is restored for keys of any age.
    // Lists and streams are trimmed by the age of their elements.
    if (age !== 'old' && action !== 'leak' && !(action === 'trim' && age === 'undated')) return { compiled, spared: age };
    return { name, compiled, action, period };
  }

  /** An index is as old as the keys that it lists. An index of all periods is checked member by member. */
  #judgeIndex({ listing, known }: { listing: Listing; known: Known }, segments: readonly string[]): Judgement | null {
    const period = known.periods?.of(segments) ?? null;
    if (period === null || known.actions.includes('orphan')) return { listing };
    return this.#ageOf(known, period) === 'old' ? { listing } : null;
  }

  #ageOf({ compiled, ages }: Known, period: Period): Age {
    const known = ages.get(period);
    if (known) return known;
    const age = ageOf(compiled.family, period, this.#rule);
    ages.set(period, age);
    return age;
  }
}

/** `named`: the family whose names contain the period. */
const knownOf = (compiled: CompiledFamily, named: CompiledFamily, actions: readonly PruneAction[], rule: AgeRule): Known => ({
  compiled,
  actions,
  periods: named.period && new Periods(named.period, rule.utcOffset),
  ages: new WeakMap(),
  undated: ageOf(compiled.family, null, rule),
});
