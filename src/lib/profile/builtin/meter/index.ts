/** Keys that this program itself writes to a server. They are recognised beside those of any application. */
import type { Family, Profile } from '../../types.js';

/** TTL of batch notes and restore notes, in seconds. */
export const NOTES_TTL = 7 * 86_400;

export const restoreNotes: Family = {
  id: 'restore-notes',
  pattern: 'meter:restored:{archive}:{part}',
  type: 'set',
  value: 'id',
  ttl: { expires: true, seconds: NOTES_TTL, rearmed: 'each-write' },
  grain: 'none',
  valueClass: 'operational',
  role: 'marker',
  breaks:
    'The record of what meter restore has restored from an archive is lost: restoring the archive again would add its counters a second time.',
  // The second is used on a cluster: its hash tag puts it into the slot of the keys that it is about.
  examples: ['meter:restored:0123456789abcdef:0', 'meter:restored:0123456789abcdef:{4711}'],
};

/** TTL of the note that an archive was restored whole, in seconds. */
export const RESTORED_TTL = 90 * 86_400;

export const restoredArchive: Family = {
  id: 'restored-archive',
  pattern: 'meter:restored:{archive}',
  type: 'string',
  value: 'iso-time',
  ttl: { expires: true, seconds: RESTORED_TTL, rearmed: 'never' },
  grain: 'none',
  valueClass: 'operational',
  role: 'marker',
  breaks: 'The record that an archive was restored is lost: restoring it again would add its counters a second time.',
  examples: ['meter:restored:0123456789abcdef'],
};

export const runNotes: Family = {
  id: 'run-notes',
  pattern: 'meter:run:{run}:{part}',
  type: 'hash',
  value: 'text',
  ttl: { expires: true, seconds: NOTES_TTL, rearmed: 'each-write' },
  grain: 'none',
  valueClass: 'operational',
  role: 'marker',
  breaks: 'The last changes of an interrupted run are no longer known for certain.',
  // The second is used on a cluster: its hash tag puts it into the slot of the keys that it is about.
  examples: ['meter:run:0123456789abcdef:0', 'meter:run:0123456789abcdef:0{4711}'],
};

export const recorderNotes = {
  id: 'recorder-notes',
  pattern: 'meter:recorded:{note}',
  type: 'string',
  value: 'count',
  // Notes of single requests expire sooner.
  ttl: { expires: true, seconds: NOTES_TTL, rearmed: 'each-write' },
  grain: 'none',
  valueClass: 'operational',
  role: 'marker',
  breaks: 'A request or a batch whose reply was lost is recorded a second time when the recorder sends it again.',
  // The second is used on a cluster: its hash tag puts it into the slot of the keys that it is about.
  examples: ['meter:recorded:0123456789abcdef0123456789abcdef', 'meter:recorded:0123456789abcdef0123456789abcdef{4711}'],
} as const satisfies Family;

export const stateNote: Family = {
  id: 'state',
  pattern: 'meter:state',
  type: 'hash',
  value: 'json',
  ttl: { expires: false },
  grain: 'none',
  valueClass: 'operational',
  role: 'marker',
  breaks: 'The record of what this program has removed is lost: sums over removed keys look as if data were missing.',
  examples: ['meter:state'],
};

export const meterItself: Profile = {
  name: 'meter',
  title: 'meter itself',
  readFrom: 'this program',
  placeholders: { archive: { kind: 'hex' }, run: { kind: 'hex' }, part: { kind: 'segment' }, note: { kind: 'segment' } },
  families: [restoreNotes, restoredArchive, runNotes, recorderNotes, stateNote],
};
