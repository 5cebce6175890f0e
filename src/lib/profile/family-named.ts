/** Families as people name them. */
import { says } from '../errors/profiles.js';
import { usageError } from '../format/errors.js';
import { nearest } from '../format/nearest.js';
import { safeText, truncateMiddle } from '../format/terminal.js';
import type { Profile } from './types.js';

type Known = Pick<Profile, 'name' | 'families'>;

/** The id of the family that `word` names: by its id, or by its key pattern as the profile writes it. Throws a usage error with what may have been meant. */
export function familyIdNamed(word: string, profiles: readonly Known[]): string {
  const families = profiles.flatMap((profile) => profile.families);
  const found = families.find(({ id }) => id === word) ?? families.find(({ pattern }) => pattern === word);
  if (found !== undefined) return found.id;
  const near = nearest(word, [...families.map(({ id }) => id), ...families.map(({ pattern }) => pattern)]);
  throw usageError(
    says('unknown-family', {
      word: truncateMiddle(safeText(word), 60),
      near: near.map((each) => (each.includes('{') ? `'${each}'` : each)),
      profile: profiles[0]?.name ?? null,
    }),
  );
}
