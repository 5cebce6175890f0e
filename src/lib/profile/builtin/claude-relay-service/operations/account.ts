import type { WriteEvent } from '../../../operations.js';
import { plain } from './amounts.js';
import { columns, count, expire, inTotal, list, unmark } from './writes.js';

const INDEXES = '1.1.263';
const late = { ephemeralSince: '1.1.280' };

const { core, input, output, cacheCreate, cacheRead, all, requests, ephemeral5m, ephemeral1h } = columns;
const model = [input, output, cacheCreate, cacheRead, ephemeral5m, ephemeral1h, all, requests];
const bucket = [core, ...model];
const long = [columns.longInput, columns.longOutput, columns.longRequests];

/** The counters of each model inside the hourly hash of the account. The TTL of the hash is set once, with the other counters. */
const embedded = model.map((one) => ({ ...one, field: `model:{model}:${one.field}` }));

const since = { since: INDEXES };
const byModel = { ...since, dimension: 'model' };
const hourly = ['index.account-usage.hourly', 'index.account-usage.model.hourly'] as const;
const daily = ['index.account-usage.daily', 'index.account-usage.model.daily'] as const;

const indexes = [hourly, daily].flatMap(([accounts, models]) => [
  ...list([accounts], since),
  ...list([models], byModel),
  ...expire([accounts], since),
  ...expire([models], byModel),
]);

const markers = [hourly, daily].flatMap(([accounts, models]) => [...unmark([accounts], since), ...unmark([models], byModel)]);

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
  // In the order of the application.
  writes: [
    ...count('account-usage.total', bucket.map(inTotal), late),
    ...['account-usage.daily', 'account-usage.monthly', 'account-usage.hourly'].flatMap((family) => count(family, bucket, late)),
    ...count('account-usage.hourly', embedded, { ...late, dimension: 'model', since: '1.1.122' }),
    ...['daily', 'monthly', 'hourly'].flatMap((grain) => count(`account-usage.model.${grain}`, model, late)),
    ...expire(['account-usage.daily', 'account-usage.monthly', 'account-usage.hourly']),
    ...expire(['account-usage.model.daily', 'account-usage.model.monthly', 'account-usage.model.hourly']),
    ...indexes,
    ...markers,
    ...count('account-usage.total', long.map(inTotal)),
    ...count('account-usage.daily', long),
  ],
  amounts: plain,
  evidence: 'measured',
  from: 'commandstats and MONITOR of 1.1.314 and 1.1.250; releases in between and before by their sources',
};
