/** What each remedy would leave, cost and lose. */
import { formatMoney } from '../../format/money.js';
import { formatCount } from '../../format/number.js';
import type { EstimateData, ScenarioRow } from '../../estimate/model.js';
import { quiet, right, strong, type Section, type SectionCell } from './section.js';

const EFFORTS: Readonly<Record<string, string>> = {
  none: 'nothing to do',
  settings: 'settings only',
  'settings not read': 'settings, once the application is changed to read them',
  code: 'a change of the application',
  'much code': 'a large change of the application',
  keys: 'meter prune and meter migrate',
  plan: 'a change of the contract only',
};

/** What it takes, what it does not help, and what it loses. */
function remedyText({ id, effort, loses, wirePerDay, billablePerDay }: ScenarioRow, now: ScenarioRow | undefined): string {
  const isStillBilled =
    id === 'script' && now !== undefined && wirePerDay < now.wirePerDay && billablePerDay > 0.95 * now.billablePerDay;
  return [
    `${EFFORTS[effort] ?? effort}.`,
    ...(isStillBilled ? ['What a script calls is billed one by one, so that the bill stays.'] : []),
    ...(loses.length === 0 ? ['Nothing is lost.'] : loses),
  ].join(' ');
}

export function scenariosSection(data: EstimateData): Section {
  const { scenarios, provider } = data;
  const [now] = scenarios;
  const change = (row: ScenarioRow): SectionCell => {
    const [before, after] =
      provider.unit === null ? [now?.wirePerDay ?? 0, row.wirePerDay] : [now?.billablePerDay ?? 0, row.billablePerDay];
    if (row === now || before === 0) return '';
    const percent = ((after - before) / before) * 100;
    if (Math.abs(percent) < 0.05) return quiet('=');
    return { text: `${percent > 0 ? '+' : '−'}${Math.abs(percent).toFixed(1)} %`, tone: percent > 0 ? 'bad' : 'good' };
  };
  const metered = scenarios.some(({ monthlyCost }) => monthlyCost !== null);
  return {
    title: 'Remedies',
    remark: 'each by itself; a month is 30 days',
    columns: [
      { title: 'remedy' },
      right('sent/day'),
      right('by jobs', 2),
      right('trips/day', 2),
      right('billed/day', 3),
      right('change'),
      ...(metered ? [right('a month'), { title: 'cheapest plan', drop: 1 }] : []),
    ],
    rows: scenarios.map((row): SectionCell[] => [
      row === now ? strong(row.title) : row.title,
      formatCount(row.wirePerDay),
      formatCount(row.jobsPerDay),
      formatCount(row.roundTripsPerDay),
      formatCount(row.billablePerDay),
      change(row),
      ...(metered
        ? [
            formatMoney(row.monthlyCost),
            row.cheapest === null ? quiet('none') : `${row.cheapest.plan}, ${formatMoney(row.cheapest.monthlyCost)}`,
          ]
        : []),
    ]),
    more: null,
    notes: metered
      ? [`a month: by the command with ${provider.title}; the cheapest plan that takes the load stands beside it`]
      : [],
    items: scenarios.filter(({ id }) => id !== 'now').map((row) => ({ lead: row.title, text: remedyText(row, now) })),
  };
}
