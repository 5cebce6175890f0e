/** Keys of limiter libraries, as running them has left them. */
import { digest, hash, list, set, text, times, zset, type MadeKey } from './made-keys.js';

const AT = 1_796_048_760_000;
const WINDOW = 29_934_146;

export const upstashKeys = (): MadeKey[] => [
  ...times(10, (at) => text('window', `@upstash/ratelimit:203.0.113.${at}:${WINDOW}`, 2, 60)),
  // What cachedFixedWindow leaves: no TTL.
  text('window', `@upstash/ratelimit:user:7:${WINDOW}`, 2),
  hash('bucket', '@upstash/ratelimit:ann', { refilledAt: AT, tokens: 8 }, 10),
  zset('events', '@upstash/ratelimit:events:1796047200000', [['{"identifier":"ann"}', 1]]),
  text('dynamic', '@upstash/ratelimit:dynamic:global', 100),
  set('deny-list', '@upstash/ratelimit:denyList:all', ['203.0.113.9']),
  text('deny-list.status', '@upstash/ratelimit:ipDenyListStatus', 'on', 3600),
];

export const flexibleKeys = (): MadeKey[] => times(10, (at) => text('window', `rlflx:login:203.0.113.${at}`, 3, 60));

export const apisixKeys = (): MadeKey[] => [
  text('count', 'plugin-limit-count:2:route-1:203.0.113.9', 3, 60),
  text('count', 'plugin-limit-countroute-1:203.0.113.9', 3, 60),
  zset('connections', 'limit_conn:203.0.113.9', [['request', AT]], 60),
  hash('requests', 'limit_req:203.0.113.9', { excess: 0, last: AT }, 60),
];

const ROUTE = '9b1c2d3e-0000-4000-8000-000000000001';
const SERVICE = '9b1c2d3e-0000-4000-8000-000000000002';

export const kongKeys = (): MadeKey[] => [
  text('window', `ratelimit:${ROUTE}:${SERVICE}:203.0.113.9:${AT}:minute`, 3, 60),
  text('window', `ratelimit:${ROUTE}:${SERVICE}:2001:db8::1:${AT}:hour`, 3, 3600),
  text('response', `response-ratelimit:${ROUTE}:${SERVICE}:203.0.113.9:${AT}:video:minute`, 1, 60),
];

export const limitsKeys = (): MadeKey[] => [
  text('window', 'LIMITS:LIMITER/203.0.113.9/login/5/1/minute', 3, 60),
  list('window', 'LIMITS:LIMITER/203.0.113.9/search/5/1/minute', ['1796048760.1'], 60),
  text('sliding', 'LIMITS:{LIMITER/203.0.113.9/login/5/1/minute}', 3, 120),
  text('sliding', 'LIMITS:{LIMITER/203.0.113.9/login/5/1/minute}/-1', 3, 120),
];

export const bottleneckKeys = (): MadeKey[] => [
  hash('settings', 'b_mail_settings', { maxConcurrent: 2, minTime: 10, nextRequest: AT, running: 0, done: 2 }),
  hash('settings', 'b_group-user:7_settings', { maxConcurrent: 2, minTime: 10, nextRequest: AT, running: 0, done: 2 }, 300),
  zset('running', 'b_mail_client_running', [['client', 0]]),
  hash('queued', 'b_mail_client_num_queued', { client: 0 }),
  zset('registered', 'b_mail_client_last_registered', [['client', AT]]),
  zset('seen', 'b_mail_client_last_seen', [['client', AT]]),
];

export const djangoKeys = (): MadeKey[] => times(5, (at) => text('window', `:1:rl:${digest(at)}`, 3, 60));

export const expressKeys = (): MadeKey[] => times(6, (at) => text('window', `rl:203.0.113.${at}`, at, 60));

/** Seconds since 2017. */
export const goKeys = (): MadeKey[] => times(6, (at) => text('arrival', `rate:user:${at}`, `312768761.${at + 1}25`, 60));
