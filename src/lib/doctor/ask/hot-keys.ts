/** Which keys are used most, where the server knows. */
import { identity } from '../../audit/identity.js';
import type { ServerSays } from '../../limiters/server.js';
import type { CompiledProfile } from '../../profile/classify.js';
import { keySegments } from '../../profile/pattern.js';
import type { Session } from '../../redis/topology.js';

export interface Heat {
  by: 'frequency' | 'hotkeys';
  /** The hottest first. `weight`: the counter of OBJECT FREQ, up to 255, or the share of the processor time. */
  keys: { key: string; weight: number }[];
}

/** Keys whose counters are read. */
const SAMPLE = 200;
const SHOWN = 3;
/** From this counter on, about a million uses, a key is hot; from this share on it takes much of the processor. */
const HOT_COUNT = 200;
const HOT_SHARE = 0.1;

interface Names {
  /** Some keys, as SCAN has returned them. */
  names: readonly string[];
  profiles: readonly CompiledProfile[];
  showIds: boolean;
}

/** `null`: nothing on the server counts uses. */
export async function askHeat(
  session: Session,
  { policy, hotkeys }: Pick<ServerSays, 'policy' | 'hotkeys'>,
  { names, profiles, showIds }: Names,
): Promise<Heat | null> {
  const shown = (name: string): string => {
    const family = profiles.flatMap((profile) => profile.match(keySegments(name)) ?? [])[0] ?? null;
    return identity(showIds).key(name, family);
  };
  if (hotkeys !== null) {
    const hot = hotkeys.filter(({ share }) => share >= HOT_SHARE).toSorted((a, b) => b.share - a.share);
    return { by: 'hotkeys', keys: hot.slice(0, SHOWN).map(({ name, share }) => ({ key: shown(name), weight: share })) };
  }
  if (!/lfu/.test(policy ?? '')) return null;
  const counts = await Promise.all(
    names
      .slice(0, SAMPLE)
      .map(async (name) => ({ name, count: await session.nodeForKey(name).control.ask('OBJECT', 'FREQ', name) })),
  );
  const hot = counts
    .flatMap(({ name, count }) => (typeof count === 'number' && count >= HOT_COUNT ? [{ key: shown(name), weight: count }] : []))
    .toSorted((a, b) => b.weight - a.weight);
  return { by: 'frequency', keys: hot.slice(0, SHOWN) };
}
