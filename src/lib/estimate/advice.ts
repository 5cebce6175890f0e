import { formatDecimalBytes } from '../format/bytes.js';
import { formatDuration } from '../format/duration.js';
import { formatMoney } from '../format/money.js';
import { formatCount } from '../format/number.js';
import type { ScenarioRow } from './model.js';
import { cheapest, meteredPlan, type PlanBill } from './billing/bill.js';
import { requestsWithin } from './billing/break-even.js';
import { DAYS_A_MONTH, type Provider } from './billing/provider.js';
import type { Rates } from './totals.js';

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

/** The first step, and whether changing the application can be worth it at all. One or two sentences each. */
export function adviceOn(input: AdviceInput): string[] {
  const { provider, bills, billable, scenarios, dataBytes } = input;
  const { title, metering, plans } = provider;
  if (metering === null)
    return [
      `${title} charges ${plans.map((plan) => plan.title).join(', ')}, not by the command: fewer commands relieve the server but do not change the bill.`,
    ];
  const best = cheapest(bills);
  const metered = bills.find(({ plan }) => plan === meteredPlan(plans));
  if (best === null) return [`No plan of ${title} takes this load.`];
  const ifItFits =
    dataBytes === null && best.plan.dataBytes !== null
      ? `, as long as the data fit into ${formatDecimalBytes(best.plan.dataBytes)}`
      : '';
  if (best.plan.included !== null && best.plan.perMillion === null)
    return [
      `The plan ${best.plan.title} of ${title} takes this load${ifItFits}: ${formatCount(billable.perDay * DAYS_A_MONTH)} of its ` +
        `${formatCount(best.plan.included)} commands a month. Nothing has to change.`,
    ];
  if (metered === undefined || best.plan === metered.plan) return [meteredIsBest(best, bills), ...quotas(input)];
  return [
    `Change the plan before the code: ${best.plan.title} of ${title} costs ${formatMoney(best.monthlyCost)} a month ${within(best.plan, input.bytesPerDay)}${ifItFits}, ` +
      `where ${lower(metered.plan.title)} comes to ${formatMoney(metered.monthlyCost)}.`,
    ...compared(best, scenarios),
    ...quotas(input),
  ];
}

/** How long the quotas of plans last that this load exceeds. */
function quotas({ bills, billable, requestsPerDay }: AdviceInput): string[] {
  return bills.flatMap(({ plan, quotaDays }) => {
    if (quotaDays === null || plan.included === null) return [];
    const most = requestsWithin(plan, billable, requestsPerDay) ?? 0;
    const enough = most < 1 ? 'jobs alone use it up' : `it is enough for ${formatCount(Math.floor(most))} requests a day`;
    return [
      `The ${formatCount(plan.included)} commands of the plan ${plan.title} last ${formatDuration(quotaDays * 86_400)}; ${enough}.`,
    ];
  });
}

/** What a fixed price includes. */
const within = ({ bandwidth }: PlanBill['plan'], bytesPerDay: number): string =>
  bandwidth === null || bytesPerDay === 0
    ? 'whatever is sent'
    : `for up to ${formatDecimalBytes(bandwidth.includedBytes)} of traffic, of which this load takes about ${formatDecimalBytes(Math.round(bytesPerDay * DAYS_A_MONTH))}`;

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function meteredIsBest(best: PlanBill, bills: readonly PlanBill[]): string {
  const fixed = cheapest(bills.filter(({ plan }) => plan.perMillion === null && plan.included === null));
  const cost = formatMoney(best.monthlyCost);
  const than = fixed === null ? '' : `, less than any fixed plan (${formatMoney(fixed.monthlyCost)})`;
  return `${best.plan.title} comes to ${cost} a month${than}: no change of code can save more than that.`;
}

/** Whether any remedy lowers the metered price below that of the fixed plan. */
function compared(best: PlanBill, scenarios: readonly ScenarioRow[]): string[] {
  const remedies = scenarios.filter(({ id }) => !['now', 'set', 'plan'].includes(id));
  const cheaper = remedies.filter(({ cheapest: plan }) => plan !== null && plan.monthlyCost < (best.monthlyCost ?? 0));
  if (remedies.length === 0) return [];
  if (cheaper.length === 0) return ['None of the remedies below makes any plan cheaper than that.'];
  const named = cheaper.map(
    ({ title, cheapest: plan }) => `"${title}" (${formatMoney(plan!.monthlyCost)}, ${lower(plan!.plan)})`,
  );
  return [`Only ${named.join(' and ')} costs less: see --section scenarios.`];
}
