/** Which release wrote the data, told by what only newer releases write. */
import { periodStart } from '../profile/period.js';
import type { Fingerprint, Profile, UpgradeSign } from '../profile/types.js';
import { compareVersions } from '../profile/version.js';
import type { FamilyStats } from '../keyspace/family-stats.js';
import { VALUE_SAMPLES, type KeyProbe } from '../keyspace/probe.js';
import type { SettledClaim } from './presence.js';

/** Buckets at the edge of a TTL go one by one; only a longer gap tells of an upgrade. */
const GAP_MS = 2 * 86_400_000;
const SIGNS_SHOWN = 3;

export interface VersionFinding {
  /** The first release that can have written everything seen. */
  version: string | null;
  /** The last release range before the upgrade, as `< 1.1.263`. */
  upgradedFrom: string | null;
  evidence: string[];
}

/** Fingerprints are judged from presence first; fields are probed only where they could still raise the version. */
export async function detectVersion(
  profile: Profile,
  claims: readonly SettledClaim[],
  { probe, whole }: { probe: KeyProbe; whole: boolean },
): Promise<VersionFinding> {
  const statsOf = (id: string): FamilyStats | undefined =>
    claims.find(({ owner }) => owner?.profile === profile && owner.family.id === id)?.claim.stats;
  const signs = [...(profile.fingerprints ?? [])].sort((a, b) => compareVersions(b.since, a.since));
  const seen: Fingerprint[] = [];
  for (const sign of signs) {
    if (seen.length >= SIGNS_SHOWN) break;
    if (await isSeen(sign, statsOf(sign.family), probe)) seen.push(sign);
  }
  const version = seen[0]?.since ?? null;
  // What a part of the keyspace does not hold proves nothing.
  const upgrade = (whole ? (profile.upgradeSigns ?? []) : []).find(
    (sign) => version !== null && isUpgrade(sign, profile, statsOf, version),
  );
  return {
    version,
    upgradedFrom: upgrade ? `< ${upgrade.since}` : null,
    evidence: [...seen.map(({ since, sign }) => `${sign} (since ${since})`), ...(upgrade ? [upgrade.sign] : [])],
  };
}

async function isSeen(sign: Fingerprint, stats: FamilyStats | undefined, probe: KeyProbe): Promise<boolean> {
  if (!stats || stats.keys === 0) return false;
  const { name } = sign;
  const keys = name ? stats.examples.filter((key) => name.test(key.name)) : stats.examples;
  if (keys.length === 0) return false;
  if (sign.field === undefined) return true;
  const asked = keys.slice(0, VALUE_SAMPLES);
  if (probe.room(asked.length) < asked.length) return false;
  return (await probe.hasField(asked, sign.field)).some((answer) => answer === true);
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
