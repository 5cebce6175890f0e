import type { Profile } from '../profile/types.js';
import type { Access } from '../redis/control.js';
import type { Session } from '../redis/topology.js';
import { recogniseLive } from '../recognise/recognise-live.js';
import type { ReleaseRange } from '../recognise/release-range.js';
import type { MeasureOptions } from './options.js';

const MAX_LATENCY_MS = 5;

/** The application with the most keys, and its releases; `null`: unknown. */
export async function whatIsThere(
  session: Session,
  access: Access,
  { profiles, asked, databases, signal }: MeasureOptions,
): Promise<{ profile: Profile; release: ReleaseRange } | null> {
  const { profiles: present } = await recogniseLive(session, access, {
    profiles,
    asked: asked !== null,
    databases: databases === 'all' ? session.target.db : databases,
    offset: { flag: 0, env: null, noted: null },
    noTouch: true,
    mayTouch: true,
    maxLatencyMs: MAX_LATENCY_MS,
    signal,
  });
  const [first] = present.toSorted((a, b) => b.keys - a.keys);
  return first ? { profile: first.compiled.profile, release: first.release } : null;
}
