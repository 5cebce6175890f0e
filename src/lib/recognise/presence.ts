/** Decides which profiles' applications use a keyspace, and which profile owns each claim. */
import { meterItself } from '../profile/builtin/meter/index.js';
import { compileProfile, type CompiledFamily, type CompiledProfile } from '../profile/classify.js';
import type { Claim, Tally } from '../keyspace/tally.js';
import { VALUE_SAMPLES, type KeyProbe, type KeyRef } from '../keyspace/probe.js';
import { fitsSign } from '../profile/limiter-signs.js';
import type { Limiter } from '../profile/limiters.js';
import type { Profile } from '../profile/types.js';

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
  return type === null || hasType({ family }, type);
};

const hasType = ({ family }: Pick<CompiledFamily, 'family'>, type: string): boolean =>
  type === family.type || (family.alsoTypes as readonly string[] | undefined)?.includes(type) === true;

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
    const isOthers = found.some(({ compiled: { profile: other } }) => profile.profile.unless?.includes(other.name));
    if (asked || profile.profile === meterItself || (!isOthers && (await isProven(profile.profile, own, probe)))) {
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

interface Own {
  claim: Claim;
  family: CompiledFamily;
}

/** One distinctive family proves the application, or several families together. */
async function isProven(
  { together = [], limiters = [], unlessKeys = [] }: Profile,
  own: readonly Own[],
  probe: KeyProbe,
): Promise<boolean> {
  if (await hasKeys(unlessKeys, own, probe)) return false;
  for (const each of own) if (each.family.family.generic !== true && (await isEvidence(each, probe))) return true;
  for (const ids of together) if (await areThere(ids, own, probe)) return true;
  for (const limiter of limiters)
    for (const each of own)
      if (limiter.sign !== undefined && each.family.family.id === limiter.family && (await looksLike(limiter, each, probe)))
        return true;
  return false;
}

/** By the values of the keys, where others use such names too. */
async function looksLike(limiter: Limiter, { claim: { stats }, family }: Own, probe: KeyProbe): Promise<boolean> {
  const keys = stats.examples.slice(0, VALUE_SAMPLES);
  if (probe.room(3 * keys.length) < 3 * keys.length) return false;
  const types = stats.type === null ? await probe.type(keys) : [stats.type];
  if (!types.every((type) => type !== null && hasType(family, type))) return false;
  const { read, without } = stats.strata.reduce(
    (sum, { ttlRead, noTtl }) => ({ read: sum.read + ttlRead, without: sum.without + noTtl }),
    { read: 0, without: 0 },
  );
  return fitsSign(limiter, await probe.text(keys), read > 0 ? [read - without] : await probe.ttl(keys));
}

/** In the databases of the profile's keys. */
async function hasKeys(names: readonly string[], own: readonly Own[], probe: KeyProbe): Promise<boolean> {
  const databases = [...new Set(own.flatMap(({ claim }) => claim.stats.examples.map(({ db }) => db)))];
  const keys = databases.flatMap((db) => names.map((name) => ({ db, name })));
  if (keys.length === 0 || probe.room(keys.length) < keys.length) return false;
  return (await probe.exists(keys)).some((answer) => answer === true);
}

async function areThere(ids: readonly string[], own: readonly Own[], probe: KeyProbe): Promise<boolean> {
  for (const id of ids) {
    const claims = own.filter(({ family }) => family.family.id === id);
    let found = false;
    for (const claim of claims) found ||= await isEvidence(claim, probe);
    if (!found) return false;
  }
  return true;
}

/** True when the keys have the type of the family, and one of its evidence fields if it has some. */
async function isEvidence({ claim, family }: Own, probe: KeyProbe): Promise<boolean> {
  const keys = claim.stats.examples.slice(0, VALUE_SAMPLES);
  const { evidenceFields = [] } = family.family;
  if (claim.stats.type === null && !(await haveType(keys, family, probe))) return false;
  if (evidenceFields.length === 0) return true;
  for (const field of evidenceFields) {
    if (probe.room(keys.length) < keys.length) return true;
    const answers = await probe.hasField(keys, field);
    // When fields cannot be read, name and type are sufficient.
    if (answers.some((answer) => answer === true) || answers.every((answer) => answer === null)) return true;
  }
  return false;
}

/** Asks for the types of keys of which only the names were read. True when they cannot be asked. */
async function haveType(keys: readonly KeyRef[], family: CompiledFamily, probe: KeyProbe): Promise<boolean> {
  if (probe.room(keys.length) < keys.length) return true;
  const types = await probe.type(keys);
  return types.every((type) => type === null) || types.some((type) => type !== null && hasType(family, type));
}

/** The claim's family among the present profiles; `null`: none. */
function ownerOf(claim: Claim, present: readonly PresentProfile[]): CompiledFamily | null {
  const candidates = claim.claimants.filter(({ profile }) => present.some(({ compiled }) => compiled.profile === profile));
  return candidates.find((candidate) => typeFits(claim, candidate)) ?? candidates[0] ?? null;
}
