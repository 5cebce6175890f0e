/** Families as people name them. */
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
    `No family "${truncateMiddle(safeText(word), 60)}" is known here.`,
    near.length > 0
      ? `Did you mean ${near.map((each) => (each.includes('{') ? `'${each}'` : each)).join(' or ')}?`
      : listHint(profiles),
  );
}

const listHint = (profiles: readonly Known[]): string => `List them: meter profile show ${profiles[0]?.name ?? 'PROFILE'}`;
