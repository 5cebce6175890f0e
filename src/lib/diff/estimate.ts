/** Compares two estimates. */
import type { DiffData, Unlike } from './model.js';
import { exactly } from './quantity.js';
import { comparedRows, exactTotal } from './rows.js';
import { planId, type EstimateShape } from './shapes.js';
import { differing, unlikeSides } from './unlike.js';
import type { Side } from './side.js';

export function comparedEstimates(
  before: Side<EstimateShape>,
  after: Side<EstimateShape>,
): Pick<DiffData, 'unlike' | 'totals' | 'tables' | 'findings'> {
  const [one, other] = [before.data, after.data];
  const isBilledAlike = one.provider.id === other.provider.id;
  const billed = (figure: number): number | null => (isBilledAlike ? figure : null);
  const total = (id: string, unit: 'mean' | 'count', figure: (data: EstimateShape) => number | null) =>
    exactTotal(id, unit, figure(one), figure(other));
  const rowsOf = ({ sources }: EstimateShape) =>
    sources.map(({ id, perDay, roundTripsPerDay, billablePerDay }) => ({
      id,
      name: id,
      figures: [exactly(perDay), exactly(roundTripsPerDay), exactly(billed(billablePerDay))],
    }));
  const familiesOf = ({ families }: EstimateShape) =>
    families.map(({ id, pattern, perDay, billablePerDay }) => ({
      id: id ?? '',
      name: pattern ?? id ?? '',
      figures: [exactly(perDay), exactly(billed(billablePerDay))],
    }));
  const plansOf = ({ billing }: EstimateShape) =>
    billing.map((plan) => ({
      id: planId(plan),
      name: `${plan.providerTitle}, ${plan.title}`,
      figures: [exactly(plan.monthlyCost)],
    }));
  return {
    unlike: [
      ...unlikeSides(before.side, after.side),
      ...unlikeLoads(one, other),
      ...differing('settings', settingsOf(one), settingsOf(other)),
      ...differing('provider', one.provider.title, other.provider.title),
    ],
    totals: [
      total('sent-per-request', 'mean', (data) => data.total.wirePerRequest),
      total('trips-per-request', 'mean', (data) => data.total.roundTripsPerRequest),
      total('sent-per-day', 'count', (data) => data.total.wirePerDay),
      total('trips-per-day', 'count', (data) => data.total.roundTripsPerDay),
      total('billed-per-day', 'count', (data) => billed(data.total.billablePerDay)),
      exactTotal('cost-per-month', 'usd', isBilledAlike ? cheapest(one) : null, isBilledAlike ? cheapest(other) : null),
    ],
    tables: [
      comparedRows({
        id: 'commands',
        figures: [
          { id: 'sent', unit: 'count' },
          { id: 'trips', unit: 'count' },
          { id: 'billed', unit: 'count' },
        ],
        before: rowsOf(one),
        after: rowsOf(other),
        order: [0, 2, 1],
      }),
      comparedRows({
        id: 'families',
        figures: [
          { id: 'sent', unit: 'count' },
          { id: 'billed', unit: 'count' },
        ],
        before: familiesOf(one),
        after: familiesOf(other),
        order: [0, 1],
      }),
      comparedRows({
        id: 'plans',
        figures: [{ id: 'cost', unit: 'usd' }],
        before: plansOf(one),
        after: plansOf(other),
        order: [0],
      }),
    ],
    findings: null,
  };
}

/** US dollars a month of the provider's cheapest plan that the load fits; `null`: none has a known price. */
function cheapest({ billing, provider }: EstimateShape): number | null {
  const costs = billing
    .filter((plan) => plan.provider === provider.id && plan.fits)
    .flatMap(({ monthlyCost }) => monthlyCost ?? []);
  return costs.length === 0 ? null : costs.reduce((least, cost) => Math.min(least, cost));
}

const COUNTS = ['requestsPerDay', 'accounts', 'models', 'apiKeys', 'keys'] as const;

function unlikeLoads({ workload: one }: EstimateShape, { workload: other }: EstimateShape): Unlike[] {
  const shares = [...new Set([...Object.keys(one.shares), ...Object.keys(other.shares)])];
  return [
    ...COUNTS.map((what) => ({ what, before: one[what], after: other[what] })),
    ...shares.map((what) => ({ what, before: one.shares[what] ?? null, after: other.shares[what] ?? null })),
  ]
    .filter(({ before, after }) => before !== after)
    .map((params) => ({ code: 'workload', params }));
}

function settingsOf({ settings: { deployed, tried } }: EstimateShape): string {
  const values = Object.entries({ ...deployed, ...tried }).map(([name, value]) => `${name}=${value}`);
  return values.toSorted().join(' ');
}
