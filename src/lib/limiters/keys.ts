/** Finds the keys of limiters among all names. */
import { keySegments, slotText } from '../profile/pattern.js';
import type { CompiledFamily } from '../profile/classify.js';
import type { LimiterKey } from './read-key.js';
import type { ReadyLimiter, Rules } from '../audit/limiters/ready.js';

/** Names that are kept of each limiter. The others are counted. */
const MOST_KEYS = 200_000;

export class LimiterKeys {
  readonly #profiles: readonly ReadyLimiter['profile'][];
  readonly #limiters = new Map<CompiledFamily, ReadyLimiter>();
  readonly #rules: Rules;
  readonly #keys = new Map<ReadyLimiter, LimiterKey[]>();
  readonly #beyond = new Map<ReadyLimiter, number>();

  /** Of several limiters that know a name, the first gets it. */
  constructor(limiters: readonly ReadyLimiter[], rules: Rules) {
    this.#profiles = [...new Set(limiters.map(({ profile }) => profile))];
    for (const ready of limiters) this.#limiters.set(ready.family, ready);
    this.#rules = rules;
  }

  take(name: string): void {
    const segments = keySegments(name);
    for (const profile of this.#profiles) {
      const family = profile.match(segments);
      const ready = family && this.#limiters.get(family);
      if (!ready) continue;
      this.#add(ready, name, segments);
      return;
    }
  }

  #add(ready: ReadyLimiter, name: string, segments: readonly string[]): void {
    const own = this.#keys.get(ready) ?? [];
    this.#keys.set(ready, own);
    if (own.length >= MOST_KEYS) {
      this.#beyond.set(ready, (this.#beyond.get(ready) ?? 0) + 1);
      return;
    }
    const mark = ready.mark === null ? '' : slotText(ready.mark, segments);
    own.push({ name, id: slotText(ready.subject, segments), rule: this.#rules.of(ready, mark) });
  }

  /** The limiters that have keys, in the order in which they were given. */
  get used(): ReadyLimiter[] {
    return [...this.#limiters.values()].filter((ready) => this.#keys.has(ready));
  }

  /** A scan may return a name more than once. */
  of(ready: ReadyLimiter): LimiterKey[] {
    return [...new Map((this.#keys.get(ready) ?? []).map((key) => [key.name, key])).values()];
  }

  drop(ready: ReadyLimiter): void {
    this.#keys.delete(ready);
  }

  /** Keys of the limiter that were not kept. */
  beyond(ready: ReadyLimiter): number {
    return this.#beyond.get(ready) ?? 0;
  }
}
