import type { ScenarioRow } from './model.js';
import { cheapest, meteredPlan, type PlanBill } from './billing/bill.js';
import { requestsWithin } from './billing/break-even.js';
import { DAYS_A_MONTH, type Provider } from './billing/provider.js';
import { plainMessage } from '../format/message.js';
import type { Rates } from './totals.js';
import type { Advice } from './words.js';

interface AdviceInput {
  provider: Provider;
  /** For the current load. */
  bills: readonly PlanBill[];
  billable: Rates<number>;
  requestsPerDay: number;
  scenarios: readonly ScenarioRow[];
  dataBytes: number | null;
  /** Traffic in both directions; 0: unknown. */
  bytesPerDay: number;
}

/** The first step, and whether changing the application can be worth it at all. */
export function adviceOn(input: AdviceInput): Advice[] {
  const { provider, bills, billable, scenarios, dataBytes } = input;
  const { id, title, metering, plans } = provider;
  if (metering === null)
    return [
      {
        code: 'not-by-command',
        params: { id, provider: title, plans: plans.map((plan) => ({ id: plan.id, title: plan.title })) },
      },
    ];
  const best = cheapest(bills);
  const metered = bills.find(({ plan }) => plan === meteredPlan(plans));
  if (best === null) return [{ code: 'no-plan', params: { provider: title } }];
  const { plan, monthlyCost } = best;
  const fitting = { provider: title, plan: plan.title, bytes: dataBytes === null ? plan.dataBytes : null };
  if (plan.included !== null && plan.perMillion === null)
    return [{ code: 'included', params: { ...fitting, commands: billable.perDay * DAYS_A_MONTH, included: plan.included } }];
  if (metered === undefined || plan === metered.plan) return [meteredIsBest(best, bills), ...quotas(input)];
  return [
    {
      code: 'change-plan',
      params: {
        ...fitting,
        dollars: monthlyCost,
        traffic: trafficOf(plan, input.bytesPerDay),
        metered: metered.plan.title,
        meteredDollars: metered.monthlyCost,
      },
    },
    ...compared(best, scenarios),
    ...quotas(input),
  ];
}

/** How long the quotas of plans last that this load exceeds. */
function quotas({ bills, billable, requestsPerDay }: AdviceInput): Advice[] {
  return bills.flatMap(({ plan, quotaDays }): Advice[] => {
    if (quotaDays === null || plan.included === null) return [];
    const most = requestsWithin(plan, billable, requestsPerDay) ?? 0;
    const requests = most < 1 ? null : Math.floor(most);
    const seconds = quotaDays * 86_400;
    return [{ code: 'quota', params: { plan: plan.title, included: plan.included, seconds, requests } }];
  });
}

/** The traffic that a fixed price includes; `null`: it does not depend on it. */
const trafficOf = ({ bandwidth }: PlanBill['plan'], bytesPerDay: number): { included: number; taken: number } | null =>
  bandwidth === null || bytesPerDay === 0
    ? null
    : { included: bandwidth.includedBytes, taken: Math.round(bytesPerDay * DAYS_A_MONTH) };

function meteredIsBest({ plan, monthlyCost }: PlanBill, bills: readonly PlanBill[]): Advice {
  const fixed = cheapest(bills.filter((bill) => bill.plan.perMillion === null && bill.plan.included === null));
  return { code: 'metered', params: { plan: plan.title, dollars: monthlyCost, fixed: fixed?.monthlyCost ?? null } };
}

/** Whether any remedy lowers the metered price below that of the fixed plan. */
function compared(best: PlanBill, scenarios: readonly ScenarioRow[]): Advice[] {
  const remedies = scenarios.filter(({ id }) => !['now', 'set', 'plan'].includes(id));
  const cheaper = remedies.flatMap(({ title, cheapest: plan }) =>
    plan !== null && plan.monthlyCost < (best.monthlyCost ?? 0) ? [{ title, dollars: plan.monthlyCost, plan: plan.plan }] : [],
  );
  if (remedies.length === 0) return [];
  return cheaper.length === 0 ? [plainMessage('none-cheaper')] : [{ code: 'cheaper', params: { remedies: cheaper } }];
}
