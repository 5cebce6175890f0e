import { isWriting } from '../command-kinds.js';
import type { Flow, FlowCommand } from '../flows.js';
import type { Rates } from '../totals.js';
import { DAYS_A_MONTH, GIGABYTE, type Metering, type Plan } from './provider.js';

/** The cost of a plan in a month of 30 days. */
export interface PlanBill {
  plan: Plan;
  /** US dollars; `null`: the plan's price is unknown. */
  monthlyCost: number | null;
  /** False when the load or the data exceed the plan. */
  fits: boolean;
  /** Days until the included commands are used up; `null`: they last for the month, or commands are not counted. */
  quotaDays: number | null;
  /** What exceeds the plan; `null`: it fits. */
  tooMuch: 'commands' | 'commands a second' | 'data' | 'traffic' | null;
}

const SECONDS_A_DAY = 86_400;

/** Billable commands of flows; zero when commands are not charged for. */
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

/** `dataBytes`: `null`: unknown size, which counts as fitting. `bytesPerDay`: traffic in both directions. */
export function billOf(plan: Plan, billablePerDay: number, dataBytes: number | null, bytesPerDay = 0): PlanBill {
  const perMonth = billablePerDay * DAYS_A_MONTH;
  const over = plan.included === null ? 0 : Math.max(0, perMonth - plan.included);
  const isRefused = over > 0 && plan.perMillion === null;
  const isTooFast = plan.perSecond !== null && billablePerDay / SECONDS_A_DAY > plan.perSecond;
  const isTooLarge = plan.dataBytes !== null && dataBytes !== null && dataBytes > plan.dataBytes;
  const traffic = bytesPerDay * DAYS_A_MONTH - (plan.bandwidth?.includedBytes ?? Infinity);
  const isTooBroad = traffic > 0 && plan.bandwidth?.perGigabyte == null;
  const bandwidth = (Math.max(0, traffic) / GIGABYTE) * (plan.bandwidth?.perGigabyte ?? 0);
  const commands = plan.perMillion === null ? 0 : (over / 1e6) * plan.perMillion;
  return {
    plan,
    monthlyCost: plan.monthly === null ? null : plan.monthly + commands + bandwidth + storageCost(plan, dataBytes ?? 0),
    fits: !isRefused && !isTooFast && !isTooLarge && !isTooBroad,
    quotaDays: isRefused && plan.included !== null ? plan.included / billablePerDay : null,
    tooMuch: isRefused ? 'commands' : isTooFast ? 'commands a second' : isTooLarge ? 'data' : isTooBroad ? 'traffic' : null,
  };
}

function storageCost({ storage }: Plan, dataBytes: number): number {
  if (storage === null) return 0;
  const charged = Math.max(storage.leastBytes, dataBytes - storage.freeBytes, 0);
  return (charged / GIGABYTE) * storage.perGigabyte;
}

/** The lowest bill among the plans that fit; `null`: no price is known. */
export function cheapest(bills: readonly PlanBill[]): PlanBill | null {
  const [first] = bills
    .filter(({ fits, monthlyCost }) => fits && monthlyCost !== null)
    .toSorted((one, other) => one.monthlyCost! - other.monthlyCost!);
  return first ?? null;
}

/** The plan that charges per command; `undefined`: none. */
export const meteredPlan = (plans: readonly Plan[]): Plan | undefined => plans.find(({ perMillion }) => perMillion !== null);
