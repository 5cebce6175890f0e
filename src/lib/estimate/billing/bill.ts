import { isWriting } from '../command-kinds.js';
import type { Flow, FlowCommand } from '../flows.js';
import type { Rates } from '../totals.js';
import { DAYS_A_MONTH, GIGABYTE, type Metering, type Plan } from './provider.js';

/** What a plan comes to in a month of 30 days. */
export interface PlanBill {
  plan: Plan;
  /** US dollars; `null` where the plan's price is not known here. */
  monthlyCost: number | null;
  /** False where the load or the data are more than the plan takes. */
  fits: boolean;
  /** Days until what is included is used up; `null` where that lasts the month, or where nothing is counted. */
  quotaDays: number | null;
  /** What is too much for it; `null` where it fits. */
  tooMuch: 'commands' | 'commands a second' | 'data' | null;
}

const SECONDS_A_DAY = 86_400;

/** Billable commands of flows; none where no command is charged for. */
export function billableOf(flows: readonly Flow[], metering: Metering | null): Rates<number> {
  const rates = { perRequest: 0, perDay: 0 };
  if (metering === null) return rates;
  for (const flow of flows) {
    const once = flow.commands.reduce((sum, command) => sum + billed(command, metering), 0);
    rates.perDay += once * flow.perDay;
    if (flow.perRequest !== null) rates.perRequest += once * flow.perRequest;
  }
  return rates;
}

function billed({ command, count, inScript }: FlowCommand, metering: Metering): number {
  if (metering.free.includes(command)) return 0;
  if (inScript && metering.scriptCalls === 'with-the-script') return 0;
  return isWriting(command) ? count * metering.writesCount : count;
}

/** `dataBytes`: `null` where the size of the data is not known; the plan is then taken to hold them. */
export function billOf(plan: Plan, billablePerDay: number, dataBytes: number | null): PlanBill {
  const perMonth = billablePerDay * DAYS_A_MONTH;
  const over = plan.included === null ? 0 : Math.max(0, perMonth - plan.included);
  const isRefused = over > 0 && plan.perMillion === null;
  const isTooFast = plan.perSecond !== null && billablePerDay / SECONDS_A_DAY > plan.perSecond;
  const isTooLarge = plan.dataBytes !== null && dataBytes !== null && dataBytes > plan.dataBytes;
  const commands = plan.perMillion === null ? 0 : (over / 1e6) * plan.perMillion;
  return {
    plan,
    monthlyCost: plan.monthly === null ? null : plan.monthly + commands + storageCost(plan, dataBytes ?? 0),
    fits: !isRefused && !isTooFast && !isTooLarge,
    quotaDays: isRefused && plan.included !== null ? plan.included / billablePerDay : null,
    tooMuch: isRefused ? 'commands' : isTooFast ? 'commands a second' : isTooLarge ? 'data' : null,
  };
}

function storageCost({ storage }: Plan, dataBytes: number): number {
  if (storage === null) return 0;
  const charged = Math.max(storage.leastBytes, dataBytes - storage.freeBytes, 0);
  return (charged / GIGABYTE) * storage.perGigabyte;
}

/** The bill that costs least of those whose plan fits; `null` where no price is known. */
export function cheapest(bills: readonly PlanBill[]): PlanBill | null {
  const [first] = bills
    .filter(({ fits, monthlyCost }) => fits && monthlyCost !== null)
    .toSorted((one, other) => one.monthlyCost! - other.monthlyCost!);
  return first ?? null;
}

/** The plan that charges by the command; `undefined` where none does. */
export const meteredPlan = (plans: readonly Plan[]): Plan | undefined => plans.find(({ perMillion }) => perMillion !== null);
