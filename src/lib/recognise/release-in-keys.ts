/** Narrows the range of releases from the keys of a server or a snapshot. */
import { VALUE_SAMPLES, type KeyProbe, type KeyRef } from '../keyspace/probe.js';
import type { FamilyStats } from '../keyspace/family-stats.js';
import { periodStart } from '../profile/period.js';
import { placeholderNames } from '../profile/placeholder-names.js';
import type { Fingerprint, Profile, UpgradeSign } from '../profile/types.js';
import { compareVersions, isVersion } from '../profile/version.js';
import type { SettledClaim } from './presence.js';
import { newestFirst, releaseRange, type ReleaseRange } from './release-range.js';
import { signWordsOf } from './words.js';

/** Buckets near the end of their TTL expire one by one; only a longer gap shows an upgrade. */
const GAP_MS = 2 * 86_400_000;
/** After this many signs that are present, older signs add nothing. */
const ENOUGH = 3;

export interface ReleaseFinding extends ReleaseRange {
  /** The last releases before the upgrade, such as `< 1.1.263`. */
  upgradedFrom: string | null;
}

/** `whole`: every key was seen, so a name that was not seen does not exist. */
export async function releaseInKeys(
  profile: Profile,
  claims: readonly SettledClaim[],
  { probe, whole }: { probe: KeyProbe; whole: boolean },
): Promise<ReleaseFinding> {
  const statsOf = (id: string): FamilyStats | undefined =>
    claims.find(({ owner }) => owner?.profile === profile && owner.family.id === id)?.claim.stats;
  const seen = new Map<Fingerprint, boolean | null>();
  let found = 0;
  const signs = newestFirst(profile, familiesSeen(profile, statsOf));
  for (const sign of signs) {
    if (found >= ENOUGH) break;
    const answer = await isPresent(sign, profile, statsOf, probe, whole);
    seen.set(sign, answer);
    if (answer === true) found++;
  }
  const stored = await storedRelease(profile, statsOf, probe);
  const range = releaseRange(profile, signs, (sign) => seen.get(sign) ?? null, stored);
  const { from } = range;
  // Absence proves nothing when only part of the keyspace was seen.
  const upgrade = (whole ? (profile.upgradeSigns ?? []) : []).find(
    (sign) => from !== null && isUpgrade(sign, profile, statsOf, from),
  );
  return {
    ...range,
    upgradedFrom: upgrade ? `< ${upgrade.since}` : null,
    evidence: upgrade ? [...range.evidence, upgrade.sign] : range.evidence,
  };
}

/** A family that was added in some release is a sign of that release. */
const familiesSeen = (profile: Profile, statsOf: (id: string) => FamilyStats | undefined): Fingerprint[] =>
  profile.families.flatMap(({ id, since, pattern, generic }) =>
    since !== undefined && generic !== true && (statsOf(id)?.keys ?? 0) > 0
      ? [{ since, family: id, sign: signWordsOf(profile).exists(pattern) }]
      : [],
  );

/** The release that the application itself stores; empty when the value is not a release. */
async function storedRelease(
  profile: Profile,
  statsOf: (id: string) => FamilyStats | undefined,
  probe: KeyProbe,
): Promise<{ release: string; key: string } | null> {
  const key = profile.releaseKey === undefined ? undefined : statsOf(profile.releaseKey)?.examples[0];
  if (!key || probe.room(1) < 1) return null;
  const [release] = await probe.text([key]);
  return typeof release === 'string' && isVersion(release) ? { release, key: key.name } : null;
}

async function isPresent(
  sign: Fingerprint,
  profile: Profile,
  statsOf: (id: string) => FamilyStats | undefined,
  probe: KeyProbe,
  whole: boolean,
): Promise<boolean | null> {
  const { name, field } = sign;
  const stats = statsOf(sign.family);
  const beside = sign.always === undefined ? undefined : statsOf(sign.always);
  if (!stats || stats.keys === 0) return beside?.examples[0] ? isMissing(sign, profile, beside.examples[0], probe, whole) : null;
  const keys = name ? stats.examples.filter((key) => name.test(key.name)) : stats.examples;
  if (keys.length === 0) return null;
  if (field === undefined) return true;
  const asked = keys.slice(0, VALUE_SAMPLES);
  if (probe.room(asked.length) < asked.length) return null;
  const answers = await probe.hasField(asked, field);
  return answers.includes(true) ? true : answers.every((answer) => answer === false) ? false : null;
}

/**
 * True for a family without a seen key. If only part of the keys was seen, only a family with a fixed key name can be checked.
 */
async function isMissing(
  { family: id }: Fingerprint,
  { families }: Profile,
  { db }: KeyRef,
  probe: KeyProbe,
  whole: boolean,
): Promise<boolean | null> {
  if (whole) return false;
  const { pattern = '' } = families.find((family) => family.id === id) ?? {};
  if (pattern === '' || placeholderNames(pattern).length > 0 || probe.room(1) < 1) return null;
  const [exists] = await probe.exists([{ db, name: pattern }]);
  // The key exists but was not seen, so its fields are unknown.
  return exists ?? null;
}

function isUpgrade(
  sign: UpgradeSign,
  profile: Profile,
  statsOf: (id: string) => FamilyStats | undefined,
  version: string,
): boolean {
  if (compareVersions(version, sign.since) < 0) return false;
  const older = oldest(sign.older, profile, statsOf);
  const newer = oldest(sign.newer, profile, statsOf);
  return older !== null && newer !== null && newer - older >= GAP_MS;
}

function oldest(id: string, profile: Profile, statsOf: (id: string) => FamilyStats | undefined): number | null {
  const text = statsOf(id)?.oldest ?? null;
  const family = profile.families.find((candidate) => candidate.id === id);
  if (text === null || !family) return null;
  const kind = family.grain === 'month' ? 'month' : family.grain === 'hour' ? 'hour' : 'date';
  return periodStart(kind, text, 0);
}
