/** Archives of changed keys. */
import type { Saying } from '../format/errors.js';
import { sayingsOf, type ErrorTexts } from './sayings.js';

/** What is wrong with an archive. `field`: a member of its head, `member`: one of a record. */
export type ArchiveFault = keyof typeof FAULTS | { field: string } | { member: string };

const FAULTS = {
  'block-checksum': 'a block does not match its checksum',
  'bytes-after-end': 'there are bytes after its end',
  'block-missing': 'a block is missing',
  'length-checksum': 'the lengths of a block do not match their checksum',
  'block-too-large': 'a block says that it is larger than any that is written',
  'block-inflate': 'a block cannot be inflated',
  'no-head': 'it does not begin with its head',
  families: 'its records are of too many families',
  totals: 'its totals are not those of its records',
  records: 'its records cannot be read',
  'no-json': 'it holds no JSON where it should',
} as const;

function faulty(fault: ArchiveFault): string {
  if (typeof fault === 'string') return FAULTS[fault];
  return 'field' in fault
    ? `its field ${fault.field} is not what it has to be`
    : `the ${fault.member} of a record is not what it has to be`;
}

export const archivesErrors = {
  'archive-exists': ({ path }: { path: string }) => [
    `The archive ${path} exists already and is not written over; nothing was changed.`,
    'Give the archive another name.',
  ],
  'archive-not-created': ({ path, why }: { path: string; why: Saying }, say) => [
    `The archive ${path} cannot be created: ${say(why)[0]}. Nothing was changed.`,
    'Name a folder that can be written to, with room for the archive.',
  ],
  'archive-unwritable': ({ path, why }: { path: string; why: Saying }, say) => [
    `The archive ${path} cannot be written: ${say(why)[0]}. Nothing of this batch was changed.`,
    'Make room or name another folder for the archive, then run the command again: it goes on where it stopped.',
  ],
  'archive-not-closed': ({ path, why }: { path: string; why: Saying }, say) => [
    `The archive ${path} cannot be closed: ${say(why)[0]}. It holds every key that was changed, but not its totals.`,
    'Keep it: it can be restored as it is.',
  ],
  'archive-unreadable': ({ path, why }: { path: string; why: Saying }, say) => [
    `The archive ${path} cannot be read: ${say(why)[0]}.`,
    'Check its path and who may read it.',
  ],
  'no-archive': ({ path }: { path: string }) => [
    `The file ${path} is not an archive of changed keys.`,
    'Give the path that the receipt names.',
  ],
  'archive-version': ({ path, version }: { path: string; version: number }) => [
    `The archive ${path} has format ${version}, which this version does not know.`,
    'Use a newer version.',
  ],
  'archive-without-head': ({ path }: { path: string }) => [
    `The archive ${path} ends before its first record: it was cut off while it was created, and nothing was changed.`,
    'There is nothing to restore; it can be removed.',
  ],
  'archive-damaged': ({ path, offset, fault }: { path: string; offset: number; fault: ArchiveFault }) => [
    `The archive ${path} is damaged at byte ${offset}: ${faulty(fault)}.`,
    'Restore from a copy of the file that is whole.',
  ],
  'archives-folder': ({ path, why }: { path: string; why: Saying }, say) => [
    `The folder ${path} cannot be read: ${say(why)[0]}.`,
    'Name the folder of the archives.',
  ],
  'archives-too-many': ({ path, most }: { path: string; most: number }) => [
    `${path} holds more than ${most} archives.`,
    'Name another folder.',
  ],
} satisfies ErrorTexts;

export const says = sayingsOf(archivesErrors);
