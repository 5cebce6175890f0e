import { jobsPerDay } from './background.js';
import type { BillingRow, ScenarioRow } from './model.js';
import { billableOf, billOf, cheapest, meteredPlan } from './billing/bill.js';
import type { Provider } from './billing/provider.js';
import type { EstimateInput } from './estimate-input.js';
import type { Flow } from './flows.js';
import type { Scenario } from './scenarios.js';
import { significant } from './significant.js';
import { loadOf } from './totals.js';
import { trafficOf } from './wire-bytes.js';

/** A remedy with its bill; `null`: a change of plan, and the provider has only one pricing model. */
export function scenarioRow(input: EstimateInput, scenario: Scenario): ScenarioRow | null {
  const { provider, dataBytes } = input;
  const { plans, metering } = provider;
  const { perRequest, perDay } = loadOf(scenario.flows);
  const billable = billableOf(scenario.flows, metering).perDay;
  const bytes = bytesPerDay(input, scenario.flows);
  const bills = plans.map((plan) => billOf(plan, billable, dataBytes, bytes));
  const best = cheapest(bills);
  const metered = bills.find(({ plan }) => plan === meteredPlan(plans));
  const fixed = cheapest(bills.filter(({ plan }) => plan.perMillion === null && plan.included === null));
  const isPlan = scenario.id === 'plan';
  if (isPlan && (metering === null || fixed === null)) return null;
  const bill = isPlan ? fixed : metered;
  return {
    id: scenario.id,
    title: isPlan ? { code: 'plan', params: { plan: fixed!.plan.title } } : scenario.title,
    effort: scenario.effort,
    wirePerRequest: perRequest.wire,
    wirePerDay: perDay.wire,
    jobsPerDay: jobsPerDay(scenario.flows),
    roundTripsPerDay: perDay.roundTrips,
    billablePerDay: significant(billable),
    monthlyCost: bill?.monthlyCost == null ? null : significant(bill.monthlyCost),
    cheapest: best === null ? null : { plan: best.plan.title, monthlyCost: significant(best.monthlyCost ?? 0) },
    quotaDays: isPlan ? null : (bills.find(({ quotaDays }) => quotaDays !== null)?.quotaDays ?? null),
    loses: scenario.loses,
    lossSeconds: scenario.lossSeconds,
  };
}

/** Each plan of a provider at this load, by the provider's billing rules. */
export function billingRows(input: EstimateInput, provider: Provider, flows: readonly Flow[]): BillingRow[] {
  const { dataBytes } = input;
  const bytes = bytesPerDay(input, flows);
  const { metering } = provider;
  const billable = billableOf(flows, metering).perDay;
  return provider.plans.map((plan) => {
    const { monthlyCost, fits, tooMuch, quotaDays } = billOf(plan, billable, dataBytes, bytes);
    return {
      provider: provider.id,
      providerTitle: provider.title,
      plan: plan.id,
      title: plan.title,
      monthlyCost: monthlyCost === null ? null : significant(monthlyCost),
      fits,
      tooMuch,
      quotaDays: quotaDays === null ? null : significant(quotaDays),
      included: plan.included,
      billablePerDay: metering === null ? null : significant(billable),
      unit: metering?.unit ?? null,
      atLeast: metering?.atLeast ?? false,
      asOf: provider.asOf,
      source: provider.source,
      note: plan.note,
    };
  });
}

/** In both directions; 0: unknown. */
export function bytesPerDay(input: EstimateInput, flows: readonly Flow[]): number {
  const traffic = trafficOf(input, flows);
  return traffic === null ? 0 : traffic.perDay.sent + traffic.perDay.received;
}
