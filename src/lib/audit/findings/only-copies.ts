/** Data that would be lost with the server, according to the profiles. */
import type { ServerContext } from './context.js';

/** Keys that the application needs and that are stored nowhere else. */
export function onlyCopies({ families, profiles }: ServerContext, expiringOnly = false): number {
  const caches = new Set(profiles.filter(isCache).map(({ compiled }) => compiled.profile.name));
  return families
    .filter(({ row }) => row.valueClass === 'required' || row.valueClass === 'secret')
    .filter(({ row }) => row.profile === null || !caches.has(row.profile))
    .filter(({ row }) => !expiringOnly || row.ttlPolicy?.expires === true)
    .reduce((sum, { row }) => sum + row.keys, 0);
}

/** True when every application on this server stores its data elsewhere. */
export const isCacheOnly = ({ profiles }: Pick<ServerContext, 'profiles'>): boolean =>
  profiles.length > 0 && profiles.every(isCache);

const isCache = ({ compiled }: ServerContext['profiles'][number]): boolean => compiled.profile.copy === 'cache';
