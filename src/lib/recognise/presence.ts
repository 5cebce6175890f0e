/** Decides which profiles' applications use a keyspace, and which profile owns each claim. */
import { meterItself } from '../profile/builtin/meter/index.js';
import { compileProfile, type CompiledFamily, type CompiledProfile } from '../profile/classify.js';
import type { Claim, Tally } from '../keyspace/tally.js';
import { VALUE_SAMPLES, type KeyProbe } from '../keyspace/probe.js';
import type { Profile } from '../profile/types.js';

/** Number of keys whose fields are checked when a name alone is not proof. */

export interface PresentProfile {
  compiled: CompiledProfile;
  keys: number;
  families: number;
  /** True when the user named the profile. */
  asked: boolean;
}

/** A claim with the family that owns it; `null`: no present profile owns it. */
export interface SettledClaim {
  claim: Claim;
  owner: CompiledFamily | null;
}

export interface Presence {
  /** Profiles of applications. */
  profiles: PresentProfile[];
  claims: SettledClaim[];
  /** Works for claims without keys, too. */
  ownerOf(claim: Claim): CompiledFamily | null;
}

/** The applications' profiles, after the profile of this program's own keys: no application uses those names. */
export const compiledWithOwn = (profiles: readonly Profile[]): CompiledProfile[] =>
  [meterItself, ...profiles].map(compileProfile);

/** True unless keys of the claim were read and most have a type that the family never has. */
const typeFits = (claim: Claim, { family }: CompiledFamily): boolean => {
  const { type } = claim.stats;
  return type === null || type === family.type || (family.alsoTypes as readonly string[] | undefined)?.includes(type) === true;
};

/** A profile is present when a family with a distinctive name has keys with the right type and fields. */
export async function settlePresence(
  tally: Tally,
  compiled: readonly CompiledProfile[],
  asked: boolean,
  probe: KeyProbe,
): Promise<Presence> {
  const found: PresentProfile[] = [];
  for (const profile of compiled) {
    const own = tally.claims.flatMap((claim) => {
      const family = claim.claimants.find((candidate) => candidate.profile === profile.profile);
      return family && typeFits(claim, family) ? [{ claim, family }] : [];
    });
    const distinctive = own.filter(({ family }) => family.family.generic !== true);
    if (asked || profile.profile === meterItself || (await anyProven(distinctive, probe))) {
      found.push({ compiled: profile, keys: 0, families: 0, asked });
    }
  }
  const claims = tally.claims.map((claim) => ({ claim, owner: ownerOf(claim, found) }));
  for (const { claim, owner } of claims) {
    const profile = found.find(({ compiled: { profile: candidate } }) => candidate === owner?.profile);
    if (!profile) continue;
    profile.keys += claim.stats.keys;
    profile.families++;
  }
  const present = found.filter(({ compiled: { profile }, keys }) => keys > 0 || asked || profile === meterItself);
  const profiles = present.filter(({ compiled: { profile } }) => profile !== meterItself);
  return { profiles, claims, ownerOf: (claim) => ownerOf(claim, present) };
}

async function anyProven(own: readonly { claim: Claim; family: CompiledFamily }[], probe: KeyProbe): Promise<boolean> {
  if (own.some(({ family }) => !family.family.evidenceFields)) return true;
  for (const { claim, family } of own) {
    const keys = claim.stats.examples.slice(0, VALUE_SAMPLES);
    for (const field of family.family.evidenceFields ?? []) {
      if (probe.room(keys.length) < keys.length) return true;
      const answers = await probe.hasField(keys, field);
      // When fields cannot be read, name and type are sufficient.
      if (answers.some((answer) => answer === true) || answers.every((answer) => answer === null)) return true;
    }
  }
  return false;
}

/** The claim's family among the present profiles; `null`: none. */
function ownerOf(claim: Claim, present: readonly PresentProfile[]): CompiledFamily | null {
  const candidates = claim.claimants.filter(({ profile }) => present.some(({ compiled }) => compiled.profile === profile));
  return candidates.find((candidate) => typeFits(claim, candidate)) ?? candidates[0] ?? null;
}
