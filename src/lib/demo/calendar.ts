/**
 * Period names as the relay writes them: local time at a fixed whole-hour offset, without daylight saving. Instants are ms since
 * the epoch.
 */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface Calendar {
  /** `2026-11-20` */
  date(at: number): string;
  /** `2026-11` */
  month(at: number): string;
  /** `2026-11-20:03` */
  hour(at: number): string;
  /** `2026-11-16T00`: the Monday midnight of the last reset of the weekly limit. */
  weekStart(at: number): string;
  /** 0..23 */
  hourOfDay(at: number): number;
  startOfDay(at: number): number;
}

interface HourTexts {
  date: string;
  month: string;
  hour: string;
  weekStart: string;
}

export function createCalendar(utcOffset: number): Calendar {
  const shift = utcOffset * HOUR;
  const local = (at: number): string => new Date(at + shift).toISOString();
  const startOfDay = (at: number): number => Math.floor((at + shift) / DAY) * DAY - shift;
  const weekStart = (at: number): string => {
    const daysSinceMonday = (new Date(at + shift).getUTCDay() + 6) % 7;
    return local(startOfDay(at) - daysSinceMonday * DAY).slice(0, 13);
  };
  /** Cached, because many requests are in the same hour. */
  const known = new Map<number, HourTexts>();
  const textsAt = (at: number): HourTexts => {
    const number = Math.floor(at / HOUR);
    let texts = known.get(number);
    if (texts === undefined) {
      const text = local(at);
      texts = {
        date: text.slice(0, 10),
        month: text.slice(0, 7),
        hour: text.slice(0, 13).replace('T', ':'),
        weekStart: weekStart(at),
      };
      known.set(number, texts);
    }
    return texts;
  };
  return {
    date: (at) => textsAt(at).date,
    month: (at) => textsAt(at).month,
    hour: (at) => textsAt(at).hour,
    weekStart: (at) => textsAt(at).weekStart,
    hourOfDay: (at) => new Date(at + shift).getUTCHours(),
    startOfDay,
  };
}

/** The instant on the local day `today` with the same clock time as `now`. Throws a RangeError for an invalid date. */
export function sameTimeOn(today: string, now: Date, utcOffset: number): number {
  const midnight = Date.parse(`${today}T00:00:00Z`) - utcOffset * HOUR;
  if (Number.isNaN(midnight)) throw new RangeError(`today is no date (YYYY-MM-DD): ${today}`);
  return midnight + (now.getTime() - createCalendar(utcOffset).startOfDay(now.getTime()));
}
