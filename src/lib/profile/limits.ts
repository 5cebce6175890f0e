/**
 * The limits of an application: where each limit's value is, which figure it is held against, when that figure begins again, and
 * who refuses requests because of it. A value that is empty, 0 or missing is no limit.
 */

/** When the figure of a limit begins again. Days, weeks and months are those of the application's offset. */
export type LimitPeriod =
  /** Never. */
  | { kind: 'total' }
  /** `family`: the figure's key names the period. `field`: the field of the figure's hash with the day that it counts. */
  | { kind: 'day'; field?: string }
  | { kind: 'month' }
  /**
   * Each subject has its own week. `day`: field with 1 (Monday) to 7, `hour`: field with 0 to 23; empty and missing fields are
   * Monday and 0. Without fields, weeks begin on Monday at 0. `calendar-year`: the key names the week of its Thursday's year, but
   * the year of the day itself, as in 2025-W01 for 2025-12-30.
   */
  | { kind: 'week'; day?: string; hour?: string; named?: 'calendar-year' }
  /** `minutes`: field with the length; `start`: family of the key with the start, in ms. Without that key nothing counts. */
  | { kind: 'window'; minutes: string; start: string }
  /** Requests under way. */
  | { kind: 'running' }
  /** A billing cycle of any name, in the names of the keys that hold both the limit and the figure. */
  | { kind: 'cycle' };

/** The figure that a limit is held against. A missing key or field says 0. */
export interface LimitFigure {
  /** A string with one number; a hash; or a sorted set of leases, whose scores are their ends. Absent: the hash of the limit. */
  family?: string;
  /** For hashes. */
  field?: string;
  /** For figures of all time: the family of the same figure by day, from which the pace is computed. */
  byDay?: string;
  /**
   * The same figure in another family, with the same period, which the application never sets anew. It is the same only where the
   * values of two other families of strings are equal.
   */
  lasting?: { family: string; whereEqual: readonly [string, string] };
}

export interface Limit {
  /** Kebab-case. Limits of different releases may have the same. */
  id: string;
  /** Such as `daily cost`. */
  title: string;
  /** The kind of entity that is limited. */
  dimension: string;
  /** The hashes that hold the limit. Their only placeholders are the entity, and the billing cycle if the period is one. */
  family: string;
  field: string;
  /** A field that must be above zero, or the limit is ignored. */
  needs?: string;
  /** A field that must not be above zero, or the limit is ignored. */
  unless?: string;
  /** A sentence: why the figure is not in Redis. */
  figure: LimitFigure | string;
  /** Families that a figure which is not in Redis is computed from, for requests for which a condition holds. */
  computedFrom?: { families: readonly string[]; when: string };
  period: LimitPeriod;
  /** Requests are refused while `figure compare limit` is true. */
  compare: '>' | '>=';
  /**
   * `before`: the figure is that of earlier requests, so that the last one may go beyond the limit by any amount. `counted`: the
   * request is counted itself, then the figure is tested.
   */
  tested: 'before' | 'counted';
  /** Who refuses requests, in a word or two; `null`: nobody, the figure is only counted. */
  by: string | null;
  /** A sentence: which requests are counted and refused, or what happens instead. */
  where: string;
  /** Where an administrator changes it, as a sentence. Absent: `meter` may change it. */
  setIn?: string;
  /** First and last release with this limit, inclusive. */
  since?: string;
  until?: string;
}

/** A field that refuses all requests of a subject, or says that it does not exist any more. */
export interface Gate {
  /** What the subject is then, in a word or two, such as `expired`. */
  id: string;
  family: string;
  field: string;
  /**
   * `open`: it is refused unless the field says this. `expires`: it is refused from the time in the field on. `gone`: if the field
   * says this, it was deleted, and has no limits.
   */
  is: { open: string } | { expires: true } | { gone: string };
}

export interface Limits {
  list: readonly Limit[];
  gates?: readonly Gate[];
}

/** Units that a limit can have. */
export const LIMIT_UNITS = ['requests', 'tokens', 'usd', 'count'] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];
