/** What providers charge for the load. */
import { formatDuration } from '../../format/duration.js';
import { formatMoney } from '../../format/money.js';
import { formatCount } from '../../format/number.js';
import type { BillingRow, EstimateData } from '../../estimate/model.js';
import { quiet, right, type Section, type SectionCell } from './section.js';

const SHOWN_FIXED = 2;

/** From how many requests on. */
function fromRequests(requests: number | null): SectionCell {
  if (requests === null) return quiet('never');
  return requests === 0 ? 'always' : formatCount(Math.ceil(requests));
}

export function billingSection(data: EstimateData, all: boolean): Section {
  const { billing, provider } = data;
  const priced = billing.filter((row) => row.provider === provider.id || row.monthlyCost !== null);
  const shown = all ? priced : withoutLarger(priced);
  const free = [...new Set(billing.filter(({ unit }) => unit === null).map(({ providerTitle }) => providerTitle))];
  const fits = ({ fits: does, tooMuch }: (typeof billing)[number]): SectionCell =>
    does
      ? { text: 'yes', tone: 'good' }
      : { text: `no: too ${tooMuch === 'data' || tooMuch === 'traffic' ? `much ${tooMuch}` : 'many commands'}`, tone: 'bad' };
  const sources = [...new Map(priced.map((row) => [row.providerTitle, row])).values()];
  return {
    title: 'What it costs',
    remark: 'US dollars a month of 30 days, at this load',
    columns: [
      { title: 'provider', drop: 2 },
      { title: 'plan' },
      right('a month'),
      { title: 'takes it' },
      right('quota lasts'),
      { title: '', drop: 1 },
    ],
    rows: shown.map((row, index): SectionCell[] => [
      quiet(row.providerTitle === shown[index - 1]?.providerTitle ? '' : row.providerTitle),
      row.title,
      `${row.atLeast ? '≥ ' : ''}${formatMoney(row.monthlyCost)}`,
      fits(row),
      row.quotaDays === null ? '' : formatDuration(row.quotaDays * 86_400),
      quiet(row.note ?? ''),
    ]),
    more: shown.length < priced.length ? `… and ${priced.length - shown.length} larger plans (--all shows them)` : null,
    notes: [
      ...sources.map(({ providerTitle, asOf, source }) => `${providerTitle}: as of ${asOf ?? 'an unknown date'}, ${source}`),
      ...(provider.note === null ? [] : [provider.note]),
      ...(free.length === 0
        ? []
        : [`Commands cost nothing with: ${free.join(', ')}. What their plans cost depends on their size.`]),
    ],
    items: [],
  };
}

/** Of the plans at a fixed price that take the load, only the smallest. */
function withoutLarger(rows: readonly BillingRow[]): BillingRow[] {
  const isFixed = (row: BillingRow): boolean => row.included === null && row.fits;
  return rows.filter((row, index) => {
    const smaller = rows.slice(0, index).filter((one) => one.provider === row.provider && isFixed(one));
    return !isFixed(row) || smaller.length < SHOWN_FIXED;
  });
}

const SHOWN_BREAK_EVENS = 4;

export function breakEvenSection({ breakEven }: EstimateData): Section {
  return {
    title: 'From when a fixed plan costs less',
    remark: 'than paying by the command, storage and traffic left aside',
    columns: [{ title: 'plan' }, { title: 'instead of' }, right('billable/day'), right('requests/day')],
    rows: breakEven
      .slice(0, SHOWN_BREAK_EVENS)
      .map((row) => [row.fixed, row.metered, formatCount(row.billablePerDay), fromRequests(row.requestsPerDay)]),
    more: null,
    notes: [],
    items: [],
  };
}
