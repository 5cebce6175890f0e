/** The cost of the load at the provider. */
import { formatMoney } from '../../format/money.js';
import { formatCount } from '../../format/number.js';
import type { BillingRow } from '../../estimate/model.js';
import type { Block, Cell, Fact, Facts, Table } from '../document.js';
import type { EstimateReportMessages } from '../messages/en/estimate/report.js';
import type { Messages } from '../messages/messages.js';
import { providerText } from './billed.js';
import type { EstimateReport } from './worded.js';

/** Number of plans at a fixed price on one screen: the smallest ones that allow the load. */
const SHOWN_FIXED = 2;

/** Comes last, so that the cost is just above the summary. */
export function billingSection(data: EstimateReport, messages: Messages): Block[] {
  const { provider } = data;
  const billing = data.billing.map((row) => ({ ...row, ...messages.estimate.plan(row.provider, row.plan, row) }));
  const own = billing.filter((row) => row.provider === provider.id);
  const larger = own.filter(isFixed).slice(SHOWN_FIXED);
  const others = billing.filter((row) => row.provider !== provider.id && row.monthlyCost !== null);
  const smaller = own.filter((row) => !larger.includes(row));
  return [
    billingTable(data, [...smaller, ...larger, ...others], smaller.length, messages),
    rulesFacts(data, billing, [...own, ...others], messages),
  ];
}

const isFixed = ({ included, fits }: BillingRow): boolean => included === null && fits;

function billingTable({ provider }: EstimateReport, rows: readonly BillingRow[], shown: number, messages: Messages): Table {
  const { report } = messages.estimate;
  const { heads, title, remark } = report.billing;
  return {
    kind: 'table',
    id: 'billing',
    title,
    remark: remark(providerText(provider, messages).title),
    columns: [
      { id: 'provider', title: heads.provider, type: 'text', drop: 2 },
      { id: 'plan', title: heads.plan, type: 'text' },
      { id: 'usd_per_month', title: heads.month, type: 'money' },
      { id: 'fits', title: heads.fits, type: 'text' },
      { id: 'quota_seconds', title: heads.quota, type: 'time' },
      { id: 'note', title: heads.note, type: 'text', drop: 1, detail: true },
    ],
    rows: rows.map((row, index) => ({
      provider: {
        value: row.providerTitle,
        tone: 'quiet',
        ...(row.providerTitle === rows[index - 1]?.providerTitle && { text: '' }),
      },
      plan: row.title,
      usd_per_month: { value: row.monthlyCost, text: `${row.atLeast ? '≥ ' : ''}${formatMoney(row.monthlyCost)}` },
      fits: fitsCell(row, report.billing),
      quota_seconds: row.quotaDays === null ? null : row.quotaDays * 86_400,
      note: { value: row.note, tone: 'quiet' },
    })),
    shown: Math.max(1, shown),
    rest: report.rest.plans(rows.length - Math.max(1, shown)),
  };
}

const fitsCell = ({ fits, tooMuch }: BillingRow, words: EstimateReportMessages['billing']): Cell =>
  fits ? { value: true, text: words.fits, tone: 'good' } : { value: false, text: words.tooMuch(tooMuch), tone: 'warn' };

/** What the provider charges for, and the source of the prices. */
function rulesFacts(
  { provider }: EstimateReport,
  billing: readonly BillingRow[],
  rows: readonly BillingRow[],
  messages: Messages,
): Facts {
  const { labels, billing: words } = messages.estimate.report;
  const { title, billed, note } = providerText(provider, messages);
  const sources = [...new Map(rows.map((row) => [row.providerTitle, row])).values()];
  const free = [...new Set(billing.filter(({ unit }) => unit === null).map(({ providerTitle }) => providerTitle))];
  const facts: Fact[] = [
    { label: labels.billed, text: words.of(title, billed ?? '') },
    ...(note === null ? [] : [{ label: '', text: note }]),
    ...sources.map(({ providerTitle, asOf, source }, index) => ({
      label: index === 0 ? labels.prices : '',
      text: words.prices(providerTitle, asOf, source),
    })),
    ...(free.length === 0 ? [] : [{ label: labels.free, text: words.free(free) }]),
  ];
  return { kind: 'facts', id: 'billing', title: words.rules, detail: true, facts };
}

export function breakEvenTable({ breakEven }: EstimateReport, { breakEven: words }: EstimateReportMessages): Table {
  const { heads } = words;
  return {
    kind: 'table',
    id: 'breakeven',
    title: words.title,
    remark: words.remark,
    detail: true,
    columns: [
      { id: 'plan', title: heads.plan, type: 'text' },
      { id: 'metered', title: heads.metered, type: 'text' },
      { id: 'billable_per_day', title: heads.billable, type: 'count' },
      { id: 'requests_per_day', title: heads.requests, type: 'count' },
    ],
    rows: breakEven.map((row) => ({
      plan: row.fixed,
      metered: row.metered,
      billable_per_day: row.billablePerDay,
      requests_per_day: fromRequests(row.requestsPerDay, words),
    })),
  };
}

/** The number of requests from which a plan is cheaper. */
function fromRequests(value: number | null, { never, always }: EstimateReportMessages['breakEven']): Cell {
  if (value === null) return { value, text: never, tone: 'quiet' };
  return { value, text: value === 0 ? always : formatCount(Math.ceil(value)) };
}
