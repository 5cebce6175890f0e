/** Options of a check. */
import type { Selection } from '../../consistency/selection.js';
import { usageError } from '../../format/errors.js';
import type { Profile } from '../../profile/types.js';
import type { OffsetGiven } from '../../recognise/utc-offset.js';
import type { CheckRequest } from './options.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';

/** The request, before anything is read. */
export interface Wanted {
  profiles: readonly Profile[];
  asked: boolean;
  selection: Selection;
  offset: OffsetGiven;
}

/** Throws a usage error for an invariant or a family that no profile has. */
export async function wantedBy(
  request: Pick<CheckRequest, 'profiles' | 'invariants' | 'families' | 'utcOffset' | 'address'>,
): Promise<Wanted> {
  const { profiles, asked } = await profilesFrom(request.profiles);
  const silent = profiles.find(({ consistency }) => !consistency);
  if (asked && silent) throw usageError(`Profile ${silent.name} does not say what must hold.`, 'Leave it out.');
  const { selectionNamed } = await import('../../consistency/selection.js');
  const selection = selectionNamed(request, profiles);
  return { profiles, asked, selection, offset: await offsetGiven(request.utcOffset, request.address.envFile) };
}
