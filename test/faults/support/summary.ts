/** What a run of cases came to. */
import type { Told } from './bench.js';

export class Summary {
  readonly failures: string[] = [];
  /** Cases that came to no verdict. */
  readonly broken: string[] = [];
  /** Faults that came. */
  faults = 0;
  kills = 0;
  cases = 0;
  writes = 0;
  #lost = 0;
  #doubled = 0;
  readonly #rows = new Map<string, Map<string, number>>();

  take(told: Told): void {
    const { scenario, way, place, came, lost, doubled, complaints } = told;
    this.cases++;
    this.writes += told.writes;
    this.#lost += lost.length;
    this.#doubled += doubled.length;
    for (const [fault, count] of came) {
      if (fault.isKill) this.kills += count;
      else this.faults += count;
      const row = `${scenario.verb.padEnd(18)}${way.padEnd(14)}${place.startsWith('cluster') ? 'cluster' : 'standalone'}`;
      const cells = this.#rows.get(row) ?? new Map<string, number>();
      this.#rows.set(row, cells.set(fault.name, (cells.get(fault.name) ?? 0) + count));
    }
    if (lost.length + doubled.length + complaints.length > 0) this.failures.push(failureOf(told));
  }

  /** Figures by name, which can be added up with those of other processes. */
  tally(): Record<string, number> {
    return {
      cases: this.cases,
      faults: this.faults + this.kills,
      kills: this.kills,
      writes: this.writes,
      'figures lost': this.#lost,
      'figures doubled': this.#doubled,
      failures: this.failures.length,
      'cases without a verdict': this.broken.length,
    };
  }

  table(): string {
    const rows = [...this.#rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const lines = rows.map(
      ([row, cells]) => `${row.padEnd(44)}${[...cells].map(([fault, count]) => `${fault} ${count}`).join(', ')}`,
    );
    return lines.join('\n');
  }
}

const failureOf = ({ seed, scenario, way, place, lost, doubled, complaints, story }: Told): string =>
  [
    `--seed ${seed}: ${scenario.verb} by ${way}, ${place}`,
    ...lost.slice(0, 5).map((what) => `  lost ${what}`),
    ...doubled.slice(0, 5).map((what) => `  doubled ${what}`),
    ...complaints.map((what) => `  ${what}`),
    ...story.map((what) => `    ${what}`),
  ].join('\n');
