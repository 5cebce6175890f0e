/** Periods in key names as instants. The application writes them in its own whole-hour offset, unless the placeholder says UTC. */
import type { CompiledFamily } from './classify.js';
import type { PlaceholderKind } from './types.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Slack for what a wrong offset, or a clock that is off, may do to a period's start. */
const SLACK_MS = 26 * HOUR_MS;

/** Start of the period in ms since the epoch; `null` when the kind is no period or the text is no date. */
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

/** Monday 00:00 of an ISO week such as 2026-W47: week 1 holds 4 January. */
function weekStart(text: string, shift: number): number | null {
  const [year, week] = [Number(text.slice(0, 4)), Number(text.slice(6))];
  if (!Number.isInteger(year) || !Number.isInteger(week)) return null;
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * DAY_MS;
  return monday + (week - 1) * 7 * DAY_MS - shift;
}

/** Most texts whose instants are remembered: a family has a few thousand at most. */
const REMEMBERED = 10_000;

/** What life its period and its family's promise leave a key. */
export class ExpectedLife {
  /** Starts of periods by family and text: millions of keys share a few thousand. */
  readonly #starts = new Map<CompiledFamily, Map<string, number | null>>();

  constructor(
    private readonly now: number,
    private readonly utcOffset: number,
  ) {}

  /**
   * The least remaining life in ms that a key can have if it was written in its period, whose text is given, and its family's TTL was
   * set then; `null` when the family makes no such promise.
   */
  leastMs(compiled: CompiledFamily, period: string): number | null {
    const { ttl } = compiled.family;
    if (!compiled.period || !ttl.expires || ttl.seconds === undefined) return null;
    const start = this.#start(compiled, period);
    return start === null ? null : ttl.seconds * 1000 - (this.now - start) - SLACK_MS;
  }

  #start(compiled: CompiledFamily, text: string): number | null {
    let starts = this.#starts.get(compiled);
    if (!starts || starts.size > REMEMBERED) {
      starts = new Map();
      this.#starts.set(compiled, starts);
    }
    const known = starts.get(text);
    if (known !== undefined) return known;
    const { placeholder } = compiled.period!;
    const start = periodStart(placeholder.kind, text, placeholder.zone === 'utc' ? 0 : this.utcOffset);
    starts.set(text, start);
    return start;
  }
}
