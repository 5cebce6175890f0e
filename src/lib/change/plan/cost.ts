/** What carrying a plan out costs where each command is charged for. */
import { providers } from '../../estimate/billing/providers.js';
import type { PlanCost, PlanFamily } from './model.js';

/** Commands that the script of an action calls for each key, about, which such providers charge for like those that are sent. */
const CALLS: Readonly<Record<string, number>> = {
  delete: 2.4,
  expire: 3.33,
  leak: 3.33,
  trim: 8,
  raise: 5,
  lower: 5,
  rename: 3,
  sum: 5,
  listing: 4,
  persist: 3,
};
/** Of what is brought back: looked at, written, and noted so that it is not brought back twice. */
const CALLS_OF_OTHERS = 5;

/** Of an index key that goes: its marker and itself, each with a note. */
export const CALLS_OF_INDEX = 13;

/** `indexCalls`: what scripts call for indexes. By the first price list that charges for single commands; `null` where there is none. */
export function planCost(commands: number, families: readonly PlanFamily[], indexCalls = 0): PlanCost | null {
  const calls = families.reduce((sum, { action, keys }) => sum + keys * (CALLS[action] ?? CALLS_OF_OTHERS), indexCalls);
  for (const { title, metering, plans, asOf } of providers) {
    if (metering?.unit !== 'command') continue;
    const plan = plans.find(({ perMillion }) => perMillion !== null);
    if (!plan?.perMillion) continue;
    const billable = Math.round(commands + (metering.scriptCalls === 'one-by-one' ? calls : 0));
    return { provider: title, plan: plan.title, billable, dollars: (billable / 1e6) * plan.perMillion, asOf };
  }
  return null;
}
