/** Everything that decides whether a key is changed: the selection, the profiles, and the clock. */
import type { CompiledProfile } from '../../profile/classify.js';
import type { Listing } from '../../profile/listing.js';
import { familyIdNamed } from '../../profile/family-named.js';
import { periodEnd } from '../../profile/period.js';
import type { KeyAction } from '../engine/key-change.js';
import type { AgeRule } from '../../profile/age.js';
import { ttlToSet } from '../../profile/lost-ttl.js';
import { Candidates, type Candidate } from './candidates.js';
import { NO_OWNERS, type GoneOwners } from './gone-owners.js';
import { affectedListings } from '../indexes/affected-listings.js';
import { chooseFamilies, type ChosenFamilies, type Selection } from './selection.js';
import type { TrimRule } from './trim-rule.js';

export interface Choice {
  profiles: readonly CompiledProfile[];
  selection: Selection;
  families: ChosenFamilies;
  /** The indexes of removed keys. */
  listings: readonly Listing[];
  rule: AgeRule;
  candidates: Candidates;
}

export function makeChoice(
  profiles: readonly CompiledProfile[],
  asked: Selection,
  versions: ReadonlyMap<string, string | null>,
  rule: AgeRule,
  gone: GoneOwners = NO_OWNERS,
  isWanted: (profile: string, family: string) => boolean = () => true,
): Choice {
  const named = asked.families.map((word) =>
    familyIdNamed(
      word,
      profiles.map(({ profile }) => profile),
    ),
  );
  const selection = { ...asked, families: named };
  const { chosen, ...rest } = chooseFamilies(profiles, selection, versions);
  const wanted = chosen.filter(({ compiled: { profile, family } }) => isWanted(profile.name, family.id));
  const families = { ...rest, chosen: wanted };
  const removed = families.chosen.filter(({ actions }) => actions.includes('delete') || actions.includes('orphan'));
  const listings = affectedListings(profiles, new Set(removed.map(({ compiled }) => compiled.family.id)));
  const candidates = new Candidates(profiles, { chosen: families.chosen, listings }, rule, gone);
  return { profiles, selection, families, listings, rule, candidates };
}

/** Minimum TTL in ms of a key that would have expired already: the change shortens TTLs, and removes nothing. */
const LEAST_LIFE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** True when TTLs are set or shortened. */
export const changesTtls = ({ families: { chosen } }: Choice): boolean =>
  chosen.some(({ actions }) => actions.includes('expire') || actions.includes('leak'));

/** The action on a key; `null`: a list or stream that is trimmed. `present`: the time of `latestClock`. */
export function keyAction(
  { compiled: { family }, action, period }: Candidate,
  { selection, rule }: Choice,
  present: number,
): KeyAction | null {
  const start = period?.start ?? null;
  const end = start === null ? null : periodEnd(start, family.grain, rule.utcOffset);
  // A plan may be carried out long after it was made, so a TTL must not end before it is set.
  const from = Math.max(rule.now, present);
  switch (action) {
    case 'delete':
      return { kind: 'delete' };
    case 'expire':
      return {
        kind: 'expire',
        onlyLost: false,
        atMs: Math.max((end ?? from) + (selection.setTtlMs ?? 0), from + LEAST_LIFE_MS),
      };
    case 'leak': {
      const seconds = ttlToSet(family);
      const atMs = family.leak || end === null ? from + seconds * 1000 : Math.max(end + seconds * 1000, from + HOUR_MS);
      return { kind: 'expire', onlyLost: true, atMs };
    }
    default:
      return null;
  }
}

/** True when a run of this choice removes the key with this name. */
export const removedBy =
  ({ candidates }: Choice) =>
  (name: string): boolean => {
    const judged = candidates.judge(name);
    return judged !== null && 'action' in judged && judged.action === 'delete';
  };

export const trimRule = ({ selection: { trimTo, olderThanMs }, rule }: Choice): TrimRule => ({
  keep: trimTo,
  before: olderThanMs === null ? null : rule.now - olderThanMs,
});
