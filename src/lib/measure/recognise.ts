import { compileProfile } from '../profile/classify.js';
import { keySegments } from '../profile/pattern.js';
import type { Workload } from '../profile/operations.js';
import type { Fingerprint, Profile } from '../profile/types.js';
import type { Questions } from './questions.js';
import { releaseOf, type Release } from './release.js';

/** SCANs of each node that look for an application: some thousands of names. */
const SCANS = 10;
/** Keys asked for the field of a sign. */
const FIELD_SAMPLES = 8;

/** Some names of a keyspace, as the profiles know them. */
export interface Names {
  /** The profile that knows most of them by a name of its own; `null`: none knows any. */
  best: Profile | null;
  /** By profile, then by family. */
  of(profile: Profile): ReadonlyMap<string, string[]>;
}

/** Looks at some names of the keyspace. */
export async function someNames(ask: Questions, profiles: readonly Profile[]): Promise<Names> {
  const names = await ask.someNames(SCANS);
  const known = profiles.map((profile) => {
    const compiled = compileProfile(profile);
    const families = new Map<string, string[]>();
    let own = 0;
    for (const name of names) {
      const family = compiled.match(keySegments(name))?.family;
      if (!family) continue;
      families.set(family.id, [...(families.get(family.id) ?? []), name].slice(-FIELD_SAMPLES));
      if (family.generic !== true) own++;
    }
    return { profile, families, own };
  });
  const [best] = known.toSorted((a, b) => b.own - a.own);
  return {
    best: best && best.own > 0 ? best.profile : null,
    of: (profile) => known.find((each) => each.profile === profile)?.families ?? new Map(),
  };
}

/** The release that some names and the fields of some hashes show. */
export async function releaseShown(ask: Questions, profile: Profile, workload: Workload, names: Names): Promise<Release> {
  const families = names.of(profile);
  const seen = new Map<Fingerprint, boolean | null>();
  for (const sign of profile.fingerprints ?? [])
    seen.set(sign, await isThere(ask, profile, sign, families.get(sign.family) ?? []));
  return releaseOf(profile, workload, (sign) => seen.get(sign) ?? null);
}

async function isThere(
  ask: Questions,
  profile: Profile,
  { family, field, name }: Fingerprint,
  keys: readonly string[],
): Promise<boolean | null> {
  if (name !== undefined) return keys.some((key) => name.test(key)) || null;
  if (field !== undefined) return keys.length === 0 ? null : ask.haveField(keys, field);
  if (keys.length > 0) return true;
  // Only of a family of one key can be said that it is not there.
  const { pattern = '{', fields = {} } = profile.families.find(({ id }) => id === family) ?? {};
  const [first] = Object.keys(fields);
  return pattern.includes('{') || first === undefined ? null : ask.haveField([pattern], first);
}
