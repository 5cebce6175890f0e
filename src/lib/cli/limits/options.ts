import { parseDecimal, whole, type Decimal } from '../../format/decimal.js';
import { usageError } from '../../format/errors.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import type { More } from '../../limits/check.js';
import type { LimitsAsked } from '../../limits/limits.js';
import { percentOf } from '../flags/percent.js';
import { readingRequest, type ReadingRequest } from '../figures/options.js';
import type { CheckFlags, CommonFlags, LimitsFlags } from './flags.js';

/** Options of `meter limits` and `meter limits check`. */
export interface LimitsRequest extends ReadingRequest {
  command: 'limits' | 'limits check';
  asked: LimitsAsked;
}

/** Throws usage errors of one sentence. */
export function limitsRequest(flags: LimitsFlags & { quiet: boolean }): LimitsRequest {
  return {
    command: 'limits',
    ...reading(flags, { owners: flags.owner ?? [], near: flags.near === undefined ? null : percentOf('near', flags.near) }),
  };
}

/** The same for `limits check`. */
export function checkRequest(flags: CheckFlags & { quiet: boolean }): LimitsRequest & { more: More } {
  const { tokens, cost } = flags;
  const more = {
    ...(tokens !== undefined && { tokens: amountOf('tokens', tokens) }),
    ...(cost !== undefined && { usd: amountOf('cost', cost) }),
  };
  return { command: 'limits check', ...reading(flags, { owners: [flags.owner], near: null }), more };
}

function reading(
  flags: CommonFlags & { quiet: boolean },
  asked: Pick<LimitsAsked, 'owners' | 'near'>,
): Omit<LimitsRequest, 'command'> {
  const request = readingRequest(flags, 'Limits are', []);
  if (flags.cycle === '') throw usageError('--cycle takes the name of a billing cycle.', 'Such as --cycle 2026-Q4');
  return { ...request, asked: { ...asked, cycle: flags.cycle ?? null } };
}

function amountOf(flag: 'tokens' | 'cost', text: string): Decimal {
  const amount = flag === 'tokens' ? (/^\d{1,18}$/.test(text) ? whole(BigInt(text)) : null) : parseDecimal(text);
  if (amount === null || amount.digits < 0n)
    throw usageError(
      `--${flag} takes ${flag === 'tokens' ? 'a whole number' : 'an amount in US dollars'}, not ${shown(text)}.`,
      flag === 'tokens' ? 'Such as --tokens 5000' : 'Such as --cost 0.25',
    );
  return amount;
}

const shown = (text: string): string => truncateMiddle(safeText(text), 40) || 'nothing';
