import type { Limiter } from './limiters.js';
import type { Family } from './types.js';
import { inRange } from './version.js';

/** The limiters of one release: those whose families it writes. */
export function limitersOf(limiters: readonly Limiter[], families: readonly Family[], version: string): Limiter[] {
  const has = (id: string): boolean => families.some((family) => family.id === id);
  return limiters.filter(({ since, until, family, counting }) => {
    const start = counting.kind === 'started-window' ? [counting.start] : [];
    return inRange(since, until, version) && [family, ...start].every(has);
  });
}
