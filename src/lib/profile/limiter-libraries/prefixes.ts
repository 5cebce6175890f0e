/** Libraries whose caller may choose the beginning of all key names. */
import { usageError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import type { Profile } from '../types.js';
import { underPrefix } from './library.js';

/** `usual`: the beginning unless it is chosen. `end`: what the library puts after the chosen text. */
const PREFIXES: Readonly<Record<string, { usual: string; end: string }>> = {
  'rate-limiter-flexible': { usual: 'rlflx:', end: ':' },
  'upstash-ratelimit': { usual: '@upstash/ratelimit:', end: ':' },
  'rate-limit-redis': { usual: 'rl:', end: '' },
};

const LONGEST = 100;

export const hasPrefix = (name: string): boolean => Object.hasOwn(PREFIXES, name);

/** The profile of `NAME@PREFIX`. Throws a usage error for a prefix that is none. */
export function atPrefix(profile: Profile, text: string): Profile {
  const { usual, end } = PREFIXES[profile.name]!;
  if (text === '' || text.length > LONGEST)
    throw usageError(
      `After "${profile.name}@" comes the beginning of its key names, of at most ${LONGEST} characters, not "${safeText(text).slice(0, 40)}".`,
      `Such as --profile '${profile.name}@login${end}'; without it the names begin with ${usual}`,
    );
  return underPrefix(profile, usual, text.endsWith(end) ? text : text + end);
}
