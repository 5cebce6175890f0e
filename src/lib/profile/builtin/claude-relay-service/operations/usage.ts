import type { Write, WriteEvent } from '../../../operations.js';
import { count, countLong, countPeriod, list, send } from './writes.js';

/** First releases that count cached tokens by TTL, write indexes and system totals, and count cached tokens by TTL everywhere. */
const EPHEMERAL = '1.1.114';
const INDEXES = '1.1.263';
const ALL_EPHEMERAL = '1.1.280';

/** The cost in micro-USD, two fields. */
const countCost = (family: string): Write => send('HINCRBY', family, 2, { when: ['cost'], since: INDEXES });

const globals: Write[] = [
  ...count('global.total', { own: 4, ephemeralSince: ALL_EPHEMERAL, since: INDEXES }),
  ...countPeriod('global.daily', { own: 4, ephemeralSince: ALL_EPHEMERAL, since: INDEXES }),
  ...countPeriod('global.monthly', { own: 4, ephemeralSince: ALL_EPHEMERAL, since: INDEXES }),
];

const indexes: Write[] = [
  ...list('index.usage.daily', { since: INDEXES }),
  ...list('index.usage.hourly', { since: INDEXES }),
  ...list('index.model.daily', { since: INDEXES, dimension: 'model' }),
  ...list('index.model.hourly', { since: INDEXES, dimension: 'model' }),
  ...list('index.model.monthly', { since: INDEXES, dimension: 'model' }),
  // The set of months never expires, but belongs to the statistics by month.
  send('SADD', 'index.model.months', 1, { since: INDEXES, dimension: 'model', grain: 'month' }),
  ...list('index.key-model.daily', { since: INDEXES, dimension: 'model' }),
  ...list('index.key-model.hourly', { since: INDEXES, dimension: 'model' }),
];

/** `incrementTokenUsage`: 163 commands with cost in the newest releases, 145 from 1.1.263, 90 from 1.1.114, 80 before, 73 before 1.1.54. */
export const tokenUsage: WriteEvent = {
  id: 'token-usage',
  source: 'token-usage',
  title: 'token statistics of the API key, the model and the system',
  every: 'request',
  transport: 'pipeline',
  writes: [
    ...count('usage.total', { own: 5, ephemeralSince: EPHEMERAL }),
    ...countPeriod('usage.daily', { own: 5, ephemeralSince: EPHEMERAL }),
    ...countPeriod('usage.monthly', { own: 5, ephemeralSince: EPHEMERAL }),
    ...countPeriod('usage.hourly', { own: 5, ephemeralSince: ALL_EPHEMERAL }),
    countLong('usage.total'),
    countLong('usage.daily'),
    ...countPeriod('model.daily', { own: 4, ephemeralSince: ALL_EPHEMERAL }),
    ...countPeriod('model.monthly', { own: 4, ephemeralSince: ALL_EPHEMERAL }),
    ...countPeriod('model.hourly', { own: 4, ephemeralSince: ALL_EPHEMERAL }),
    ...countPeriod('key-model.daily', { own: 4, ephemeralSince: EPHEMERAL }),
    ...countPeriod('key-model.monthly', { own: 4, ephemeralSince: EPHEMERAL }),
    ...countPeriod('key-model.hourly', { own: 4, ephemeralSince: ALL_EPHEMERAL }),
    ...count('key-model.alltime', { own: 3, ephemeralSince: ALL_EPHEMERAL, since: INDEXES }),
    countCost('key-model.daily'),
    countCost('key-model.monthly'),
    countCost('key-model.hourly'),
    countCost('key-model.alltime'),
    ...countPeriod('metrics.minute', { own: 4, ephemeralSince: null, since: '1.1.54' }),
    ...globals,
    ...indexes,
  ],
  evidence: 'measured',
  from: 'commandstats and MONITOR of 1.1.314 and 1.1.250; releases in between and before by their sources',
};
