import { prepareLimits } from '../change/limits/prepare.js';
import type { LimitsWish } from '../change/limits/request.js';
import { asTyped } from '../change/plan/as-typed.js';
import { parseDecimal, whole } from '../format/decimal.js';
import { usageError } from '../format/errors.js';
import { changed, resultOf, type ChangeOptions, type ChangeResult } from './change.js';
import { MAX_LATENCY_MS, offsetOf, profilesOf, specsOf, type RedisAddress } from './look.js';

/** What is to become of the limits of owners, which are named by name or id. */
export type LimitsChangeOptions = ChangeOptions & {
  /** Id of the limit; absent: the only one that can be changed. */
  limit?: string;
} & (
    | {
        verb: 'set';
        owners: readonly string[];
        /** Above zero. Money is a decimal text in US dollars. */
        amount: { tokens: number | bigint } | { requests: number | bigint } | { usd: string };
        /** A billing cycle, as the application names it; absent: that of today. */
        cycle?: string;
        /** Also for owners that the application has not counted yet. */
        newOwner?: boolean;
      }
    /** `reset`: counters become 0, and the limit stays. */
    | { verb: 'unset' | 'reset'; owners: readonly string[]; cycle?: string }
    /** `from`, `to`: absent: yesterday and today. `owners`: absent: all with a limit in `from`. */
    | { verb: 'copy'; owners?: readonly string[]; from?: string; to?: string; replace?: boolean }
  );

/** Changes limits that the application does not own itself. Throws a `MeterError` only if nothing is changed. */
export async function changeLimits(redis: RedisAddress, options: LimitsChangeOptions): Promise<ChangeResult> {
  const wish = wishOf(options);
  const { profiles, asked } = await profilesOf(options);
  const { now = null, showIds = false, maxLatencyMs = MAX_LATENCY_MS, limit = null } = options;
  const request = {
    wish,
    limit,
    profiles,
    profilesAsked: asked,
    profileSpecs: specsOf(options),
    now,
    offset: offsetOf(options),
    maxLatencyMs,
    showIds,
    asTyped: typedOf(options),
  };
  return resultOf(await changed(redis, options, (work) => prepareLimits(work, request)));
}

function wishOf(options: LimitsChangeOptions): LimitsWish {
  switch (options.verb) {
    case 'set': {
      const { owners, cycle = null, newOwner = false } = options;
      return { verb: 'set', owners, ...amountOf(options.amount), cycle, newOwner };
    }
    case 'copy': {
      const { owners = [], from = null, to = null, replace = false } = options;
      return { verb: 'copy', owners, from, to, replace };
    }
    default:
      return { verb: options.verb, owners: options.owners, cycle: options.cycle ?? null };
  }
}

type Amount = Extract<LimitsChangeOptions, { verb: 'set' }>['amount'];

function amountOf(amount: Amount): Pick<Extract<LimitsWish, { verb: 'set' }>, 'amount' | 'unit'> {
  const exact = 'usd' in amount ? parseDecimal(amount.usd) : whole(BigInt('tokens' in amount ? amount.tokens : amount.requests));
  if (exact === null || exact.digits <= 0n) throw usageError('A limit is a number above zero.', 'To remove a limit: verb unset');
  return { amount: exact, unit: 'usd' in amount ? 'usd' : 'tokens' in amount ? 'tokens' : 'requests' };
}

function typedOf(options: LimitsChangeOptions): string {
  const common = {
    limit: options.limit,
    profile: specsOf(options),
    now: options.now?.toISOString(),
    'utc-offset': options.utcOffset,
    owner: options.owners,
  };
  if (options.verb === 'copy') {
    const { from, to, replace } = options;
    return asTyped('limits copy', { ...common, from, to, replace });
  }
  const { cycle } = options;
  if (options.verb !== 'set') return asTyped(`limits ${options.verb}`, { ...common, cycle });
  const { amount, newOwner } = options;
  return asTyped('limits set', {
    ...common,
    cycle,
    'new-owner': newOwner,
    tokens: 'tokens' in amount ? String(amount.tokens) : undefined,
    requests: 'requests' in amount ? String(amount.requests) : undefined,
    cost: 'usd' in amount ? amount.usd : undefined,
  });
}
