import { usageError } from '../../format/errors.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import { DAYS_A_MONTH } from '../../estimate/billing/provider.js';
import { workloadOf } from '../../estimate/workload.js';
import type { Condition, Workload } from '../../profile/operations.js';
import type { Profile } from '../../profile/types.js';
import type { EstimateFlags } from './flags.js';

const A_DAY = { hour: 24, day: 1, month: 1 / DAYS_A_MONTH };

/** What is known of the load by looking; absent or `null` where it is not. */
export interface Counted {
  keys: number | null;
  apiKeys?: number | null;
  accounts?: number | null;
  models?: number | null;
}

/** The load that the flags name; what they leave open is what the data hold. Throws usage errors of one sentence. */
export function workloadFrom(flags: EstimateFlags, profile: Profile, data: Counted | null): Workload {
  const told = Object.entries({
    accounts: flags.accounts ?? data?.accounts,
    models: flags.models ?? data?.models,
    apiKeys: flags['api-keys'] ?? data?.apiKeys,
    keys: flags.keys ?? data?.keys,
  }).filter(([, value]) => value !== undefined && value !== null);
  return workloadOf(profile, {
    requestsPerDay: flags.requests * A_DAY[flags.per],
    ...Object.fromEntries(told),
    shares: sharesFrom(flags, profile),
  });
}

/** The flags that say for which share of requests something holds. */
export type ShareFlags = Pick<EstimateFlags, 'share' | (typeof OWN_FLAGS)[number]>;

const OWN_FLAGS = ['cost-share', 'long-context-share', 'cache-share'] as const;

/** Shares of requests by condition. Throws usage errors of one sentence. */
export function sharesFrom(flags: ShareFlags, profile: Profile): Record<string, number> {
  const conditions = profile.operations?.conditions ?? [];
  const shares: Record<string, number> = {};
  for (const flag of OWN_FLAGS) {
    const text = flags[flag];
    if (text !== undefined) shares[conditionOf(flag, conditions, profile).id] = shareFrom(`--${flag}`, text);
  }
  for (const word of flags.share ?? []) {
    const sign = word.indexOf('=');
    const shown = truncateMiddle(safeText(word), 40);
    if (sign <= 0) throw usageError(`--share takes CONDITION=SHARE, not "${shown}".`, 'For example --share opus=0.2.');
    const id = word.slice(0, sign);
    if (shares[id] !== undefined) throw usageError(`The share of ${safeText(id)} is given twice.`, 'Leave one of the two out.');
    shares[id] = shareFrom('--share', word.slice(sign + 1));
  }
  return shares;
}

function conditionOf(flag: string, conditions: readonly Condition[], { name }: Profile): Condition {
  const found = conditions.find((condition) => condition.flag === flag);
  if (found) return found;
  throw usageError(`--${flag} means nothing for profile ${safeText(name)}.`, 'Leave it out.');
}

/** `0.9` or `90%`. */
function shareFrom(flag: string, text: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text.trim()) ?? [];
  const share = digits === undefined ? NaN : Number(digits) / (percent === '%' ? 100 : 1);
  if (share >= 0 && share <= 1) return share;
  throw usageError(`${flag} takes a share from 0 to 1, or a percentage up to 100%.`);
}
