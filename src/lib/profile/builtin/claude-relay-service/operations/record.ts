import type { WriteEvent } from '../../../operations.js';
import type { WriteContext } from '../../../recording.js';
import { plain } from './amounts.js';
import { CLAUDE_KINDS } from './conditions.js';
import { billingEvent, requestDetail, usageRecord } from './logged.js';
import { DAY } from '../families/ttl.js';
import { send } from './writes.js';

const RATES = '1.1.263';

/** Entries that are kept. */
const boundOf = ({ family: { growth } }: WriteContext): number => (typeof growth?.bound === 'number' ? growth.bound : 0);

/** The other commands that record one finished request. */
export const records: WriteEvent[] = [
  {
    id: 'usage-record',
    source: 'usage-record',
    title: 'the request in the list of the last 200',
    every: 'request',
    transport: 'transaction',
    since: '1.1.145',
    writes: [
      send('MULTI', null),
      send('LPUSH', 'usage.records', 1, { rest: (context) => [usageRecord(context)] }),
      send('LTRIM', 'usage.records', 1, { rest: (context) => ['0', String(boundOf(context) - 1)] }),
      send('EXPIRE', 'usage.records'),
      send('EXEC', null),
    ],
    amounts: plain,
    evidence: 'measured',
    from: 'commandstats of 1.1.314 and 1.1.250',
  },
  {
    id: 'request-detail',
    source: 'usage-record',
    title: 'the request in detail',
    every: 'request',
    when: ['request-detail'],
    transport: 'transaction',
    since: '1.1.300',
    writes: [
      send('MULTI', null),
      send('SET', 'request-detail', 1, {
        rest: (context) => [requestDetail(context), 'EX', String(context.request.detailSeconds)],
      }),
      send('ZADD', 'index.request-detail', 1, { rest: ({ request }) => [String(request.at), request.detailId] }),
      send('EXPIRE', 'index.request-detail', 1, { rest: ({ request }) => [String((request.detailSeconds ?? 0) + DAY)] }),
      send('EXEC', null),
    ],
    amounts: plain,
    evidence: 'measured',
    from: 'commandstats of 1.1.314',
  },
  {
    id: 'api-key',
    source: 'api-key',
    title: 'the API key read, and written back with the time of its last use',
    every: 'request',
    transport: 'sequence',
    writes: [
      send('HGETALL', 'api-key'),
      // The rate of the key is read for each cost that is written, so not for a request without cost.
      send('HGETALL', 'api-key', 1, { when: ['cost'], since: RATES }),
      send('HGETALL', 'api-key', 1, {
        when: ['cost', 'claude-account', ...CLAUDE_KINDS],
        since: RATES,
      }),
      // The application writes back all fields. A recorder writes the one that has changed.
      send('HSET', 'api-key', 1, {
        when: ['known-key'],
        ifExists: 'api-key',
        rest: ({ request }) => ['lastUsedAt', new Date(request.at).toISOString()],
      }),
      send('EXPIRE', 'api-key', 1, { when: ['known-key'], ifExists: 'api-key' }),
      send('ZADD', 'index.api-key.used', 1, {
        when: ['known-key'],
        ifExists: 'api-key',
        since: RATES,
        rest: ({ request }) => [String(request.at), request.apiKey],
      }),
    ],
    amounts: plain,
    evidence: 'measured',
    from: 'commandstats of 1.1.314 and 1.1.250',
  },
  {
    id: 'billing-event',
    source: 'billing-event',
    title: 'the event for external billing',
    every: 'request',
    // Requests through these accounts are recorded without details.
    when: ['details', '!responses-account', '!gemini-account', '!gemini-api-account'],
    transport: 'sequence',
    since: '1.1.178',
    writes: [
      send('XADD', 'billing.events', 1, {
        rest: (context) => ['MAXLEN', '~', String(boundOf(context)), '*', 'data', billingEvent(context)],
      }),
    ],
    amounts: plain,
    evidence: 'measured',
    from: 'commandstats of 1.1.314 and 1.1.250',
  },
];
