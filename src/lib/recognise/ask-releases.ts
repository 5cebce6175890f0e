/** The releases of an application on a server, for verbs that do not read the data. */
import { placeholderNames } from '../profile/placeholder-names.js';
import type { Profile } from '../profile/types.js';
import { isVersion, type Releases } from '../profile/version.js';
import type { Access } from '../redis/control.js';
import type { Session } from '../redis/topology.js';
import { recogniseLive } from './recognise-live.js';
import { namedRelease } from './release-range.js';

/** Bytes of the stored release that are read. */
const MOST_BYTES = 64;
const MAX_LATENCY_MS = 5;

export interface AskedReleases {
  /** `null`: the application is not there, or its releases do not matter. */
  releases: Releases | null;
  /** The number of names that show them, if these are not all names; `null`: all, or none were needed. */
  partly: number | null;
}

const UNKNOWN: AskedReleases = { releases: null, partly: null };

/**
 * The release that the application has stored, by one command; else the range that the keys of the target's database show.
 * Rejects with a MeterError when a server refuses to list its keys.
 */
export async function askReleases(session: Session, access: Access, profile: Profile): Promise<AskedReleases> {
  if (!profile.versions) return UNKNOWN;
  const stored = await storedRelease(session, profile);
  if (stored !== null) return { releases: namedRelease(stored), partly: null };
  const { profiles, whole, names } = await recogniseLive(session, access, {
    profiles: [profile],
    asked: false,
    databases: session.target.db,
    offset: { flag: 0, env: null, noted: null },
    noTouch: true,
    mayTouch: true,
    maxLatencyMs: MAX_LATENCY_MS,
    signal: new AbortController().signal,
  });
  const [present] = profiles;
  const releases = present ? { from: present.release.from, to: present.release.to } : null;
  return { releases, partly: whole ? null : names };
}

async function storedRelease(session: Session, profile: Profile): Promise<string | null> {
  const key = releaseKeyOf(profile);
  if (key === null) return null;
  const text = await session.nodeForKey(key).control.ask('GETRANGE', key, '0', String(MOST_BYTES - 1));
  return typeof text === 'string' && isVersion(text) ? text : null;
}

/** The key that holds the release; `null`: the application has none, or its name varies. */
function releaseKeyOf({ releaseKey, families }: Profile): string | null {
  const pattern = families.find(({ id }) => id === releaseKey)?.pattern;
  return pattern === undefined || placeholderNames(pattern).length > 0 ? null : pattern;
}
