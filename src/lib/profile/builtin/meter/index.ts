/** What this program itself leaves on a server. Such keys are recognised beside any application's, and are none of its. */
import type { Family, Profile } from '../../types.js';

/** How long it is known what was changed, and what was brought back, in seconds. */
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
  breaks:
    'What meter restore has brought back of an archive is forgotten: the same archive again would add its counters a second time.',
  // The second is one of a cluster, in the slot of what it speaks of.
  examples: ['meter:restored:0123456789abcdef:0', 'meter:restored:0123456789abcdef:{4711}'],
};

/** How long it is known that an archive was brought back whole, in seconds. */
export const RESTORED_LIFE = 90 * 86_400;

export const restoredArchive: Family = {
  id: 'restored-archive',
  pattern: 'meter:restored:{archive}',
  type: 'string',
  value: 'iso-time',
  ttl: { expires: true, seconds: RESTORED_LIFE, rearmed: 'never' },
  grain: 'none',
  valueClass: 'operational',
  role: 'marker',
  breaks: 'That an archive was brought back is forgotten: the same archive again would add its counters a second time.',
  examples: ['meter:restored:0123456789abcdef'],
};

export const runNotes: Family = {
  id: 'run-notes',
  pattern: 'meter:run:{run}:{part}',
  type: 'hash',
  value: 'text',
  ttl: { expires: true, seconds: NOTES_LIFE, rearmed: 'each-write' },
  grain: 'none',
  valueClass: 'operational',
  role: 'marker',
  breaks: 'What a run that was cut off has changed last is not known for certain any more.',
  // The second is one of a cluster, in the slot of what it speaks of.
  examples: ['meter:run:0123456789abcdef:0', 'meter:run:0123456789abcdef:0{4711}'],
};

export const stateNote: Family = {
  id: 'state',
  pattern: 'meter:state',
  type: 'hash',
  value: 'json',
  ttl: { expires: false },
  grain: 'none',
  valueClass: 'operational',
  role: 'marker',
  breaks: 'What this program has removed is forgotten: sums over it look as if something were lost.',
  examples: ['meter:state'],
};

export const meterItself: Profile = {
  name: 'meter',
  title: 'meter itself',
  readFrom: 'this program',
  placeholders: { archive: { kind: 'hex' }, run: { kind: 'hex' }, part: { kind: 'segment' } },
  families: [restoreNotes, restoredArchive, runNotes, stateNote],
};
