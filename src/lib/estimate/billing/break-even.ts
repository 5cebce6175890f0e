import type { Rates } from '../totals.js';
import { DAYS_A_MONTH, type Plan } from './provider.js';

/** The load from which a fixed-price plan costs less than one that charges per command. */
export interface BreakEven {
  fixed: Plan;
  metered: Plan;
  billablePerDay: number;
  /** Requests per day of this workload that send as many commands: 0: jobs alone do; `null`: no number of requests does. */
  requestsPerDay: number | null;
}

/** Ignores storage and traffic. `billable`: commands of the current workload, for `requestsPerDay` requests. */
export function breakEvens(plans: readonly Plan[], billable: Rates<number>, requestsPerDay: number): BreakEven[] {
  const metered = plans.filter(({ perMillion, monthly }) => perMillion !== null && monthly !== null);
  const fixed = plans.filter(({ perMillion, included, monthly }) => perMillion === null && included === null && monthly !== null);
  const background = Math.max(0, billable.perDay - billable.perRequest * requestsPerDay);
  return metered.flatMap((one) =>
    fixed.map((other): BreakEven => {
      const more = Math.max(0, other.monthly! - one.monthly!);
      const billablePerDay = ((more / one.perMillion!) * 1e6 + (one.included ?? 0)) / DAYS_A_MONTH;
      return { fixed: other, metered: one, billablePerDay, requestsPerDay: requestsFor(billablePerDay - background, billable) };
    }),
  );
}

/** Maximum requests per day within the included commands; 0: jobs alone exceed them; `null`: any number fits. */
export function requestsWithin(plan: Plan, billable: Rates<number>, requestsPerDay: number): number | null {
  if (plan.included === null) return null;
  const background = Math.max(0, billable.perDay - billable.perRequest * requestsPerDay);
  return requestsFor(plan.included / DAYS_A_MONTH - background, billable);
}

const requestsFor = (billablePerDay: number, { perRequest }: Rates<number>): number | null =>
  billablePerDay <= 0 ? 0 : perRequest > 0 ? billablePerDay / perRequest : null;
