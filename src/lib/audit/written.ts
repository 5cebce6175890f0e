/** How many keys of each of the newest periods there are: what the application writes in a day, a week or a month. */
import type { Claim } from '../keyspace/tally.js';
import type { Family } from '../profile/types.js';
import type { Written } from './model.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Enough for two weeks, because days of a week differ. */
const MOST = 14;

export interface WrittenClock {
  now: number;
  /** Hours that the application's dates are ahead of UTC. */
  utcOffset: number;
}

/** `null`: the keys have no period, or none is over. */
export function writtenOf({ periods, counts }: Claim, { grain, ttl }: Family, { now, utcOffset }: WrittenClock): Written | null {
  if (periods === null) return null;
  // Names hold the application's own time, unless the placeholder is in UTC.
  const shiftMs = (periods.isLocal ? periods.utcOffset : utcOffset) * HOUR_MS;
  const nowLocal = now + utcOffset * HOUR_MS;
  const per = grain === 'month' ? 'month' : grain === 'week' ? 'week' : 'day';
  const place = placeOf(per, nowLocal);
  const byPlace = new Map<number, number>();
  let oldest = 0;
  for (const [hour, keys] of counts.byHour()) {
    const at = place(hour * HOUR_MS + shiftMs);
    if (at < 1) continue;
    byPlace.set(at, (byPlace.get(at) ?? 0) + keys);
    oldest = Math.max(oldest, at);
  }
  const whole = ttl.expires && ttl.seconds !== undefined ? Math.floor((ttl.seconds * 1000) / LENGTH_MS[per]) - 1 : MOST;
  const length = Math.min(oldest, whole, MOST);
  if (length < 1) return null;
  return {
    per,
    newest: startOf(per, nowLocal, 1),
    keys: Array.from({ length }, (_, index) => byPlace.get(index + 1) ?? 0),
  };
}

const LENGTH_MS: Readonly<Record<Written['per'], number>> = { day: DAY_MS, week: 7 * DAY_MS, month: 31 * DAY_MS };

/** How many periods before the running one a period is; weeks are those before today, because each key may begin its own. */
function placeOf(per: Written['per'], nowLocal: number): (local: number) => number {
  const today = Math.floor(nowLocal / DAY_MS);
  if (per === 'day') return (local) => today - Math.floor(local / DAY_MS);
  if (per === 'week') return (local) => Math.floor((today - Math.floor(local / DAY_MS)) / 7);
  const month = monthOf(nowLocal);
  return (local) => month - monthOf(local);
}

function monthOf(local: number): number {
  const date = new Date(local);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The date on which the period begins that is so many before the running one. */
function startOf(per: Written['per'], nowLocal: number, before: number): string {
  const day = Math.floor(nowLocal / DAY_MS) * DAY_MS;
  if (per === 'day') return dateText(day - before * DAY_MS);
  if (per === 'week') return dateText(day - (7 * before + 6) * DAY_MS);
  const month = monthOf(nowLocal) - before;
  return dateText(Date.UTC(Math.floor(month / 12), month % 12, 1));
}

const dateText = (local: number): string => new Date(local).toISOString().slice(0, 10);
