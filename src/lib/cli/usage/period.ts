/** The period that the flags name. */
import { usageError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import type { PeriodAsked, Time } from '../../usage/asked.js';
import { rejectContradictions } from '../flags/contradictions.js';
import { durationOf } from '../flags/duration.js';
import type { UsageFlags } from './flags.js';

const WAYS = ['month', 'day', 'last', 'since', 'cycle', 'recent', 'all-time'] as const;

const MOST_MINUTES = 1_440;
const MINUTE_MS = 60_000;
const UNITS = { h: 'hour', d: 'day', w: 'week', mo: 'month' } as const;

/** `null`: the flags name no period. Throws usage errors of one sentence. */
export function periodAsked(flags: UsageFlags): PeriodAsked | null {
  rejectContradictions(flags, [
    ...WAYS.map((way, at) => ({ flags: [way], with: WAYS.slice(at + 1) })),
    { flags: ['until'], with: WAYS.filter((way) => way !== 'since') },
    { flags: ['until'], without: ['since'], message: () => '--until needs --since.', advice: 'Name the beginning: --since TIME' },
    { flags: ['compare'], with: ['cycle', 'all-time'] },
    { flags: ['anonymous'], with: ['show-ids'] },
  ]);
  if (flags.month !== undefined) return { kind: 'month', text: monthText(flags.month) };
  if (flags.day !== undefined) return { kind: 'day', text: dayText(flags.day) };
  if (flags.last !== undefined) return lastOf(flags.last);
  if (flags.since !== undefined) return between(flags.since, flags.until);
  if (flags.cycle !== undefined) return { kind: 'cycle', text: cycleText(flags.cycle) };
  if (flags.recent !== undefined) return { kind: 'recent', minutes: minutesOf(flags.recent) };
  return flags['all-time'] ? { kind: 'all-time' } : null;
}

function monthText(text: string): string {
  if (text === 'this' || text === 'last' || /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)) return text;
  throw usageError('--month takes a month.', 'Write it as 2026-11, this or last.');
}

function dayText(text: string): string {
  if (text === 'today' || text === 'yesterday' || isDate(text)) return text;
  throw usageError('--day takes a day.', 'Write it as 2026-11-20, today or yesterday.');
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toString() !== 'Invalid Date' && exists(text);

/** Without this, 30 February would be read as a day in March. */
const exists = (date: string): boolean => new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);

function lastOf(text: string): PeriodAsked {
  const [, digits = '', letters = ''] = /^(\d{1,4})(h|d|w|mo)$/.exec(text.trim()) ?? [];
  const count = Number(digits);
  if (count > 0) return { kind: 'last', count, cut: UNITS[letters as keyof typeof UNITS] };
  const unit = /^\d+$/.test(text.trim()) ? ' A number alone has no unit.' : '';
  throw usageError(`--last takes a time, such as 7d.${unit}`, 'Write hours as 24h, days as 7d, weeks as 4w and months as 3mo.');
}

function cycleText(text: string): string {
  if (text !== '' && text.length <= 200) return text;
  throw usageError('--cycle takes the name of a billing cycle.', 'As the application names it, such as 2026-11.');
}

function minutesOf(text: string): number {
  const minutes = durationOf('recent', text) / MINUTE_MS;
  if (Number.isInteger(minutes) && minutes <= MOST_MINUTES) return minutes;
  throw usageError('--recent takes whole minutes, a day at most.', 'Such as --recent 5m');
}

function between(since: string, until: string | undefined): PeriodAsked {
  const [from, to] = [timeOf('since', since), until === undefined ? null : timeOf('until', until)];
  if (to && 'local' in from && 'local' in to && endOf(to) <= from.local)
    throw usageError('--until is not after --since.', 'Swap them.');
  return { kind: 'between', since: from, until: to };
}

const endOf = ({ local, isDate: isDay }: { local: number; isDate: boolean }): number => local + (isDay ? 1 : 0);

/** Only whole hours, because no period is shorter. */
function timeOf(flag: string, text: string): Time {
  const [, date = '', hour, offset] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d)(?::00(?::00(?:\.000)?)?)?(Z|[+-]\d\d:00)?)?$/.exec(text) ?? [];
  if (isDate(date) && (hour === undefined || Number(hour) < 24)) {
    if (offset !== undefined) return { instant: Date.parse(`${date}T${hour}:00:00${offset}`) };
    return { local: Date.parse(`${date}T${hour ?? '00'}:00:00Z`), isDate: hour === undefined };
  }
  throw usageError(
    `--${flag} takes a day or a whole hour, not ${safeText(text.slice(0, 40))}.`,
    'Write it as 2026-11-20, 2026-11-20T03:00 or 2026-11-20T03:00Z.',
  );
}
