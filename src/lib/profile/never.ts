/** Data that is never removed while its owner exists. */
import { withoutStop } from '../format/sentence.js';
import type { Family, Role, ValueClass } from './types.js';

/** Roles whose data is useful only while in use. */
const LIVE: readonly Role[] = ['limiter', 'lock', 'queue', 'session', 'entity', 'config'];

/** Why a family's keys are never removed. */
export interface Never {
  why: 'in-use' | Exclude<ValueClass, 'optional' | 'excess'>;
  /** What is lost with them, and who reads the newest: sentences of the profile. */
  breaks: string;
  reader: string | null;
}

/** Why keys of the family are never removed while their owner exists; `null`: they may be removed. */
export function whyNever({ valueClass, role, keep, breaks }: Family): Never | null {
  const lost = { breaks, reader: keep?.reader ?? null };
  if (valueClass !== 'optional' && valueClass !== 'excess') return { why: valueClass, ...lost };
  return LIVE.includes(role) ? { why: 'in-use', ...lost } : null;
}

/** The reason as the end of a sentence, for refusals and reports alike. */
export function neverText({ why, breaks, reader }: Never): string {
  const lost = withoutStop(breaks);
  return `${WHY[why]} (${reader === null ? lost : withoutStop(`${lost}; read by ${reader}`)})`;
}

const WHY: Readonly<Record<Never['why'], string>> = {
  'in-use': 'it is in use',
  required: 'limits or screens need it',
  operational: 'the application works with it',
  secret: 'it is a secret',
};
