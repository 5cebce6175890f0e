/** Remaining commands, cost and losses of each remedy. */
import { formatMoney } from '../../format/money.js';
import type { Block, Cell, Column, List, Row, Table } from '../document.js';
import type { EstimateReportMessages } from '../messages/en/estimate/report.js';
import { withoutBilled } from './billed.js';
import type { EstimateReport, WordedScenario } from './worded.js';

/** The application must be changed first. */
const NEEDS_CODE: ReadonlySet<string> = new Set(['settings not read', 'code', 'much code']);

/** Settings of which it is not known whether the application reads them have an effort of their own. */
const effortOf = ({ effort }: WordedScenario, { switches }: EstimateReport): string =>
  effort === 'settings' && switches.some(({ reads }) => reads === null) ? 'settings-if-read' : effort;

export function scenariosSection(data: EstimateReport, words: EstimateReportMessages): Block[] {
  const [now, ...others] = data.scenarios;
  if (now === undefined) return [];
  const isLater = ({ id, effort }: WordedScenario): boolean => id !== 'set' && NEEDS_CODE.has(effort);
  const atOnce = others.filter((row) => !isLater(row));
  const later = others.filter(isLater);
  return [
    scenariosTable(data, now, [...atOnce, ...later], later.length, words),
    takesList(data, now, [...atOnce, ...later], words),
  ];
}

function scenariosTable(
  data: EstimateReport,
  now: WordedScenario,
  others: readonly WordedScenario[],
  needCode: number,
  { scenarios: words, rest }: EstimateReportMessages,
): Table {
  const { provider } = data;
  const { heads } = words;
  const rows = [now, ...others];
  const isMetered = rows.some(({ monthlyCost }) => monthlyCost !== null);
  const money: Column[] = [
    { id: 'usd_per_month', title: heads.month, type: 'money' },
    { id: 'cheapest_plan', title: heads.plan, type: 'text', drop: 2, detail: true },
  ];
  return {
    kind: 'table',
    id: 'scenarios',
    title: words.title,
    remark: words.remark,
    columns: withoutBilled(
      [
        { id: 'id', title: 'id', type: 'id', only: 'machines' },
        { id: 'title', title: heads.remedy, type: 'text' },
        { id: 'effort', title: heads.takes, type: 'text', drop: 5 },
        { id: 'sent_per_day', title: heads.sent, type: 'count' },
        { id: 'jobs_per_day', title: heads.jobs, type: 'count', drop: 4 },
        { id: 'round_trips_per_day', title: heads.trips, type: 'count', drop: 1, detail: true },
        { id: 'billable_per_day', title: heads.billed, type: 'count', drop: 3 },
        { id: 'change', title: heads.change, type: 'share' },
        ...(isMetered ? money : []),
      ],
      data,
    ),
    rows: rows.map((row): Row => ({
      id: row.id,
      title: row === now ? { value: row.title, tone: 'strong' } : row.title,
      effort: { value: row.effort, text: words.effort(effortOf(row, data)).short, tone: 'quiet' },
      sent_per_day: row.wirePerDay,
      jobs_per_day: row.jobsPerDay,
      round_trips_per_day: row.roundTripsPerDay,
      billable_per_day: row.billablePerDay,
      change: changeCell(row, now, provider),
      usd_per_month: { value: row.monthlyCost, text: formatMoney(row.monthlyCost) },
      cheapest_plan:
        row.cheapest === null
          ? { value: null, text: words.noPlan, tone: 'quiet' }
          : { value: row.cheapest.plan, text: words.planAt(row.cheapest.plan, row.cheapest.monthlyCost) },
    })),
    shown: rows.length - needCode,
    rest: rest.needCode(needCode),
  };
}

/** The reduction of billed commands, or of sent ones if the provider does not charge for commands. */
function changeCell(row: WordedScenario, now: WordedScenario, { unit }: EstimateReport['provider']): Cell {
  const [before, after] = unit === null ? [now.wirePerDay, row.wirePerDay] : [now.billablePerDay, row.billablePerDay];
  if (row === now || before === 0) return { value: null };
  const value = (after - before) / before;
  const percent = value * 100;
  if (Math.abs(percent) < 0.05) return { value, text: '=', tone: 'quiet' };
  return { value, text: `${percent > 0 ? '+' : '-'}${Math.abs(percent).toFixed(1)} %`, tone: percent > 0 ? 'warn' : 'good' };
}

const takesList = (
  data: EstimateReport,
  now: WordedScenario,
  rows: readonly WordedScenario[],
  { scenarios: words }: EstimateReportMessages,
): List => ({
  kind: 'list',
  id: 'scenarios',
  title: words.losses,
  detail: true,
  items: rows.map((row) => ({
    title: row.title,
    texts: [
      words.joined([
        words.effort(effortOf(row, data)).whole,
        ...(keepsBill(row, now) ? [words.sameBill] : []),
        ...(row.loses.length === 0 ? [words.nothingLost] : row.loses),
      ]),
    ],
  })),
  none: words.noRemedy,
});

/** A script sends fewer commands, but the bill may stay the same. */
const keepsBill = ({ id, wirePerDay, billablePerDay }: WordedScenario, now: WordedScenario): boolean =>
  id === 'script' && wirePerDay < now.wirePerDay && billablePerDay > 0.95 * now.billablePerDay;
