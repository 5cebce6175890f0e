/** Data that is never removed while its owner exists. */
import { withoutStop } from '../format/sentence.js';
import type { Family, Role, ValueClass } from './types.js';

/** Roles whose data is useful only while in use. */
const LIVE: readonly Role[] = ['limiter', 'lock', 'queue', 'session', 'entity', 'config'];

/** Why keys of the family are never removed while their owner exists; `null`: they may be removed. */
export function whyNever({ valueClass, role, keep, breaks }: Family): string | null {
  const lost = withoutStop(keep ? `${withoutStop(breaks)}; read by ${keep.reader}` : breaks);
  if (valueClass === 'optional' || valueClass === 'excess') return LIVE.includes(role) ? `it is in use (${lost})` : null;
  return `${WHY[valueClass]} (${lost})`;
}

const WHY: Readonly<Record<Exclude<ValueClass, 'optional' | 'excess'>, string>> = {
  required: 'limits or screens need it',
  operational: 'the application works with it',
  secret: 'it is a secret',
};
