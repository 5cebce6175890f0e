import type { Operations, StatedFigure, WriteEvent } from '../../operations.js';
import { called, event, FIRST, quotaChange, quotaScript, SECOND, send } from './operations-writes.js';

/** Reads the user from the cache. The second generation also checks whether the copy is still valid. */
const user = (id: string, source: string, title: string): WriteEvent[] => [
  event({ id, source, title, transport: 'sequence', writes: [send('HGETALL', 'user')], ...FIRST }),
  event({ id, source, title, transport: 'sequence', writes: [send('HGETALL', 'user'), send('MGET', 'auth.fence')], ...SECOND }),
];

const limited = ['model-limit'];
const charged = ['untrusted'];

const figure = (id: string, title: string, commands: number, details: Partial<StatedFigure>): StatedFigure => ({
  id,
  title,
  commands,
  per: 'request',
  shares: null,
  evidence: 'read',
  from: 'counted in the source of new-api',
  ...details,
});

/** One successful relay call, streamed, with warm caches and payment from the wallet. */
export const operations: Operations = {
  conditions: [
    {
      id: 'model-limit',
      title: 'model requests are limited, all of them and the successful ones',
      share: 1,
      note: 'Off unless set.',
    },
    { id: 'untrusted', title: "the user's quota is too small to be trusted, so it is charged in advance", share: 1 },
    { id: 'consume-log', title: 'consumption is logged', share: 1 },
    { id: 'perf-metrics', title: 'performance metrics are on', share: 1 },
  ],
  events: [
    event({ id: 'auth.token', source: 'auth', title: 'the token', transport: 'sequence', writes: [send('HGETALL', 'token')] }),
    ...user('auth.user', 'auth', 'the user'),
    event({
      id: 'model-limit.before',
      source: 'limiter',
      title: 'requests by model, before the call',
      transport: 'sequence',
      when: limited,
      writes: [
        send('LLEN', 'model-limit.success'),
        send('EVALSHA', 'model-limit.bucket'),
        called('TIME', 'model-limit.bucket'),
        called('HMGET', 'model-limit.bucket'),
        called('HMSET', 'model-limit.bucket'),
      ],
    }),
    event({
      id: 'model-limit.after',
      source: 'limiter',
      title: 'requests by model, after a success',
      transport: 'sequence',
      when: limited,
      writes: [send('LPUSH', 'model-limit.success'), send('LTRIM', 'model-limit.success'), send('EXPIRE', 'model-limit.success')],
    }),
    event({
      id: 'quota.token',
      source: 'quota',
      title: 'the quota of the token read, to charge it in advance',
      transport: 'sequence',
      when: charged,
      writes: [send('HGETALL', 'token')],
      ...FIRST,
    }),
    ...user('quota.user', 'quota', 'the quota of the user read'),
    ...quotaChange('charge.token', 'the quota of the token charged in advance', 'token', charged),
    ...quotaChange('charge.user', 'the quota of the user charged in advance', 'user', charged),
    ...quotaChange('settle.token', 'the quota of the token settled', 'token'),
    ...quotaChange('settle.user', 'the quota of the user settled', 'user'),
    quotaScript('charge.token', 'the quota of the token charged in advance', 'token', 4, charged),
    quotaScript('charge.user', 'the quota of the user charged in advance', 'user', 7, charged),
    quotaScript('settle.token', 'the quota of the token settled', 'token', 4),
    quotaScript('settle.user', 'the quota of the user settled', 'user', 7),
    ...user('consume-log', 'settings', 'the settings of the user, for the log').map((one) => ({ ...one, when: ['consume-log'] })),
    event({
      id: 'perf-metrics',
      source: 'metrics',
      title: 'performance of the model, seven fields',
      transport: 'transaction',
      when: ['perf-metrics'],
      writes: [send('MULTI', null), send('HINCRBY', 'perf', 7), send('EXPIRE', 'perf'), send('EXEC', null)],
    }),
  ],
  figures: [
    figure('relay', 'a relay call, wire and script', 43, { wire: 40, shares: {}, ...FIRST }),
    figure('relay', 'a relay call, wire and script', 51, { wire: 26, shares: {}, ...SECOND }),
    figure('relay.trusted', 'the same for a trusted user', 32, { shares: { untrusted: 0 }, ...FIRST }),
    figure('address-limit', 'a call of the dashboard, address limit not reached', 3, { per: 'call', ...FIRST }),
    figure('address-limit.full', 'the same, with a full list whose oldest entry is outside the window', 5, {
      per: 'call',
      ...FIRST,
    }),
    figure('address-limit.denied', 'the same, denied', 3, { per: 'call', ...FIRST }),
    figure('address-limit', 'a call of the dashboard, limited by one script', 3, { wire: 1, per: 'call', ...SECOND }),
  ],
};
