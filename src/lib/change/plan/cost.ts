/** The cost of carrying out a plan if each command is billed. */
import { providers } from '../../estimate/billing/providers.js';
import type { PlanCost, PlanFamily } from './model.js';

/** Approximate number of commands that the script of an action calls for each key. Such providers bill them like sent commands. */
const CALLS: Readonly<Record<string, number>> = {
  delete: 2.2,
  expire: 3.16,
  leak: 3.16,
  trim: 8,
  raise: 5,
  lower: 5,
  rename: 3,
  sum: 5,
  listing: 4,
  persist: 3,
  restore: 2.1,
  limit: 3,
  unlimit: 3,
  reset: 8,
};
/** For parts of keys that are restored: read, written, and noted so that they are not restored twice. */
const CALLS_OF_OTHERS = 5;

/** For a removed index key: its marker and itself, each with a note. */
export const CALLS_OF_INDEX = 13;

/** `indexCalls`: commands that scripts call for indexes. Uses the first price list that bills commands; `null`: there is none. */
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
