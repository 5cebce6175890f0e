/** The application's UTC offset, told while keys go by: the newest request of a key lies in the newest hourly bucket of that key. */

/** Owners that are watched; a handful decides. */
const MOST_OWNERS = 20_000;
const MOST_RECORDS = 64;

export class OffsetVote {
  /** By owner: hours since 1970 of its newest bucket, as the name reads, and of its newest record, in UTC. */
  readonly #buckets = new Map<string, number>();
  readonly #records = new Map<string, number>();

  get wantsRecords(): boolean {
    return this.#records.size < MOST_RECORDS;
  }

  bucket(owner: string, hours: number): void {
    const known = this.#buckets.get(owner);
    if (known === undefined ? this.#buckets.size < MOST_OWNERS : hours > known) this.#buckets.set(owner, hours);
  }

  /** `element`: the newest record, JSON with an ISO time in that field. */
  record(owner: string, element: string, timeField: string): void {
    const time = timeOf(element, timeField);
    if (time !== null) this.#records.set(owner, Math.floor(time / 3_600_000));
  }

  /** The offset that most owners show; `null` when none shows a possible one. */
  get winner(): number | null {
    const votes = new Map<number, number>();
    for (const [owner, recorded] of this.#records) {
      const offset = (this.#buckets.get(owner) ?? Number.NaN) - recorded;
      if (offset >= -12 && offset <= 14) votes.set(offset, (votes.get(offset) ?? 0) + 1);
    }
    const [first] = [...votes].sort(([, a], [, b]) => b - a);
    return first?.[0] ?? null;
  }
}

function timeOf(record: string, field: string): number | null {
  try {
    const value: unknown = (JSON.parse(record) as Record<string, unknown>)[field];
    const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return Number.isNaN(time) ? null : time;
  } catch {
    return null;
  }
}
