import type { RuleAnswer } from './answer.js';

interface Denial {
  cost: number;
  until: number;
  rule: RuleAnswer;
}

/** Remembers, in this process, until when a key denies, so that its checks need not ask Redis. Times are of a steady clock. */
export class Denials {
  readonly #byKey = new Map<string, Denial>();

  constructor(readonly most: number) {}

  /** `asked`: when the check was sent, so that a denial is never remembered longer than it lasts. */
  remember(key: string, cost: number, asked: number, rule: RuleAnswer): void {
    if (this.most === 0) return;
    this.#byKey.delete(key);
    // The one that was remembered first goes: most likely it is over.
    if (this.#byKey.size >= this.most) this.#byKey.delete(this.#byKey.keys().next().value!);
    this.#byKey.set(key, { cost, until: asked + (rule.retryAfter ?? 0), rule });
  }

  /** The denial of a cost at this time, if there is one. */
  find(key: string, cost: number, now: number): RuleAnswer | null {
    const denial = this.#byKey.get(key);
    if (!denial) return null;
    if (denial.until <= now) {
      this.#byKey.delete(key);
      return null;
    }
    return cost < denial.cost ? null : { ...denial.rule, retryAfter: Math.ceil(denial.until - now) };
  }
}
