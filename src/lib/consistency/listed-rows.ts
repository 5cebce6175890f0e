/** Stores every difference for display, by invariant and class, until all of them can be printed. */
import type { DifferenceClass } from '../profile/invariants.js';
import type { InvariantRow, ViolationGroup, ViolationRow } from './model.js';
import { violationRow } from './build-check-data.js';
import type { Found } from './judge-suspects.js';
import { PortionLog } from './portion-log.js';

interface Group {
  /** Portion of the log. */
  portion: number;
  profile: string;
  invariant: string;
  class: DifferenceClass;
  count: number;
  cause: string;
  hasOneCause: boolean;
}

export class ListedRows {
  readonly #log = new PortionLog();
  readonly #groups = new Map<string, Group>();
  readonly #showIds: boolean;

  constructor(showIds: boolean) {
    this.#showIds = showIds;
  }

  take({ findings }: Found): void {
    for (const finding of findings) {
      const row = violationRow(finding, this.#showIds);
      const { profile, invariant, class: kind, cause } = row;
      const id = [profile, invariant, kind].join('\n');
      const group = this.#groups.get(id) ?? {
        portion: this.#groups.size,
        profile,
        invariant,
        class: kind,
        count: 0,
        cause,
        hasOneCause: true,
      };
      this.#groups.set(id, group);
      group.count++;
      if (group.cause !== cause) group.hasOneCause = false;
      this.#log.add(group.portion, JSON.stringify(row));
    }
  }

  /** The groups of these invariants, in the invariants' order. */
  groups(invariants: readonly InvariantRow[]): ViolationGroup[] {
    const all = [...this.#groups.values()];
    return invariants.flatMap(({ id, profile }) =>
      all
        .filter((group) => group.invariant === id && group.profile === profile)
        .map((group): ViolationGroup => ({ ...group, rows: () => this.#rows(group.portion) })),
    );
  }

  close(): void {
    this.#log.close();
  }

  *#rows(portion: number): Generator<ViolationRow> {
    for (const text of this.#log.texts(portion)) yield JSON.parse(text) as ViolationRow;
  }
}
