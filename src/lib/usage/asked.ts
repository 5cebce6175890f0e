/** The plain options of `meter usage`. */
import { usageError } from '../format/errors.js';
import type { Metric } from '../profile/figures.js';
import { labelOf, localText, shifted, startOf, toLocal, type Cut, type Range } from './calendar.js';

/** A point in time as the user wrote it: local without an offset, or an instant. */
export type Time = { local: number; isDate: boolean } | { instant: number };

export type PeriodAsked =
  /** `text`: `2026-11`, `this` or `last`. */
  | { kind: 'month'; text: string }
  /** `text`: `2026-11-20`, `today` or `yesterday`. */
  | { kind: 'day'; text: string }
  /** The current period and those before it. */
  | { kind: 'last'; count: number; cut: Exclude<Cut, 'minute'> }
  | { kind: 'between'; since: Time; until: Time | null }
  | { kind: 'cycle'; text: string }
  | { kind: 'recent'; minutes: number }
  | { kind: 'all-time' };

export interface UsageAsked {
  /** Words of entities and periods; at most two. */
  by: readonly string[];
  /** `null`: this month, and the overview if nothing else is asked for. */
  period: PeriodAsked | null;
  /** 1 Monday to 7 Sunday. */
  weekStart: number;
  /** Names or ids, also `account:NAME`; empty: all. */
  owners: readonly string[];
  /** `null`: by cost, else by tokens; periods by time. */
  sort: Metric | null;
  /** Number of rows. The others become one row. `null`: the usual number. */
  top: number | null;
  compare: boolean;
  /** `null`: the usual ones. */
  metrics: readonly Metric[] | null;
}

/** The period of the report. */
export interface Period {
  range: Range;
  /** Such as `2026-11`. */
  label: string;
  /** True while it is not over. */
  running: boolean;
  /** The previous period; `null`: none. */
  before: { range: Range; label: string } | null;
}

export interface Clock {
  /** Instant, ms since the epoch. */
  now: number;
  utcOffset: number;
  weekStart: number;
}

const DAY_MS = 86_400_000;
/** Maximum number of periods in a report. */
const MOST_DAYS = 3_700;

/** The dates of a period with dates. Throws a usage error for a period that is in the future, empty or too long. */
export function periodOf(asked: Exclude<PeriodAsked, { kind: 'cycle' | 'all-time' }>, clock: Clock): Period {
  const now = toLocal(clock.now, clock.utcOffset);
  const { range, cut, count } = rangeOf(asked, clock, now);
  if (range.from > now)
    throw usageError('The period lies in the future.', `It is now ${localText(now)} in the application's time.`);
  if (range.from >= range.to) throw usageError('The period is empty: --until is not after --since.', 'Swap them.');
  if (range.to - range.from > MOST_DAYS * DAY_MS)
    throw usageError('The period is longer than ten years.', 'Ask for less, or for --all-time.');
  const before: Range =
    cut === null
      ? { from: range.from - (range.to - range.from), to: range.from }
      : { from: shifted(cut, range.from, -count), to: range.from };
  return {
    range,
    label: rangeText(range),
    running: range.to > now,
    before: { range: before, label: rangeText(before) },
  };
}

interface Found {
  range: Range;
  /** The calendar period of which there are `count`; `null`: a range of any length. */
  cut: Cut | null;
  count: number;
}

function rangeOf(
  asked: Exclude<PeriodAsked, { kind: 'cycle' | 'all-time' }>,
  { utcOffset, weekStart }: Clock,
  now: number,
): Found {
  const whole = (cut: Cut, start: number, count = 1): Found => ({
    range: { from: start, to: shifted(cut, start, count) },
    cut,
    count,
  });
  switch (asked.kind) {
    case 'month':
      return whole('month', monthStart(asked.text, now));
    case 'day':
      return whole('day', dayStart(asked.text, now));
    case 'last': {
      const last = startOf(asked.cut, now, weekStart);
      return whole(asked.cut, shifted(asked.cut, last, 1 - asked.count), asked.count);
    }
    case 'recent': {
      const last = startOf('minute', now);
      return whole('minute', shifted('minute', last, 1 - asked.minutes), asked.minutes);
    }
    case 'between':
      return between(asked, utcOffset, now);
  }
}

function monthStart(text: string, now: number): number {
  if (text === 'this' || text === 'last') return shifted('month', startOf('month', now), text === 'this' ? 0 : -1);
  return Date.parse(`${text}-01T00:00:00Z`);
}

function dayStart(text: string, now: number): number {
  if (text === 'today' || text === 'yesterday') return shifted('day', startOf('day', now), text === 'today' ? 0 : -1);
  return Date.parse(`${text}T00:00:00Z`);
}

/** If the end is a date, its day is included. Without an end, the range goes to the end of the current day or hour. */
function between({ since, until }: Extract<PeriodAsked, { kind: 'between' }>, utcOffset: number, now: number): Found {
  const from = 'local' in since ? since.local : toLocal(since.instant, utcOffset);
  const cut = startOf('day', from) === from ? 'day' : 'hour';
  if (until === null) return { range: { from, to: shifted(cut, startOf(cut, now), 1) }, cut: null, count: 1 };
  const end = 'local' in until ? until.local : toLocal(until.instant, utcOffset);
  const to = 'isDate' in until && until.isDate ? shifted('day', end, 1) : end;
  return { range: { from, to }, cut: null, count: 1 };
}

/** `2026-11`, `2026-11-20`, `2026-11-01 to 2026-11-20`, `2026-11-20 03:00 to 2026-11-20 06:00`. */
const rangeText = (range: Range): string => rangeParts(range).join(' to ');

/** A month or a day, or the first and the last of the period. */
export function rangeParts({ from, to }: Range): readonly string[] {
  if (startOf('month', from) === from && shifted('month', from, 1) === to) return [labelOf('month', from)];
  if (startOf('day', from) === from && startOf('day', to) === to) {
    const last = shifted('day', to, -1);
    return last === from ? [labelOf('day', from)] : [labelOf('day', from), labelOf('day', last)];
  }
  return [labelOf('minute', from), labelOf('minute', to)];
}
