/**
 * Parses the periods in key names to instants. The application writes them in its own whole-hour offset, unless the placeholder
 * is in UTC.
 */
import { isOneSegment, slotStart, slotTextOf, type Slot } from './pattern.js';
import type { Family, Grain, PlaceholderKind } from './types.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Allowance for a wrong offset or an inaccurate clock. */
const SLACK_MS = 26 * HOUR_MS;

/** Start of the period in ms since the epoch; `null`: the kind is not a period, or the text is not a date. */
export function periodStart(kind: PlaceholderKind, text: string, utcOffset: number): number | null {
  const shift = utcOffset * HOUR_MS;
  const at = (iso: string): number | null => {
    const time = Date.parse(iso);
    return Number.isNaN(time) ? null : time - shift;
  };
  switch (kind) {
    case 'date':
      return at(`${text}T00:00:00Z`);
    case 'month':
      return at(`${text}-01T00:00:00Z`);
    case 'hour':
      return at(`${text.slice(0, 10)}T${text.slice(11, 13)}:00:00Z`);
    case 'date-hour':
      return at(`${text}:00:00Z`);
    case 'week':
      return weekStart(text, shift);
    case 'week-start':
      return text.includes('W') ? weekStart(text, shift) : at(`${text}:00:00Z`);
    case 'minute':
      return Number(text) * 60_000;
    default:
      return null;
  }
}

/** Monday 00:00 of an ISO week such as 2026-W47: week 1 contains 4 January. */
function weekStart(text: string, shift: number): number | null {
  const [year, week] = [Number(text.slice(0, 4)), Number(text.slice(6))];
  if (!Number.isInteger(year) || !Number.isInteger(week)) return null;
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * DAY_MS;
  return monday + (week - 1) * 7 * DAY_MS - shift;
}

/** End of the period that starts at `start`, plus `ahead` further periods; `null`: the grain has no periods. */
export function periodEnd(start: number, grain: Grain, utcOffset: number, ahead = 0): number | null {
  if (grain === 'month') {
    const local = new Date(start + utcOffset * HOUR_MS);
    return Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1 + ahead) - utcOffset * HOUR_MS;
  }
  const length = LENGTH_MS[grain];
  return length === undefined ? null : start + length * (1 + ahead);
}

const LENGTH_MS: Partial<Record<Grain, number>> = { minute: 60_000, hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS };

/** A period in the key names of a family. */
export interface Period {
  readonly text: string;
  /** Start in ms since the epoch; `null`: the text is not a date. */
  readonly start: number | null;
  /** For callers that process each period once. */
  seen: boolean;
  /** For callers that count keys. */
  keys: number;
}

/** Maximum cached periods; a family has a few thousand at most. */
const REMEMBERED = 10_000;

const itself = (text: string): string => text;

/** The periods of one family: millions of keys share a few thousand. */
export class Periods {
  /**
   * First key: the date, for hours, which have two segments (two short lookups are faster than joining them); otherwise empty.
   */
  readonly #known = new Map<string, Map<string, Period>>();
  #count = 0;

  /** `utcOffset`: that of the application. */
  constructor(
    private readonly slot: Slot,
    readonly utcOffset: number,
  ) {}

  /** False if the names hold UTC, whatever the application's offset is. */
  get isLocal(): boolean {
    const { kind, zone } = this.slot.placeholder;
    return zone !== 'utc' && kind !== 'minute';
  }

  /** The period of a matching key name. */
  of(texts: readonly string[]): Period {
    return this.ofSegments(texts, itself);
  }

  /** The same for segments that are not plain texts. */
  ofSegments<Part>(segments: readonly Part[], textOf: (segment: Part) => string): Period {
    const { slot } = this;
    const start = slotStart(slot, segments);
    const isHour = slot.placeholder.kind === 'hour';
    const day = isHour ? textOf(segments[start]!) : '';
    const rest = isHour
      ? textOf(segments[start + 1]!)
      : isOneSegment(slot)
        ? textOf(segments[start]!)
        : slotTextOf(slot, segments, textOf);
    return this.#known.get(day)?.get(rest) ?? this.#remember(day, rest, slotTextOf(slot, segments, textOf));
  }

  #remember(day: string, rest: string, text: string): Period {
    if (this.#count >= REMEMBERED) {
      this.#known.clear();
      this.#count = 0;
    }
    this.#count++;
    const { kind, zone } = this.slot.placeholder;
    const period = { text, start: periodStart(kind, text, zone === 'utc' ? 0 : this.utcOffset), seen: false, keys: 0 };
    const periods = this.#known.get(day) ?? new Map<string, Period>();
    this.#known.set(day, periods.set(rest, period));
    return period;
  }
}

/**
 * The minimum TTL in ms of a key that was written in its period and got its family's TTL then; `null`: the family has no fixed
 * TTL, or the period no date.
 */
export function expectedTtlMs({ ttl }: Family, { start }: Period, now: number): number | null {
  if (!ttl.expires || ttl.seconds === undefined || start === null) return null;
  return ttl.seconds * 1000 - (now - start) - SLACK_MS;
}
