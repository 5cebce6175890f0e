/** Remaining commands, cost and losses of each remedy. */
import { formatMoney } from '../../format/money.js';
import { formatCounted } from '../../format/number.js';
import type { ScenarioRow } from '../../estimate/model.js';
import type { Block, Cell, Column, List, Row, Table } from '../document.js';
import { withoutBilled } from './billed.js';
import type { EstimateReport } from './worded.js';

interface EffortText {
  short: string;
  whole: string;
  /** True when the application must be changed first. */
  needsCode: boolean;
}

const NO_EFFORT: EffortText = { short: '', whole: 'Nothing to do.', needsCode: false };

const EFFORTS: Readonly<Record<string, EffortText>> = {
  none: NO_EFFORT,
  settings: { short: 'settings', whole: 'Takes settings only.', needsCode: false },
  'settings not read': {
    short: 'code and settings',
    whole: 'Takes settings, once the application is changed to read them.',
    needsCode: true,
  },
  code: { short: 'code', whole: 'Takes a change of the application.', needsCode: true },
  'much code': { short: 'much code', whole: 'Takes a large change of the application.', needsCode: true },
  keys: { short: 'prune, migrate', whole: 'Takes meter prune and meter migrate.', needsCode: false },
  plan: { short: 'another plan', whole: 'Takes another plan of the provider.', needsCode: false },
};

const UNCERTAIN: EffortText = {
  short: 'settings, if read',
  whole: 'Takes settings; it is not known whether the application reads all of them.',
  needsCode: false,
};

function effortOf({ effort }: ScenarioRow, { switches }: EstimateReport): EffortText {
  if (effort === 'settings' && switches.some(({ reads }) => reads === null)) return UNCERTAIN;
  return EFFORTS[effort] ?? { ...NO_EFFORT, short: effort, whole: `${effort}.` };
}

export function scenariosSection(data: EstimateReport): Block[] {
  const [now, ...others] = data.scenarios;
  if (now === undefined) return [];
  const isLater = (row: ScenarioRow): boolean => row.id !== 'set' && effortOf(row, data).needsCode;
  const atOnce = others.filter((row) => !isLater(row));
  const later = others.filter(isLater);
  return [scenariosTable(data, now, [...atOnce, ...later], later.length), takesList(data, now, [...atOnce, ...later])];
}

function scenariosTable(data: EstimateReport, now: ScenarioRow, others: readonly ScenarioRow[], needCode: number): Table {
  const { provider } = data;
  const rows = [now, ...others];
  const isMetered = rows.some(({ monthlyCost }) => monthlyCost !== null);
  const money: Column[] = [
    { id: 'usd_per_month', title: 'a month', type: 'money' },
    { id: 'cheapest_plan', title: 'cheapest plan', type: 'text', drop: 2, detail: true },
  ];
  return {
    kind: 'table',
    id: 'scenarios',
    title: 'Remedies',
    remark: 'each by itself; a month is 30 days',
    columns: withoutBilled(
      [
        { id: 'id', title: 'id', type: 'id', only: 'machines' },
        { id: 'title', title: 'remedy', type: 'text' },
        { id: 'effort', title: 'takes', type: 'text', drop: 5 },
        { id: 'sent_per_day', title: 'sent/day', type: 'count' },
        { id: 'jobs_per_day', title: 'by jobs', type: 'count', drop: 4 },
        { id: 'round_trips_per_day', title: 'trips/day', type: 'count', drop: 1, detail: true },
        { id: 'billable_per_day', title: 'billed/day', type: 'count', drop: 3 },
        { id: 'change', title: 'change', type: 'share' },
        ...(isMetered ? money : []),
      ],
      data,
    ),
    rows: rows.map((row): Row => ({
      id: row.id,
      title: row === now ? { value: row.title, tone: 'strong' } : row.title,
      effort: { value: row.effort, text: effortOf(row, data).short, tone: 'quiet' },
      sent_per_day: row.wirePerDay,
      jobs_per_day: row.jobsPerDay,
      round_trips_per_day: row.roundTripsPerDay,
      billable_per_day: row.billablePerDay,
      change: changeCell(row, now, provider),
      usd_per_month: { value: row.monthlyCost, text: formatMoney(row.monthlyCost) },
      cheapest_plan:
        row.cheapest === null
          ? { value: null, text: 'none', tone: 'quiet' }
          : { value: row.cheapest.plan, text: `${row.cheapest.plan}, ${formatMoney(row.cheapest.monthlyCost)}` },
    })),
    shown: rows.length - needCode,
    rest: formatCounted(
      needCode,
      'remedy that needs a change of the application',
      'remedies that need a change of the application',
    ),
  };
}

/** The reduction of billed commands, or of sent ones if the provider does not charge for commands. */
function changeCell(row: ScenarioRow, now: ScenarioRow, { unit }: EstimateReport['provider']): Cell {
  const [before, after] = unit === null ? [now.wirePerDay, row.wirePerDay] : [now.billablePerDay, row.billablePerDay];
  if (row === now || before === 0) return { value: null };
  const value = (after - before) / before;
  const percent = value * 100;
  if (Math.abs(percent) < 0.05) return { value, text: '=', tone: 'quiet' };
  return { value, text: `${percent > 0 ? '+' : '-'}${Math.abs(percent).toFixed(1)} %`, tone: percent > 0 ? 'warn' : 'good' };
}

const takesList = (data: EstimateReport, now: ScenarioRow, rows: readonly ScenarioRow[]): List => ({
  kind: 'list',
  id: 'scenarios',
  title: 'What each remedy takes and loses',
  detail: true,
  items: rows.map((row) => ({
    title: row.title,
    texts: [
      [effortOf(row, data).whole, ...billRemark(row, now), ...(row.loses.length === 0 ? ['Nothing is lost.'] : row.loses)].join(
        ' ',
      ),
    ],
  })),
  none: 'No remedy is known.',
});

/** A script sends fewer commands, but the bill may stay the same. */
const billRemark = ({ id, wirePerDay, billablePerDay }: ScenarioRow, now: ScenarioRow): string[] =>
  id === 'script' && wirePerDay < now.wirePerDay && billablePerDay > 0.95 * now.billablePerDay
    ? ['Each command that a script calls is billed, so that the bill stays the same.']
    : [];
