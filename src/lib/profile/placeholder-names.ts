import { parsePattern } from './pattern.js';
import type { Family, Placeholder, Profile } from './types.js';

/** Names of the pattern's placeholders in order. Empty for an invalid pattern, which is reported elsewhere. */
export function placeholderNames(pattern: string): string[] {
  try {
    return parsePattern(pattern).flatMap((part) => ('placeholder' in part ? [part.placeholder] : []));
  } catch {
    return [];
  }
}

/** The declared placeholders of the family's pattern. */
export const placeholdersOf = (profile: Profile, family: Family): Placeholder[] =>
  placeholderNames(family.pattern).flatMap((name) => family.placeholders?.[name] ?? profile.placeholders[name] ?? []);
