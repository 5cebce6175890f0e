/**
 * What is new since the last look. A threshold is reported when it is reached, and not again until it is left. It is left when a
 * new period began or when less than the threshold by a margin is used, so that a figure beside it is not reported again and again.
 */
import { createHash } from 'node:crypto';
import type { Alert, AlertEvent, Measured } from './model.js';
import { LEVELS, thresholdAt, type Level, type Threshold } from './thresholds.js';
import type { Watched } from './watched.js';

/** A threshold that was reported as reached. */
export interface Standing {
  percent: number;
  level: Level;
  /** When it was first seen to be reached, ISO 8601. */
  at: string;
  /** As last seen. */
  measured: Measured;
}

/** By key. */
export type Standings = ReadonlyMap<string, Standing>;

/** Percentage points. */
export const USUAL_MARGIN = 2;

interface Look {
  /** ISO 8601 with the application's offset. */
  at: string;
  /** False if only a part was read, so that what was not seen may still exist. */
  complete: boolean;
  /** Keys of what exists and cannot be read. */
  unreadable: ReadonlySet<string>;
  margin: number;
}

export interface Progress {
  standings: Map<string, Standing>;
  /** What holds now, the most severe first. */
  alerts: Alert[];
  events: AlertEvent[];
}

export function progressed(before: Standings, watched: readonly Watched[], { at, complete, unreadable, margin }: Look): Progress {
  const standings = new Map<string, Standing>();
  const events: AlertEvent[] = [];
  const seen = new Set<string>();
  for (const each of watched) {
    const { key, measured } = each;
    seen.add(key);
    const last = before.get(key) ?? null;
    const now = each.amounts === null ? last : standingNow(each, last, { at, margin });
    if (now) standings.set(key, now);
    if (each.amounts === null) continue;
    const event = eventOf(last, now, measured);
    if (event) events.push(identified(key, { ...event, at }));
  }
  for (const [key, last] of before) {
    if (seen.has(key)) continue;
    if (!complete || unreadable.has(key)) standings.set(key, last);
    else events.push(identified(key, { ...recovered(last, null, last.measured, 'gone'), at }));
  }
  const alerts = [...standings.values()].map(({ measured, level, percent, at: since }): Alert => ({
    ...measured,
    level,
    threshold: percent,
    reachedSince: since,
  }));
  return { standings, alerts: alerts.toSorted(bySeverity), events: events.toSorted(bySeverity) };
}

function standingNow(
  { measured, amounts, thresholds }: Watched,
  last: Standing | null,
  { at, margin }: Pick<Look, 'at' | 'margin'>,
): Standing | null {
  const reached = thresholdAt(thresholds, amounts!);
  const isSame = last !== null && last.measured.since === measured.since;
  const isHigher = reached !== null && (!isSame || reached.percent > last.percent);
  if (isHigher) return { ...reached, at, measured };
  if (!isSame) return null;
  // A threshold that is not among the given ones any more has been left.
  const kept = thresholdAt(
    thresholds.filter(({ percent }) => percent <= last.percent),
    amounts!,
    margin,
  );
  if (kept === null) return null;
  return { percent: kept.percent, level: kept.level, at: kept.percent === last.percent ? last.at : at, measured };
}

type Unidentified = Omit<AlertEvent, 'id' | 'at'>;

function eventOf(last: Standing | null, now: Standing | null, measured: Measured): Unidentified | null {
  const isNewPeriod = last !== null && last.measured.since !== measured.since;
  if (now !== null && (last === null || isNewPeriod || now.percent > last.percent))
    return { ...measured, type: 'reached', level: now.level, threshold: now.percent, still: null, why: null };
  if (last === null || (now !== null && now.percent === last.percent)) return null;
  return recovered(last, now, measured, isNewPeriod ? 'period' : 'below');
}

const recovered = (
  last: Standing,
  now: Pick<Threshold, 'level'> | null,
  measured: Measured,
  why: AlertEvent['why'],
): Unidentified => ({
  ...measured,
  type: 'recovered',
  level: last.level,
  threshold: last.percent,
  still: now?.level ?? null,
  why,
});

/** A receiver that gets an event twice can tell by its id. */
function identified(key: string, event: Omit<AlertEvent, 'id'>): AlertEvent {
  const { type, threshold, since, at } = event;
  const id = createHash('sha256')
    .update(JSON.stringify([key, type, threshold, since, at]))
    .digest('hex')
    .slice(0, 16);
  return { id, ...event };
}

type Ranked = Pick<Alert, 'level' | 'share'> & { type?: AlertEvent['type'] };

/** What has recovered comes last. */
function bySeverity(a: Ranked, b: Ranked): number {
  const recoveries = Number(a.type === 'recovered') - Number(b.type === 'recovered');
  return recoveries || LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) || (b.share ?? 0) - (a.share ?? 0);
}
