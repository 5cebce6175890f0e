import { formatCounted } from '../../../format/number.js';
import type { AlertEvent, AlertsData } from '../../../alerts/model.js';
import type { AlertsMessages } from '../alerts.js';
import { report } from './alerts-report.js';

const PERIODS = {
  day: 'budget of the day',
  week: 'budget of the week',
  month: 'budget of the month',
  total: 'budget',
} as const;

const counted = ({ limits, budgets }: AlertsData['compared']): string =>
  [
    ...(limits > 0 || budgets === 0 ? [formatCounted(limits, 'limit', 'limits')] : []),
    ...(budgets > 0 ? [formatCounted(budgets, 'budget', 'budgets')] : []),
  ].join(', ');

const WHY: Readonly<Record<NonNullable<AlertEvent['why']>, string>> = {
  period: 'a new period began',
  below: 'below the threshold again',
  gone: 'the limit or its owner does not exist any more',
};

const endOf = ({ still, why }: Pick<AlertEvent, 'still' | 'why'>): string =>
  `${why === null ? '' : WHY[why]}${still === null ? '' : `, still ${still}`}`;

export const alerts: AlertsMessages = {
  report,
  levels: { info: 'info', warning: 'warning', critical: 'critical' },
  budget: (period) => PERIODS[period as keyof typeof PERIODS] ?? 'budget',
  everything: 'everything together',
  thresholds: (thresholds) => thresholds.map(({ percent, level }) => `${percent} % ${level}`).join(', '),
  compared: (counts, { closed, underWay }) =>
    [
      counted(counts),
      ...(underWay === 0 ? [] : [`${formatCounted(underWay, 'limit', 'limits')} of requests under way left out (meter limits)`]),
      ...(closed === 0 ? [] : [`${formatCounted(closed, 'owner', 'owners')} left out, all of whose requests are refused`]),
    ].join('; '),
  event: (event, { subject, title, used, allowed, percent, resets }) => {
    const figures = `${subject}: ${title} ${used} of ${allowed}, ${percent}`;
    return event.type === 'reached'
      ? `${event.level}: ${figures}${resets === '' ? '' : `, resets ${resets}`}`
      : `recovered from ${event.level}: ${figures} (${endOf(event)})`;
  },
  what: (event) => (event.type === 'reached' ? 'reached' : `recovered: ${endOf(event)}`),
  sent: ({ sent, waiting }) =>
    `${formatCounted(sent, 'event', 'events')}${waiting === 0 ? '' : `, ${formatCounted(waiting, 'event waits', 'events wait')}`}`,
  none: 'Nothing has reached a threshold.',
  watching: (counts, every, state) => `Watching ${counted(counts)} every ${every}, remembered in ${state}. Ctrl-C ends.`,
};
