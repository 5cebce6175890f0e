/** Titles, heads and labels of a report on alerts. */
import { formatCount, formatCounted } from '../../../format/number.js';

const all = (count: number): string => formatCounted(count, 'limit', 'limits and budgets');

export const report = {
  title: 'Alerts of',
  labels: { clock: 'Clock', compared: 'Compared', at: 'At', state: 'State', sent: 'Sent' },
  tables: { alerts: 'Alerts', events: 'New since the last look', unknown: 'Not known' },
  heads: {
    owner: 'owner',
    what: 'limit',
    used: 'used',
    allowed: 'allowed',
    share: 'used %',
    level: 'level',
    remaining: 'left',
    resets: 'resets',
    reached: 'all used on',
    event: 'event',
    kind: 'kind',
  },
  /** A limit with thresholds of its own. */
  ofLimit: (title: string, thresholds: string): string => `${title}: ${thresholds}`,
  severeFirst: 'the most severe first',
  moreAlerts: (count: number): string => formatCounted(count, 'more alert', 'more alerts'),
  moreEvents: (count: number): string => formatCounted(count, 'more event', 'more events'),
  more: (count: number): string => `${formatCount(count)} more`,
  noEvents: 'Nothing.',
  partial: 'Partial report: ',
  noneOf: (compared: number): string => `None of ${all(compared)} has reached a threshold.`,
  worst: (alerts: number, compared: number, worst: { level: string; owner: string; limit: string; percent: string }): string =>
    `${formatCounted(alerts, 'alert', 'alerts')} of ${all(compared)}; worst: ${worst.level}, ${worst.owner}, ${worst.limit}, ${worst.percent}.`,
  interrupted: 'Interrupted, stopping. Ctrl-C again ends at once.',
};

export type AlertsReportMessages = typeof report;
