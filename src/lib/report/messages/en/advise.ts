import { formatDuration } from '../../../format/duration.js';
import { formatMoney } from '../../../format/money.js';
import { formatCounted } from '../../../format/number.js';
import { sentence } from '../../../format/message.js';
import type { AdviseMessages } from '../advise.js';
import { report } from './advise-report.js';
import { estimate } from './estimate.js';

export const advise: AdviseMessages = {
  report,
  titles: {
    plan: ({ plan, dollarsPerMonth }) => `take the plan ${plan} (${formatMoney(dollarsPerMonth)} a month)`,
    'remove-hours': () => 'remove statistics by the hour',
    'remove-orphans': () => 'remove the data of deleted owners',
    'expire-leaked': () => 'set the TTL again on keys that have lost it',
    'remove-legacy': () => 'remove data that only older releases wrote',
    'trim-records': ({ kept }) => `keep the newest ${kept} requests of each list`,
    'sum-hours': () => 'add hours up to days, then remove them',
    'sum-days': () => 'add days up to months, then remove them',
    'set-switch': ({ env, value, isCertain }) => `set ${env}=${value}${isCertain ? '' : ', if your release reads it'}`,
    scenario: ({ title }) => sentence(estimate.titles, title),
  },
  risks: {
    plan: () => 'None for the data, as long as they fit. If it is the plan already, nothing is saved.',
    archived: ({ keys }) =>
      `meter restore undoes it exactly: the removed data of ${formatCounted(keys, 'key', 'keys')} is archived first.`,
    'archived-at-most': ({ keys }) =>
      `Removes at most ${formatCounted(keys, 'key', 'keys')}: those whose sums do not hold stay. meter restore undoes it exactly.`,
    restart: ({ breaks }) => `${breaks} The application must be restarted.`,
    'change-code': () => 'The application has to be changed and tested.',
    scenario: ({ loss }) => sentence(estimate.losses, loss),
  },
  lasts: {
    'written-again': ({ seconds }) =>
      seconds === null
        ? 'The application continues to write new ones.'
        : `The application continues to write new ones: in ${formatDuration(seconds)} there are as many again.`,
    'lists-grow': () => 'The lists grow again as requests come.',
  },
  losses: {
    text: ({ text }) => text,
    scenario: ({ loss }) => sentence(estimate.losses, loss),
    screens: ({ screens }) => `Screens with no data: ${screens.join(', ')}.`,
  },
};
