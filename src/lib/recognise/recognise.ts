/** Finds the applications, their releases, and the UTC offset of their dates, for all verbs. */
import type { KeyProbe } from '../keyspace/probe.js';
import type { Tally } from '../keyspace/tally.js';
import type { CompiledProfile } from '../profile/classify.js';
import { settlePresence, type Presence, type PresentProfile } from './presence.js';
import { releaseInKeys, type ReleaseFinding } from './release-in-keys.js';
import { decideUtcOffset, type OffsetDecision, type OffsetGiven } from './utc-offset.js';

export interface Looked {
  /** The counted names. */
  tally: Tally;
  compiled: readonly CompiledProfile[];
  probe: KeyProbe;
  /** True when every key was seen, so a name that was not seen does not exist. */
  whole: boolean;
  /** True when the user named the profiles. */
  asked: boolean;
  offset: OffsetGiven;
}

export interface RecognisedProfile extends PresentProfile {
  release: ReleaseFinding;
}

export interface Recognised {
  /** The applications that are present, and those that the user named. */
  profiles: RecognisedProfile[];
  offset: OffsetDecision;
  presence: Presence;
}

export async function recognise({ tally, compiled, probe, whole, asked, offset }: Looked): Promise<Recognised> {
  const presence = await settlePresence(tally, compiled, asked, probe);
  const decision = await decideUtcOffset(offset, presence.profiles, presence.claims, probe);
  const profiles: RecognisedProfile[] = [];
  for (const present of presence.profiles)
    profiles.push({ ...present, release: await releaseInKeys(present.compiled.profile, presence.claims, { probe, whole }) });
  return { profiles, offset: decision, presence };
}
