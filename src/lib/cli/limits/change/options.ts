import type { LimitsRequest } from '../../../change/limits/prepare.js';
import type { LimitsWish } from '../../../change/limits/request.js';
import { asTyped } from '../../../change/plan/as-typed.js';
import { parseDecimal, whole, type Decimal } from '../../../format/decimal.js';
import { usageError } from '../../../format/errors.js';
import { safeText, truncateMiddle } from '../../../format/terminal.js';
import type { LimitUnit } from '../../../profile/limits.js';
import { carryOutRequest, type CarryOutRequest } from '../../change/options.js';
import { parseNow } from '../../flags/clock.js';
import type { CopyFlags, LimitsChangeFlags, SetFlags, UnsetFlags } from './flags.js';

/** Options of the verbs that change limits. */
export interface LimitsChangeRequest {
  how: CarryOutRequest;
  what: Omit<LimitsRequest, 'profiles' | 'profilesAsked' | 'offset'>;
  /** Hours; `null`: found in the data. */
  utcOffset: number | null;
  /** The file for the plan, which is then not carried out; `null`: none. */
  output: string | null;
}

/** Throws usage errors of one sentence. */
export const setRequest = (flags: SetFlags): LimitsChangeRequest =>
  requestOf(flags, asTyped('limits set', flags), {
    verb: 'set',
    owners: ownersOf(flags.owner),
    ...amountOf(flags),
    cycle: cycleOf('cycle', flags.cycle),
    newOwner: flags['new-owner'],
  });

/** The same for `limits unset` and `limits reset`. */
export const takeRequest = (verb: 'unset' | 'reset', flags: UnsetFlags): LimitsChangeRequest =>
  requestOf(flags, asTyped(`limits ${verb}`, flags), {
    verb,
    owners: ownersOf(flags.owner),
    cycle: cycleOf('cycle', flags.cycle),
  });

export const copyRequest = (flags: CopyFlags): LimitsChangeRequest =>
  requestOf(flags, asTyped('limits copy', flags), {
    verb: 'copy',
    owners: ownersOf(flags.owner ?? []),
    from: cycleOf('from', flags.from),
    to: cycleOf('to', flags.to),
    replace: flags.replace,
  });

function requestOf(flags: LimitsChangeFlags, typed: string, wish: LimitsWish): LimitsChangeRequest {
  const how = carryOutRequest(flags);
  return {
    how,
    what: {
      wish,
      limit: flags.limit ?? null,
      profileSpecs: flags.profile,
      now: flags.now === undefined ? null : parseNow(flags.now),
      maxLatencyMs: how.terms.maxLatencyMs,
      asTyped: typed,
      showIds: flags['show-ids'],
    },
    utcOffset: flags['utc-offset'] ?? null,
    output: flags.output ?? null,
  };
}

const UNITS = { tokens: 'tokens', cost: 'usd', requests: 'requests' } as const satisfies Record<string, LimitUnit>;

function amountOf(flags: SetFlags): { amount: Decimal; unit: LimitUnit } {
  const given = (['tokens', 'cost', 'requests'] as const).filter((name) => flags[name] !== undefined);
  const [name, other] = given;
  if (name === undefined) throw usageError('limits set takes an amount.', 'Such as --tokens 10000');
  if (other !== undefined) throw usageError(`--${name} and --${other} are two limits.`, 'Set one after the other.');
  const text = flags[name]!;
  const amount = name === 'cost' ? parseDecimal(text) : /^\d{1,18}$/.test(text) ? whole(BigInt(text)) : null;
  if (amount === null || amount.digits < 0n)
    throw usageError(
      `--${name} takes ${name === 'cost' ? 'an amount in US dollars' : 'a whole number'}, not ${shown(text)}.`,
      name === 'cost' ? 'Such as --cost 25' : `Such as --${name} 10000`,
    );
  if (amount.digits === 0n)
    throw usageError('0 is no limit: every request would be allowed.', 'To remove a limit: meter limits unset');
  return { amount, unit: UNITS[name] };
}

function ownersOf(owners: readonly string[]): readonly string[] {
  if (owners.includes('')) throw usageError('--owner takes a name or an id.', 'Such as --owner NAME');
  return owners;
}

function cycleOf(flag: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (text !== '' && text.length <= 200) return text;
  throw usageError(`--${flag} takes the name of a billing cycle.`, `As the application names it, such as --${flag} 2026-11-20`);
}

const shown = (text: string): string => truncateMiddle(safeText(text), 40) || 'nothing';
