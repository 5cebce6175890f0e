import { formatCount } from '../../../../format/number.js';
import type { Sentences } from '../../../../format/message.js';
import type { CourseNotices } from '../../notices.js';

export const course: Sentences<CourseNotices> = {
  'keys-not-counted': ({ message }) => `The number of keys could not be asked for: ${message} --offline does without.`,
  'release-not-asked': ({ message }) => `The release could not be asked for: ${message} --offline does without.`,
  'release-from-some-names': ({ names }) =>
    `The release was recognised from ${formatCount(names)} names, which are not all of this Redis: meter audit reads all.`,
  'data-in-part': ({ why }) => `The data were read in part (${why}): keys, API keys, accounts and models may be more.`,
  'export-in-part': () => 'Not every key was looked at: the archive holds what was copied until then.',
};
