/** Evidence of releases and TTLs in the data: the first period with keys of a family, and with keys that have a field. */
import { NO_PERIOD } from './group-table.js';
import type { FamilyPlan } from './relation.js';

/** Buckets near the end of their TTL expire one by one; only a longer gap shows an upgrade. */
const GAP_HOURS = 48;

interface Oldest {
  key: number;
  /** By column: the oldest bucket of a key with the field, and of a key without it. */
  having: number[];
  lacking: number[];
}

export class Evidence {
  readonly #families = new Map<FamilyPlan, Oldest>();

  /** `hours`: the key's period in hours since 1970, with its text read as UTC. */
  note(plan: FamilyPlan, hours: number, present: Uint8Array): void {
    let oldest = this.#families.get(plan);
    if (!oldest) {
      oldest = { key: Infinity, having: plan.optional.map(() => Infinity), lacking: plan.optional.map(() => Infinity) };
      this.#families.set(plan, oldest);
    }
    if (hours < oldest.key) oldest.key = hours;
    for (let i = 0; i < plan.optional.length; i++) {
      const side = present[plan.optional[i]!] === 1 ? oldest.having : oldest.lacking;
      if (hours < side[i]!) side[i] = hours;
    }
  }

  /** The oldest bucket of the family; Infinity: none. */
  oldest(plan: FamilyPlan): number {
    return this.#families.get(plan)?.key ?? Infinity;
  }

  /** The first bucket with the field, if older keys lack it; `null`: no evidence of a first write. */
  fieldBegan(plan: FamilyPlan, field: string): number | null {
    const oldest = this.#families.get(plan);
    const column = plan.optional.indexOf(plan.fields.get(field) ?? -1);
    if (!oldest || column < 0) return null;
    const { having, lacking } = oldest;
    const began = having[column]!;
    return began !== Infinity && lacking[column]! + GAP_HOURS <= began ? began : null;
  }

  /** The first bucket of the family, if the other family is older; otherwise `null`. */
  familyBegan(plan: FamilyPlan, other: FamilyPlan): number | null {
    const [own, older] = [this.oldest(plan), this.oldest(other)];
    return own !== Infinity && older + GAP_HOURS <= own ? own : null;
  }
}

/** Parses a period's text to hours since 1970, read as UTC: `2026-11`, `2026-11-20`, `2026-11-20:03` or `2026-11-20T03`. */
export class PeriodHours {
  readonly #known = new Map<string, number>();

  of(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const iso = `${text.slice(0, 10)}${text.length === 7 ? '-01' : ''}T${text.length === 13 ? text.slice(11) : '00'}:00:00Z`;
    const time = Date.parse(iso);
    const hours = Number.isNaN(time) ? NO_PERIOD : time / 3_600_000;
    // There are a few thousand periods at most, unless names are made up.
    if (this.#known.size > 20_000) this.#known.clear();
    this.#known.set(text, hours);
    return hours;
  }
}
