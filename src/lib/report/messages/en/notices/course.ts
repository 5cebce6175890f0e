import type { Sentences } from '../../../../format/message.js';
import type { CourseNotices } from '../../notices.js';

export const course: Sentences<CourseNotices> = {
  'keys-not-counted': ({ message }) => `The number of keys could not be asked for: ${message} --offline does without.`,
  'release-not-asked': ({ message }) => `The release could not be asked for: ${message} --offline does without.`,
  'data-in-part': ({ why }) => `The data were read in part (${why}): keys, API keys, accounts and models may be more.`,
  'export-in-part': () => 'Not every key was looked at: the archive holds what was copied until then.',
};
