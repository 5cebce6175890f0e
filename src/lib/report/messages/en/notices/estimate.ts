import type { EstimateNotices } from '../../../../estimate/notices.js';
import { formatCount, formatCounted } from '../../../../format/number.js';
import type { Sentences } from '../../../../format/message.js';

export const estimate: Sentences<EstimateNotices> = {
  'jobs-left-out': ({ keys, commandsPerDay }) =>
    'Background jobs that walk over all keys are not in these figures: give --keys N, --env-file FILE, --url URL or --rdb FILE. ' +
    `Each ${formatCount(keys)} keys add ${formatCount(commandsPerDay)} commands a day.`,
  'switch-ignored': ({ env, value, because }) => `${env}=${value} has no effect: ${because}. It is left out of this estimate.`,
  'switch-tried-unread': ({ env, because }) => `${env} is tried out, but the application does not read it: ${because}.`,
  'switch-assumed-read': ({ env, because }) => `${env} is assumed to be read, which is not certain: ${because}.`,
  'switch-off': ({ env, value, breaks }) => `${env}=${value}: ${breaks}`,
  'switches-not-read': ({ unread, switches }) =>
    `${formatCount(unread)} of ${formatCounted(switches, 'switch', 'switches')} are not read by the application and save nothing: see meter flags list.`,
  'events-not-measured': ({ version, sources }) =>
    `What release ${version} sends for ${sources.join(', ')} was not measured and is not included.`,
  'share-of-condition': ({ condition, note }) => `Share of ${condition}: ${note}`,
};
