/** Titles, heads, labels and sentences of a report on limiters. */
import { formatCount, formatCounted } from '../../../format/number.js';

export const report = {
  title: 'Limiters of',
  labels: { owners: 'Owners', clock: 'Clock' },
  tables: {
    limiters: 'Limits',
    limited: 'Near a limit',
    abandoned: 'Slots of processes that are gone',
    checks: 'What each does',
    connections: 'Connections',
    client: 'Client and timeouts',
  },
  heads: {
    rule: 'name',
    limit: 'limit',
    how: 'how',
    size: 'size',
    keys: 'keys',
    near: 'near',
    full: 'full',
    permanent: 'no TTL',
    bytes: 'memory',
    sent: 'per check',
    parallel: 'parallel',
    kind: 'kind',
    owner: 'who',
    used: 'used',
    allowed: 'allowed',
    share: 'used %',
    resets: 'again at',
    slots: 'slots',
    until: 'until at most',
    for: 'for',
    trips: 'trips',
    busy: 'in use',
    ofAll: 'of all',
    waiting: 'wait',
    mostRate: 'most/s',
  },
  /** The meaning of the columns `near` and `parallel`. */
  columns: (near: string): string => `${near}; parallel: requests checked at the same time`,
  restLimits: (count: number): string => formatCounted(count, 'more limit', 'more limits'),
  more: (count: number): string => `${formatCount(count)} more`,
  moreNotes: (count: number): string => formatCounted(count, 'more note', 'more notes'),
  noKey: 'No key of a limiter is here.',
  noLimiter: 'No limiter has a key.',
  nobodyNear: (percent: string): string => `Nobody has used ${percent} of a limit.`,
  /** A time today, or another day. */
  utc: (time: string): string => `${time} UTC`,
  /** `text`: such as `API calls`. */
  limiter: (text: string, algorithm: string, pattern: string): string => `${text} (${algorithm}), ${pattern}`,
  /** How it counts, in words. */
  algorithm: (name: string): string => name,
  setIn: (place: string): string => `Set in: ${place}`,
  load: (rate: string, roundTrip: string): string => `${rate} requests a second, ${roundTrip} a round trip`,
  wholeRequest: 'a whole request',
  pool: (connections: string, server: string): string => `${connections}; ${server}.`,
  withoutCode: (setting: string): string => `Without code: ${setting}`,
  partial: 'Partial report: ',
  /** `full`: subjects at their limit. `racy`: limits that requests pass together. `worst`: `null`: no findings. */
  summary: (of: { limits: number; full: number; racy: number; findings: number; worst: string | null }): string =>
    `${[
      `${formatCounted(of.limits, 'limit', 'limits')}, ${formatCounted(of.full, 'subject', 'subjects')} at ${of.full === 1 ? 'its' : 'their'} limit`,
      ...(of.racy > 0 ? [`${formatCount(of.racy)} let parallel requests pass`] : []),
      ...(of.worst === null ? [] : [`${formatCounted(of.findings, 'finding', 'findings')}, worst: ${of.worst}`]),
    ].join('; ')}.`,
};

export type LimitersReportMessages = typeof report;
