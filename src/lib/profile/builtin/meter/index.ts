/** What this program itself leaves on a server. Such keys are recognised beside any application's, and are none of its. */
import type { Family, Profile } from '../../types.js';

/** How long it is known what was brought back, in seconds. */
export const NOTES_LIFE = 7 * 86_400;

export const restoreNotes: Family = {
  id: 'restore-notes',
  pattern: 'meter:restored:{archive}:{part}',
  type: 'set',
  value: 'id',
  ttl: { expires: true, seconds: NOTES_LIFE, rearmed: 'each-write' },
  grain: 'none',
  valueClass: 'operational',
  role: 'marker',
  breaks: 'What meter restore has brought back is forgotten: the same archive again would add its counters a second time.',
  // The second is one of a cluster, in the slot of what it speaks of.
  examples: ['meter:restored:0123456789abcdef:0', 'meter:restored:0123456789abcdef:{4711}'],
};

export const meterItself: Profile = {
  name: 'meter',
  title: 'meter itself',
  readFrom: 'this program',
  placeholders: { archive: { kind: 'hex' }, part: { kind: 'segment' } },
  families: [restoreNotes],
};
