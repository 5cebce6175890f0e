/** Reads the shares of a profile's conditions from flags. */
import { usageError } from '../../format/errors.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import type { Condition } from '../../profile/operations.js';
import type { Profile } from '../../profile/types.js';

/** `flags`: the own flags of conditions, with their values. `named`: each `CONDITION=SHARE`. */
export interface SharesGiven {
  flags: readonly (readonly [flag: string, share: string])[];
  named: readonly string[];
}

const OWN_FLAGS = ['cost-share', 'long-context-share', 'cache-share'] as const;

export function sharesGiven(
  flags: {
    [Name in (typeof OWN_FLAGS)[number]]?: string | undefined;
  } & { share?: readonly string[] | undefined },
): SharesGiven {
  const own = OWN_FLAGS.flatMap((flag) => {
    const text = flags[flag];
    return text === undefined ? [] : [[flag, text] as const];
  });
  return { flags: own, named: flags.share ?? [] };
}

/** Shares of requests by condition. Throws usage errors of one sentence. */
export function sharesOf({ flags, named }: SharesGiven, profile: Profile): Record<string, number> {
  const conditions = profile.operations?.conditions ?? [];
  const shares: Record<string, number> = {};
  for (const [flag, text] of flags) shares[conditionOf(flag, conditions, profile).id] = shareIn(`--${flag}`, text);
  for (const word of named) {
    const sign = word.indexOf('=');
    const shown = truncateMiddle(safeText(word), 40);
    if (sign <= 0) throw usageError(`--share takes CONDITION=SHARE, not "${shown}".`, 'For example --share opus=0.2.');
    const id = word.slice(0, sign);
    if (shares[id] !== undefined) throw usageError(`The share of ${safeText(id)} is given twice.`, 'Leave one of the two out.');
    shares[id] = shareIn('--share', word.slice(sign + 1));
  }
  return shares;
}

function conditionOf(flag: string, conditions: readonly Condition[], { name }: Profile): Condition {
  const found = conditions.find((condition) => condition.flag === flag);
  if (found) return found;
  throw usageError(`--${flag} means nothing for profile ${safeText(name)}.`, 'Leave it out.');
}

/** `0.9` or `90%`. */
function shareIn(flag: string, text: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text.trim()) ?? [];
  const share = digits === undefined ? NaN : Number(digits) / (percent === '%' ? 100 : 1);
  if (share >= 0 && share <= 1) return share;
  throw usageError(`${flag} takes a share from 0 to 1, or a percentage up to 100%.`);
}
