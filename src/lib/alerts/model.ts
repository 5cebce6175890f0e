/** The result of `meter alerts`. */
import type { Count } from '../format/json-types.js';
import type { LimitKind, LimitRow, LimitsData, LimitsNote } from '../limits/model.js';
import type { LimitUnit } from '../profile/limits.js';
import type { Label, UsageData, UsageNote } from '../usage/model.js';
import type { Level, Threshold } from './thresholds.js';

/** What a limit and a budget have in common. */
type Amounts = Pick<LimitRow, 'word' | 'allowed' | 'used' | 'share' | 'remaining' | 'since' | 'resetsAt' | 'reachedAt'>;

/** A limit or a budget of one subject. Money is exact text in US dollars. `null`: not known. */
export interface Measured extends Amounts {
  kind: 'limit' | 'budget';
  /** Id of the limit, or metric and period of the budget, such as `cost/month`. */
  rule: string;
  /** Title of the limit, such as `daily cost`; empty for a budget. */
  title: string;
  /** `null`: everything together. */
  subject: Label | null;
  unit: LimitUnit;
  period: LimitKind['period'];
  /** Who refuses requests; `null`: nobody. */
  by: string | null;
}

/** What is used at or above a threshold. */
export interface Alert extends Measured {
  level: Level;
  /** Percentage, 100 for all of it. */
  threshold: number;
  /** When the threshold was first seen to be reached; `null`: nothing is remembered. */
  reachedSince: string | null;
}

export interface AlertEvent extends Measured {
  /** The same whenever the event is sent again. */
  id: string;
  type: 'reached' | 'recovered';
  /** When it was seen, ISO 8601 with the application's offset. */
  at: string;
  /** The level and threshold that are reached, or are not any more. */
  level: Level;
  threshold: number;
  /** The level that still holds after `recovered`; `null`: none. */
  still: Level | null;
  /** Of `recovered`: `period`: a new one began. `below`: less is used, or more is allowed. `gone`: the limit or its owner is gone. */
  why: 'period' | 'below' | 'gone' | null;
}

/** A limit or a budget whose figure is not known. */
export type Unknown = Pick<Measured, 'kind' | 'rule' | 'title' | 'word' | 'subject' | 'unit' | 'period'>;

export interface AlertsData {
  application: LimitsData['application'];
  clock: LimitsData['clock'];
  /** Only limits of these entities; empty: of all. */
  owners: Label[];
  /** Those of limits and budgets without their own. */
  thresholds: Threshold[];
  /** Limits with thresholds of their own. */
  ofLimits: { rule: string; title: string; thresholds: Threshold[] }[];
  /** Numbers of limits and budgets that were compared. */
  compared: { limits: Count; budgets: Count };
  /** The most severe first. */
  alerts: Alert[];
  unknown: Unknown[];
  /** Limits of requests under way that are left out, because a look now and then meets them only by chance. */
  underWay: Count;
  /** Subjects that are left out because all their requests are refused. */
  closed: Count;
  notes: LimitsNote[];
  /** About the figures of budgets. */
  budgetNotes: UsageNote[];
  source: UsageData['source'];
}
