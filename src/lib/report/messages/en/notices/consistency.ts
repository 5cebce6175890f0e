import type { ConsistencyNotices } from '../../../../consistency/notices.js';
import { formatCounted } from '../../../../format/number.js';
import type { Sentences } from '../../../../format/message.js';

export const consistency: Sentences<ConsistencyNotices> = {
  'no-application': () => 'no key of a known application was found: name its profile with --profile',
  'not-every-key': ({ reason }) => `not every key was read (${reason}): sums and lists are not judged`,
  'check-refused': ({ keys }) =>
    `this user may not read ${formatCounted(keys, 'key', 'keys')}: what ${keys === 1 ? 'it belongs' : 'they belong'} to may seem to differ`,
  'differences-not-listed': ({ differences }) =>
    `${formatCounted(differences, 'difference is', 'differences are')} counted and not listed: --all lists every one`,
  'differences-not-read-again': ({ differences }) =>
    `${differences} differences more than are remembered were not read again and are only counted`,
  'release-undecided': ({ groups }) =>
    `${formatCounted(groups, 'group differs and is', 'groups differ and are')} not judged: it depends on the release, which --profile NAME@VERSION says`,
  'judged-without-fields': ({ invariants }) =>
    `${invariants.length === 1 ? `${invariants[0]} is` : `${invariants.join(', ')} are`} judged without fields that depend on the release`,
  'groups-unsettled': ({ groups }) => `${groups} groups are written too often to tell whether they differ`,
  'groups-on-disk': () => 'there were too many groups for memory: their sums went to disk for a while',
  'reading-failed': ({ message }) => message,
};
