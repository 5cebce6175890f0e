import type { PresenceInvariant, Side, SumInvariant } from '../../../invariants.js';

const usd = (family: string): Side => ({ family, quantities: { cost: null } });
const micro = (family: string, field: string): Side => ({ family, quantities: { cost: field } });

/** INCRBYFLOAT adds up costs, and its sums are inexact in the last digits. */
const floating: SumInvariant['tolerance'] = { amount: '0.000000001', per: 'part' };
/** Each request's cost is rounded to a whole micro-USD. */
const rounded: SumInvariant['tolerance'] = { amount: '0.000001', per: { field: 'requests' } };

/** The application dates the tokens first, then the cost of the day, then of the month (incrementDailyCost in src/models/redis.js). */
const costLater: SumInvariant['clocks'] = { later: 'whole', drift: 'D17' };

const cause = 'A request whose cost commands were cut off, or a cost key that was edited or imported.';

const sums: SumInvariant[] = [
  { id: 'C1', title: 'Σ over months of cost monthly ≈ cost total', parts: usd('cost.monthly'), whole: usd('cost.total') },
  { id: 'C2', title: 'Σ over hours of cost hourly ≈ cost daily', parts: usd('cost.hourly'), whole: usd('cost.daily') },
  {
    id: 'C3',
    title: 'Σ over days of cost daily ≈ cost monthly',
    parts: usd('cost.daily'),
    whole: usd('cost.monthly'),
    clocks: costLater,
  },
].map((each): SumInvariant => ({ kind: 'sum', tolerance: floating, cause, ...each }));

const fromModels: SumInvariant[] = [
  {
    id: 'C4',
    title: 'Σ over models of ratedCostMicro daily ≈ cost daily',
    parts: micro('key-model.daily', 'ratedCostMicro'),
    whole: usd('cost.daily'),
    clocks: costLater,
  },
  {
    id: 'C5',
    title: 'Σ over models of realCostMicro daily ≈ real cost daily',
    parts: micro('key-model.daily', 'realCostMicro'),
    whole: usd('cost.real.daily'),
    clocks: costLater,
  },
  {
    id: 'C6',
    title: 'Σ over models of ratedCostMicro all-time ≈ cost total',
    parts: micro('key-model.alltime', 'ratedCostMicro'),
    whole: usd('cost.total'),
  },
].map((each): SumInvariant => ({ kind: 'sum', tolerance: rounded, cause, ...each }));

const claudeShare: SumInvariant = {
  id: 'C7',
  kind: 'sum',
  title: 'Claude cost total is at most cost total',
  parts: usd('opus.total'),
  whole: usd('cost.total'),
  compare: 'at-most',
  tolerance: floating,
  cause,
  unrepairable: 'it is not known which of the two figures is wrong',
};

/**
 * At start the application computes the weekly cost of every API key from its model statistics, and sets it to 0 for keys that are
 * bound to no Claude account (backfillCurrentWeekClaudeCosts in src/services/weeklyClaudeCostInitService.js). The real cost does not
 * change.
 */
const lowered: SumInvariant = {
  id: 'C9',
  kind: 'sum',
  title: 'Claude cost of a week is at least its real cost, without rates',
  parts: usd('opus.real.weekly'),
  whole: usd('opus.weekly'),
  compare: 'at-most',
  tolerance: floating,
  whereEqual: ['opus.total', 'opus.real.total'],
  setAnew: { hours: 7 * 24, drift: 'D7' },
  cause:
    'A start of the application has set the weekly cost below the recorded cost: a weekly limit that was reached allows requests again.',
};

const both = (id: string, title: string, left: string, right: string): PresenceInvariant => ({
  id,
  kind: 'presence',
  title,
  left,
  right,
  cause: 'A request whose cost commands were cut off after the first.',
  unrepairable: 'the missing amount is not stored elsewhere',
});

const pairs: PresenceInvariant[] = [
  both('C8', 'rated and real cost of a day exist together', 'cost.daily', 'cost.real.daily'),
  {
    ...both('C8b', 'rated and real Claude cost of a week exist together', 'opus.weekly', 'opus.real.weekly'),
    // The backfill at start-up writes a 0 for every API key that has no weekly cost yet.
    alone: { value: '0', drift: 'D7' },
  },
];

/** Costs are decimal strings in USD, and micro-USD in hashes. */
export const costInvariants = [...sums, ...fromModels, claudeShare, lowered, ...pairs];
