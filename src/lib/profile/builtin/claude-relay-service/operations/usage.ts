import type { Write, WriteEvent } from '../../../operations.js';
import { ofKey } from './amounts.js';
import { columns, count, expire, inTotal, list, send, unmark } from './writes.js';

/** First releases that count cached tokens by TTL, write indexes and system totals, and count cached tokens by TTL everywhere. */
const EPHEMERAL = '1.1.114';
const INDEXES = '1.1.263';
const ALL_EPHEMERAL = '1.1.280';

const { core, input, output, cacheCreate, cacheRead, all, requests, ephemeral5m, ephemeral1h } = columns;
const long = [columns.longInput, columns.longOutput, columns.longRequests];
const cost = [columns.realCost, columns.ratedCost];
const bucket = [core, input, output, cacheCreate, cacheRead, all, requests, ephemeral5m, ephemeral1h];
const model = [input, output, cacheCreate, cacheRead, all, requests, ephemeral5m, ephemeral1h];

const early = { ephemeralSince: EPHEMERAL };
const late = { ephemeralSince: ALL_EPHEMERAL };

/** The fields in the order of the application. */
const counters: Write[] = [
  ...count('usage.total', [...bucket.filter((one) => one !== requests), ...long, requests].map(inTotal), early),
  ...count('usage.daily', [...bucket, ...long], early),
  ...count('usage.monthly', bucket, early),
  ...count('model.daily', model, late),
  ...count('model.monthly', model, late),
  ...count('key-model.daily', [...model, ...cost], early),
  ...count('key-model.monthly', [...model, ...cost], early),
  ...count('key-model.alltime', [...model.filter((one) => one !== all), ...cost], { ...late, since: INDEXES }),
  ...count('usage.hourly', bucket, late),
  ...count('model.hourly', model, late),
  ...count('key-model.hourly', [...model, ...cost], late),
];

const minute = { since: '1.1.54' };
const METRICS_WINDOW = '5';

const minutes: Write[] = count(
  'metrics.minute',
  [requests, { ...all, field: 'totalTokens' }, input, output, cacheCreate, cacheRead],
  minute,
);

const expiring: Write[] = [
  ...expire(['usage.daily', 'usage.monthly', 'usage.hourly', 'model.daily', 'model.monthly', 'model.hourly']),
  ...expire(['key-model.daily', 'key-model.monthly', 'key-model.hourly']),
  send('EXPIRE', 'metrics.minute', 1, {
    ...minute,
    seconds: (env) => 120 * Number(env['METRICS_WINDOW'] ?? METRICS_WINDOW),
  }),
];

const since = { since: INDEXES };
const byModel = { ...since, dimension: 'model' };
const ofKeys = ['index.usage.daily', 'index.usage.hourly'];
const ofModels = ['index.model.daily', 'index.model.hourly', 'index.model.monthly'];
const ofKeyModels = ['index.key-model.daily', 'index.key-model.hourly'];

const indexes: Write[] = [
  ...list(ofKeys, since),
  ...list(ofModels, byModel),
  // The set of months never expires, but belongs to the statistics by month.
  ...list(['index.model.months'], { ...byModel, grain: 'month' }),
  ...list(ofKeyModels, byModel),
  ...unmark(ofKeys, since),
  ...unmark([...ofModels, ...ofKeyModels], byModel),
  ...expire(ofKeys, since),
  ...expire([...ofModels, ...ofKeyModels], byModel),
];

const system = [requests, input, output, cacheCreate, cacheRead, all, ephemeral5m, ephemeral1h];

const globals: Write[] = [
  ...['global.total', 'global.daily', 'global.monthly'].flatMap((family) => count(family, system, { ...late, ...since })),
  ...expire(['global.daily', 'global.monthly'], since),
];

/** `incrementTokenUsage`: 163 commands with cost in the newest releases, 145 from 1.1.263, 90 from 1.1.114, 80 before, 73 before 1.1.54. */
export const tokenUsage: WriteEvent = {
  id: 'token-usage',
  source: 'token-usage',
  title: 'token statistics of the API key, the model and the system',
  every: 'request',
  transport: 'pipeline',
  writes: [...counters, ...minutes, ...expiring, ...indexes, ...globals],
  amounts: ofKey,
  evidence: 'measured',
  from: 'commandstats and MONITOR of 1.1.314 and 1.1.250; releases in between and before by their sources',
};
