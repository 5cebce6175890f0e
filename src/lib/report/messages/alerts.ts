/** The sentences that a report on alerts needs, in whichever language. */
import type { AlertsReportMessages } from './en/alerts-report.js';
import type { AlertEvent, Measured } from '../../alerts/model.js';
import type { Level, Threshold } from '../../alerts/thresholds.js';

interface EventFigures {
  subject: string;
  title: string;
  used: string;
  allowed: string;
  percent: string;
  /** Empty: never. */
  resets: string;
}

export interface AlertsMessages {
  report: AlertsReportMessages;
  levels: Readonly<Record<Level, string>>;
  /** The title of a budget. */
  budget: (period: Measured['period']) => string;
  everything: string;
  /** Such as `80 % info, 95 % warning`. */
  thresholds: (thresholds: readonly Threshold[]) => string;
  /** `closed`: owners that are left out. `underWay`: limits of requests under way, which are not compared. */
  compared: (counts: { limits: number; budgets: number }, leftOut: { closed: number; underWay: number }) => string;
  /** In one line. */
  event: (event: Pick<AlertEvent, 'type' | 'level' | 'threshold' | 'still' | 'why'>, figures: EventFigures) => string;
  what: (event: Pick<AlertEvent, 'type' | 'still' | 'why'>) => string;
  sent: (counts: { sent: number; waiting: number }) => string;
  none: string;
  watching: (counts: { limits: number; budgets: number }, every: string, state: string) => string;
}
