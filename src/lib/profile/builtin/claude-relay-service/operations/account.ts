import type { Write, WriteEvent } from '../../../operations.js';
import { count, countLong, countPeriod, list } from './writes.js';

const INDEXES = '1.1.263';
const EPHEMERAL = '1.1.280';

/** The counters of each model inside the hourly hash of the account. The TTL of the hash is set once, with the other counters. */
const models: Write[] = count('account-usage.hourly', {
  own: 4,
  ephemeralSince: EPHEMERAL,
  dimension: 'model',
  since: '1.1.122',
});

/** `incrementAccountUsage`: 86 commands in the newest releases, 70 from 1.1.263, 58 from 1.1.122, 52 before. */
export const accountUsage: WriteEvent = {
  id: 'account-usage',
  source: 'account-usage',
  title: 'token statistics of the account',
  every: 'request',
  // Nothing is written for a request whose API key was deleted.
  when: ['account', 'known-key'],
  transport: 'parallel',
  since: '1.1.23',
  writes: [
    ...count('account-usage.total', { own: 5, ephemeralSince: EPHEMERAL }),
    ...countPeriod('account-usage.daily', { own: 5, ephemeralSince: EPHEMERAL }),
    ...countPeriod('account-usage.monthly', { own: 5, ephemeralSince: EPHEMERAL }),
    ...countPeriod('account-usage.hourly', { own: 5, ephemeralSince: EPHEMERAL }),
    ...models,
    countLong('account-usage.total'),
    countLong('account-usage.daily'),
    ...countPeriod('account-usage.model.daily', { own: 4, ephemeralSince: EPHEMERAL }),
    ...countPeriod('account-usage.model.monthly', { own: 4, ephemeralSince: EPHEMERAL }),
    ...countPeriod('account-usage.model.hourly', { own: 4, ephemeralSince: EPHEMERAL }),
    ...list('index.account-usage.daily', { since: INDEXES }),
    ...list('index.account-usage.hourly', { since: INDEXES }),
    ...list('index.account-usage.model.daily', { since: INDEXES, dimension: 'model' }),
    ...list('index.account-usage.model.hourly', { since: INDEXES, dimension: 'model' }),
  ],
  evidence: 'measured',
  from: 'commandstats and MONITOR of 1.1.314 and 1.1.250; releases in between and before by their sources',
};
