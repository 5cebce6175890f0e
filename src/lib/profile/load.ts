import { says } from '../errors/profiles.js';
import { usageError } from '../format/errors.js';
import { nearest } from '../format/nearest.js';
import { safeText, truncateMiddle } from '../format/terminal.js';
import { atVersion } from './at-version.js';
import { familyIdNamed } from './family-named.js';
import { builtinNames, builtinProfile, builtinVariant } from './builtin/index.js';
import { atPrefix, hasPrefix } from './limiter-libraries/prefixes.js';
import { isProfilePath, parseSpec } from './spec.js';
import type { Family, Profile } from './types.js';
import { inRange, isVersion } from './version.js';

/**
 * Loads the profile for `NAME`, `NAME@VERSION` or the path of a YAML file. A file must also pass the lint, because the profile
 * decides what may be pruned. Throws a usage error of one sentence.
 */
export async function loadProfile(spec: string): Promise<Profile> {
  const profile = await readProfile(spec);
  if (!isProfilePath(spec)) return profile;
  const { lintProfile } = await import('./lint.js');
  const problems = lintProfile(profile);
  const [first] = problems;
  if (!first) return profile;
  const family = first.family === null ? null : safeText(first.family);
  const problem = { family, problem: safeText(first.problem), more: problems.length - 1 };
  throw usageError(says('invalid-profile', { spec: safeText(spec), ...problem }));
}

/** Like `loadProfile`, but a file need not pass the lint. */
export async function readProfile(spec: string): Promise<Profile> {
  if (isProfilePath(spec)) {
    const { readProfileFile } = await import('./profile-file.js');
    return { ...(await readProfileFile(spec)), fromFile: true };
  }
  const { name, version } = parseSpec(spec);
  const profile = await builtinProfile(name);
  if (!profile) throw unknownProfile(name);
  if (version === null) return profile;
  const variant = await builtinVariant(name, version);
  if (variant) return variant;
  if (hasPrefix(name)) return atPrefix(profile, version);
  checkVersion(profile, version);
  return atVersion(profile, version);
}

/** The family that an id or a key pattern names. Throws a usage error if the profile has none. */
export function findFamily(profile: Profile, id: string): Family {
  const found = familyIdNamed(id, [profile]);
  return profile.families.find((family) => family.id === found)!;
}

function unknownProfile(name: string): Error {
  const near = nearest(name, builtinNames);
  return usageError(says('unknown-profile', { name: shown(name), near, known: builtinNames }));
}

function checkVersion({ name, versions }: Profile, version: string): void {
  if (!versions) throw usageError(says('profile-without-versions', { name, version: shown(version) }));
  if (isVersion(version) && inRange(versions.oldest, versions.newest, version)) return;
  const { oldest, newest } = versions;
  throw usageError(says('profile-version', { name, oldest, newest, version: shown(version) }));
}

const shown = (text: string): string => truncateMiddle(safeText(text), 40);
