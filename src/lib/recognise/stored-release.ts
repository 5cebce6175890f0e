/** The release that an application stores in a key of its own. */
import { namedRelease } from './release-range.js';
import { placeholderNames } from '../profile/placeholder-names.js';
import type { Profile } from '../profile/types.js';
import { isVersion, type Releases } from '../profile/version.js';

/** The key that holds the release; `null`: the application has none, or its name varies. */
export function releaseKeyOf({ releaseKey, families }: Profile): string | null {
  const pattern = families.find(({ id }) => id === releaseKey)?.pattern;
  return pattern === undefined || placeholderNames(pattern).length > 0 ? null : pattern;
}

/** The range of one release; `null`: the text names none. */
export const storedRelease = (text: string | null): Releases | null =>
  text !== null && isVersion(text) ? namedRelease(text) : null;
