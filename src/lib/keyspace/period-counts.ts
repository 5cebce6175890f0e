/** Keys of a family by the hours in which their periods begin, in memory that does not depend on the number of keys. */
import type { Period } from '../profile/period.js';

const HOUR_MS = 3_600_000;

/** Counters that are held before they are added up. */
const HELD = 4_096;
/** Names may hold dates of any year. The newest of these hours are kept. */
const MOST_HOURS = 20_000;

export class PeriodCounts {
  #held: Period[] = [];
  readonly #hours = new Map<number, number>();

  /** A period that is seen for the first time since it was last given. Its keys are counted in the period itself. */
  hold(period: Period): void {
    if (this.#held.length >= HELD) this.#addUp();
    this.#held.push(period);
  }

  /** Keys by the hours since the epoch, in the offset that the periods were read with. */
  byHour(): ReadonlyMap<number, number> {
    this.#addUp();
    return this.#hours;
  }

  #addUp(): void {
    for (const period of this.#held) {
      if (period.start !== null) {
        const hour = Math.floor(period.start / HOUR_MS);
        this.#hours.set(hour, (this.#hours.get(hour) ?? 0) + period.keys);
      }
      period.keys = 0;
      period.seen = false;
    }
    this.#held = [];
    if (this.#hours.size <= MOST_HOURS) return;
    const oldest = [...this.#hours.keys()].toSorted((a, b) => a - b).slice(0, this.#hours.size - MOST_HOURS / 2);
    for (const hour of oldest) this.#hours.delete(hour);
  }
}
