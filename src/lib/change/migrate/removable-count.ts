/** Counts, from names alone, the keys that a rollup may remove after its sums are made: never fewer than it removes. */
import type { CompiledFamily } from '../../profile/classify.js';
import { keySegments } from '../../profile/pattern.js';
import type { PlanBasis } from '../plan/basis.js';
import type { Choice } from '../plan/choice.js';
import type { GoneOwners } from '../plan/gone-owners.js';
import { pruneOf } from './rollup-find.js';
import type { RollupPair } from './rollup-pair.js';
import { possiblePairs } from './rollup-spec.js';

export class RemovableCount {
  readonly #pairs: readonly RollupPair[];
  readonly #prune: Choice;
  readonly #keys = new Map<CompiledFamily, number>();

  /** `words`: the two words of `--rollup`. */
  constructor(
    words: readonly [fine: string, coarse: string],
    private readonly basis: PlanBasis,
    private readonly gone: GoneOwners,
  ) {
    this.#pairs = possiblePairs(words, basis.profiles, basis.clock.utcOffset);
    this.#prune = pruneOf(this.#pairs, basis, []);
  }

  take(name: string): void {
    const judged = this.#pairs.length === 0 ? null : this.#prune.candidates.judge(name);
    if (!judged || !('action' in judged)) return;
    const { compiled } = judged;
    const pair = this.#pairs.find(({ fine }) => fine === compiled);
    if (pair && this.#isSummed(pair, name)) this.#keys.set(compiled, (this.#keys.get(compiled) ?? 0) + 1);
  }

  /** Keys of each fine family. */
  get keys(): ReadonlyMap<CompiledFamily, number> {
    return this.#keys;
  }

  /** True when the period of its sum is over, and the owner of the sum is not known to be gone. */
  #isSummed({ profile, coarse, coarseOf }: RollupPair, name: string): boolean {
    const { now, marginMs } = this.basis.clock;
    const sum = coarseOf(keySegments(name));
    if (!sum || sum.end + marginMs > now) return false;
    const segments = keySegments(sum.name);
    return profile.match(segments) === coarse && !this.gone.owns(coarse, segments);
  }
}
