/** What our user may do with each verb. */
import { isReplica } from '../../redis/replica.js';
import { checked, skipped } from '../check.js';
import type { DoctorFacts } from '../facts.js';
import type { Check } from '../model.js';
import { endedSkip } from './ended.js';

/** A user who may only read is no fault. */
const CHANGING = /^(?:prune|migrate|limits set|restore|fix-consistency --apply)$/;

export function rightsChecks({ rights, ...facts }: DoctorFacts): Check[] {
  if (!facts.options.rights) return [skipped('rights', { code: 'not-asked', params: { flag: '--format prometheus' } })];
  if (rights === null)
    return [
      facts.ended === null ? skipped('rights', { code: 'not-told', params: { what: 'MULTI' } }) : endedSkip('rights', facts),
    ];
  const verbs = (may: string): string[] => rights.flatMap((each) => (each.may === may ? [each.verb] : []));
  const [partly, no, unknown] = [verbs('partly'), verbs('no'), verbs('unknown')];
  const params = { yes: verbs('yes').length, partly, no, unknown, replica: facts.nodes.some(({ info }) => isReplica(info)) };
  const lacking = rights.filter(({ verb, may }) => (may === 'no' || may === 'partly') && !CHANGING.test(verb));
  const grants = [...new Set(lacking.flatMap(({ denied }) => denied))].map((name) => `+${name.toLowerCase().replace(' ', '|')}`);
  return [
    checked(
      'rights',
      lacking.length > 0 ? 'warn' : 'ok',
      [{ code: 'rights-told', params }],
      grants.length > 0 ? { advice: { code: 'grant-rights', params: { grants } } } : {},
    ),
  ];
}
