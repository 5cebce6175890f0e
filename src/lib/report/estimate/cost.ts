/** The cost of the load at the provider. */
import { formatMoney } from '../../format/money.js';
import { formatCount, formatCounted } from '../../format/number.js';
import type { BillingRow } from '../../estimate/model.js';
import type { Block, Cell, Fact, Facts, Table } from '../document.js';
import type { EstimateReport } from './worded.js';

/** Number of plans at a fixed price on one screen: the smallest ones that allow the load. */
const SHOWN_FIXED = 2;

/** Comes last, so that the cost is just above the summary. */
export function billingSection(data: EstimateReport): Block[] {
  const { billing, provider } = data;
  const own = billing.filter((row) => row.provider === provider.id);
  const larger = own.filter(isFixed).slice(SHOWN_FIXED);
  const others = billing.filter((row) => row.provider !== provider.id && row.monthlyCost !== null);
  const smaller = own.filter((row) => !larger.includes(row));
  return [billingTable(data, [...smaller, ...larger, ...others], smaller.length), rulesFacts(data, [...own, ...others])];
}

const isFixed = ({ included, fits }: BillingRow): boolean => included === null && fits;

function billingTable({ provider }: EstimateReport, rows: readonly BillingRow[], shown: number): Table {
  return {
    kind: 'table',
    id: 'billing',
    title: 'What it costs',
    remark: `${provider.title}, US dollars a month of 30 days, at this load`,
    columns: [
      { id: 'provider', title: 'provider', type: 'text', drop: 2 },
      { id: 'plan', title: 'plan', type: 'text' },
      { id: 'usd_per_month', title: 'a month', type: 'money' },
      { id: 'fits', title: 'takes the load', type: 'text' },
      { id: 'quota_seconds', title: 'quota lasts', type: 'time' },
      { id: 'note', title: 'note', type: 'text', drop: 1, detail: true },
    ],
    rows: rows.map((row, index) => ({
      provider: {
        value: row.providerTitle,
        tone: 'quiet',
        ...(row.providerTitle === rows[index - 1]?.providerTitle && { text: '' }),
      },
      plan: row.title,
      usd_per_month: { value: row.monthlyCost, text: `${row.atLeast ? '≥ ' : ''}${formatMoney(row.monthlyCost)}` },
      fits: fitsCell(row),
      quota_seconds: row.quotaDays === null ? null : row.quotaDays * 86_400,
      note: { value: row.note, tone: 'quiet' },
    })),
    shown: Math.max(1, shown),
    rest: formatCounted(rows.length - Math.max(1, shown), 'plan more', 'plans more'),
  };
}

const fitsCell = ({ fits, tooMuch }: BillingRow): Cell =>
  fits
    ? { value: true, text: 'yes', tone: 'good' }
    : {
        value: false,
        text: `no: too ${tooMuch === 'data' || tooMuch === 'traffic' ? `much ${tooMuch}` : 'many commands'}`,
        tone: 'warn',
      };

/** What the provider charges for, and the source of the prices. */
function rulesFacts({ billing, provider }: EstimateReport, rows: readonly BillingRow[]): Facts {
  const sources = [...new Map(rows.map((row) => [row.providerTitle, row])).values()];
  const free = [...new Set(billing.filter(({ unit }) => unit === null).map(({ providerTitle }) => providerTitle))];
  const facts: Fact[] = [
    { label: 'Billed', text: `${provider.title}: ${provider.billed}` },
    ...(provider.note === null ? [] : [{ label: '', text: provider.note }]),
    ...sources.map(({ providerTitle, asOf, source }, index) => ({
      label: index === 0 ? 'Prices' : '',
      text: `${providerTitle}: as of ${asOf ?? 'an unknown date'}, ${source}`,
    })),
    ...(free.length === 0
      ? []
      : [
          { label: 'Free', text: `Commands cost nothing with ${free.join(', ')}. The price of their plans depends on the size.` },
        ]),
  ];
  return { kind: 'facts', id: 'billing', title: 'What is billed', detail: true, facts };
}

export const breakEvenTable = ({ breakEven }: EstimateReport): Table => ({
  kind: 'table',
  id: 'breakeven',
  title: 'From when a fixed plan costs less',
  remark: 'than paying by the command; storage and traffic not counted',
  detail: true,
  columns: [
    { id: 'plan', title: 'plan', type: 'text' },
    { id: 'metered', title: 'instead of', type: 'text' },
    { id: 'billable_per_day', title: 'billable/day', type: 'count' },
    { id: 'requests_per_day', title: 'requests/day', type: 'count' },
  ],
  rows: breakEven.map((row) => ({
    plan: row.fixed,
    metered: row.metered,
    billable_per_day: row.billablePerDay,
    requests_per_day: fromRequests(row.requestsPerDay),
  })),
});

/** The number of requests from which a plan is cheaper. */
function fromRequests(value: number | null): Cell {
  if (value === null) return { value, text: 'never', tone: 'quiet' };
  return { value, text: value === 0 ? 'always' : formatCount(Math.ceil(value)) };
}
