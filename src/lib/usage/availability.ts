/** Decides whether the keys of a period can still exist, and if not why. */
import { periodStart } from '../profile/period.js';
import { compareVersions, coverage, type Releases } from '../profile/version.js';
import { isTaking, notedFamilies, type StateNote } from '../recognise/state-note.js';
import { toInstant, type Segment } from './calendar.js';
import type { Metric } from '../profile/figures.js';
import type { Source } from './sources.js';

/**
 * Why figures are missing. `expired`: they have expired. `pruned`: this program removed them. `unwritten`: no possible release
 * writes them. `upgraded`: the release before the upgrade did not. `off`: a switch turns them off. `uncounted`: the profile has
 * no such figures. `absent`: they do not exist, although others of the same period do. `trimmed`: the log of requests no longer holds
 * them.
 */
export type Reason = 'expired' | 'pruned' | 'unwritten' | 'upgraded' | 'off' | 'uncounted' | 'absent' | 'trimmed';

/** `full`: a missing key means no usage. `partly`: it may also have expired or been removed. `none`: no key can exist. */
export interface Availability {
  state: 'full' | 'partly' | 'none';
  reason: Reason | null;
  /** Why better keys were not used; absent: there are none. */
  instead?: Reason;
}

export interface Circumstances {
  /** Instant, ms since the epoch. */
  now: number;
  utcOffset: number;
  releases: Releases;
  /** Such as `< 1.1.263`; `null`: no upgrade is known. */
  upgradedFrom: string | null;
  state: StateNote;
  /** Families that the application does not write, because a switch is off. */
  off: ReadonlySet<string>;
}

const FULL: Availability = { state: 'full', reason: null };

/** `segment`: `null` for figures of all time. */
export function availabilityOf(source: Source, metric: Metric, segment: Segment | null, by: Circumstances): Availability {
  const { since, until } = releasesOf(source, metric);
  if (coverage(since, until, by.releases) === 'none') return { state: 'none', reason: 'unwritten' };
  const expired = segment === null ? FULL : expiry(source, segment, by);
  if (expired.state === 'none') return expired;
  if (isPruned(source, segment, by)) return { state: 'partly', reason: 'pruned' };
  if (by.off.has(source.compiled.family.id)) return { state: 'partly', reason: 'off' };
  if (expired.state === 'partly') return expired;
  if (since !== undefined && isBefore(by.upgradedFrom, since)) return { state: 'partly', reason: 'upgraded' };
  return FULL;
}

/** A key expires between its TTL after the start of its period and its TTL after the end. */
function expiry({ ttlMs }: Source, { from, to }: Segment, { now, utcOffset }: Circumstances): Availability {
  if (ttlMs === null) return FULL;
  if (toInstant(to, utcOffset) + ttlMs <= now) return { state: 'none', reason: 'expired' };
  return toInstant(from, utcOffset) + ttlMs <= now ? { state: 'partly', reason: 'expired' } : FULL;
}

/** The releases that write the metric: those of the family, or of its field if that came later. */
function releasesOf({ compiled: { family }, metrics }: Source, metric: Metric): { since?: string; until?: string } {
  const [field = ''] = metrics.get(metric)?.fields ?? [];
  const own = family.fieldReleases?.[field] ?? {};
  const since = own.since ?? family.since;
  const until = own.until ?? family.until;
  return { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
}

/** `< 1.1.263` is before `1.1.263` and every later release. */
function isBefore(upgradedFrom: string | null, since: string): boolean {
  return upgradedFrom !== null && compareVersions(upgradedFrom.replace(/^\D+/, ''), since) <= 0;
}

function isPruned({ compiled, periodSlot }: Source, segment: Segment | null, { utcOffset, state }: Circumstances): boolean {
  const { family, profile } = compiled;
  const kind = periodSlot?.placeholder.kind;
  const startOf = (text: string | null): number | null =>
    text === null || kind === undefined ? null : periodStart(kind, text, utcOffset);
  return notedFamilies(state).some((row) => {
    if (row.profile !== profile.name || row.id !== family.id || !isTaking(row) || row.onlyGoneOwners) return false;
    if (segment === null) return true;
    const [oldest, newest] = [startOf(row.oldest), startOf(row.newest)];
    const from = toInstant(segment.from, utcOffset);
    return (oldest === null || oldest < toInstant(segment.to, utcOffset)) && (newest === null || newest >= from);
  });
}
