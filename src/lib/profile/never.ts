/** What is never removed as long as its owner exists. */
import { withoutStop } from '../format/sentence.js';
import type { Family, Role } from './types.js';

/** Roles of data that only means something while it is in use. */
const LIVE: readonly Role[] = ['limiter', 'lock', 'queue', 'session', 'entity', 'config'];

/** Why keys of the family are never removed as long as their owner exists; `null`: they may be. */
export function whyNever({ valueClass, role, keep, breaks }: Family): string | null {
  if (valueClass === 'optional' || valueClass === 'excess') return LIVE.includes(role) ? `it is in use: ${breaks}` : null;
  return `class ${valueClass}: ${keep ? `${withoutStop(breaks)}; read by ${keep.reader}` : breaks}`;
}
