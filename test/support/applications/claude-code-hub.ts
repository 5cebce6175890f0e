/** The keys of a Claude Code Hub with limits, sessions and its pages. */
import { digest, hash, json, list, text, times, zset, type MadeKey } from './made-keys.js';
import { hubQueues } from './queues.js';

const AT = 1_796_048_000_000;

const PARTS = [
  'owner',
  'messages',
  'response',
  'requestBody',
  'clientReqMeta',
  'upstreamReqMeta',
  'upstreamResMeta',
  'reqHeaders',
  'resHeaders',
];

const costsOf = (owner: string, id: number): MadeKey[] => [
  zset('cost.rolling-5h', `${owner}:${id}:cost_5h_rolling`, [[`${AT}:${id}:0.25`, AT]], 21_600),
  zset('cost.rolling-day', `${owner}:${id}:cost_daily_rolling`, [[`${AT}:${id}:0.25`, AT]], 90_000),
  text('cost.fixed-5h', `${owner}:${id}:cost_5h_fixed`, 0.25, 18_000),
  text('cost.day', `${owner}:${id}:cost_daily_0000`, 0.25, 40_000),
  text('cost.period', `${owner}:${id}:cost_weekly`, 1.25, 200_000),
  text('cost.period', `${owner}:${id}:cost_monthly`, 5.25, 900_000),
  json('lease', `lease:${owner}:${id}:5h`, { remaining: 1 }, 10),
  json('lease', `lease:${owner}:${id}:daily:rolling`, { remaining: 1 }, 10),
];

function sessionOf(at: number): MadeKey[] {
  const id = `sess_${digest(at).slice(0, 12)}`;
  const parts = PARTS.map((part) => json('session.body', `session:${id}:req:1:${part}`, { part }, 300));
  return [
    text('session.sequence', `session:${id}:seq`, 1),
    hash(
      'session.info',
      `session:${id}:info`,
      { userName: 'Ann', keyName: 'main', model: 'm', apiType: 'chat', status: 'active' },
      300,
    ),
    hash('session.usage', `session:${id}:usage`, { inputTokens: 10, outputTokens: 5, costUsd: 0.25, status: 'completed' }, 300),
    text('session.part', `session:${id}:provider`, 3, 300),
    text('session.part', `session:${id}:key`, 7, 300),
    text('session.part', `session:${id}:last_seen`, AT, 300),
    text('session.part', `session:${id}:concurrent_count`, 1, 600),
    text('session.observed', `observed_session:${id}:concurrent_count`, 1, 600),
    text('session.of-content', `hash:7:${digest(`content-${at}`).slice(0, 16)}:session`, id, 300),
    ...parts,
    json('session.snapshot', `session:${id}:req:1:snapshot:request:before:body`, {}, 300),
    json('session.snapshot', `session:${id}:req:1:snapshot:response:after:headers`, {}, 300),
    hash('binding', `session-binding:v1:{${digest(id)}}:binding`, { provider: 3 }, 300),
    json('live', `cch:live-chain:${id}:1`, [], 300),
    json('live', `cch:live-routing-trace:${id}:1`, [], 300),
    json('replay.meta', `cch:replay:meta:${id}`, {}, 600),
    list('replay.chunks', `cch:replay:chunks:${id}`, ['data: {}'], 600),
    text('replay.owner', `cch:replay:owner:${id}`, 'instance', 45),
  ];
}

const shared = (): MadeKey[] => [
  text('cost.total', 'total_cost:user:2', 5, 300),
  text('cost.total', `total_cost:key:${digest('key')}`, 5, 300),
  zset('rpm', 'user:2:rpm_window', [[String(AT), AT]], 120),
  json('lease.settled', 'lease:settlement:42', {}, 300),
  zset('active', '{active_sessions}:global:active_sessions', [['sess', AT]], 3600),
  zset('active', '{active_sessions}:key:7:active_sessions', [['sess', AT]], 3600),
  zset('active.observed', '{observed_sessions}:global:active_sessions', [['sess', AT]], 3600),
  zset('active.provider', 'provider:3:active_sessions', [['sess', AT]], 3600),
  hash('active.references', 'provider:3:active_session_refs', { sess: 1 }, 3600),
  json('session.older-body', 'session:sess_old:messages', [], 300),
  text('affinity', `cch:pfx:{7}:fp:${digest('fp').slice(0, 16)}`, 3, 3600),
  hash('trace-outbox', 'cch:routing-trace-outbox:v1', { '1': '{}' }),
  json('login', 'cch:session:9b1c', {}, 604_800),
  json('auth.key', `api_key_auth:v1:key:${digest('key')}`, {}, 60),
  json('auth.user', 'api_key_auth:v1:user:2', {}, 60),
  json('ip', 'ipgeo:v1:203.0.113.9', {}, 3600),
  json('screen', 'statistics:today:users:global:tz:Asia/Shanghai', {}, 30),
  json('screen', 'overview:user:2:tz:UTC', {}, 10),
  text('screen.lock', 'overview:global:tz:UTC:lock', 1, 10),
  json('undo', 'cch:prov:undo:9b1c', {}, 30),
  hash('breaker', 'circuit_breaker:state:3', { state: 'closed' }, 86_400),
  hash('breaker', 'endpoint_circuit_breaker:state:3', { state: 'closed' }, 86_400),
  hash('breaker.vendor', 'vendor_type_circuit_breaker:state:3:claude', { state: 'closed' }, 2_592_000),
  hash('breaker.config', 'circuit_breaker:config:3', { threshold: 5 }),
  json('status.config', 'public-status:v2:config:7', {}, 2_592_000),
  json('status.config', 'public-status:v2:config-internal:7', {}, 2_592_000),
  text('status.version', 'public-status:v2:config-version:current', 7),
  json('status.manifest', 'public-status:v2:manifest:7:5m:24h', {}),
  json('status.part', 'public-status:v2:snapshot:g7:5m:24h', {}, 3600),
  json('status.part', 'public-status:v2:series:g7:5m:1796000000:1796048000', {}, 3600),
  hash('status.rollup', 'public-status:v2:rollup:5m:2026-11-30T14%3A25%3A00.000Z', { ok: 3 }, 2_764_800),
  text('status.coverage', 'public-status:v2:rollup:coverage-start:5m', '2026-11-30T00:00:00.000Z', 2_764_800),
  text('status.rebuild', 'public-status:v2:rebuild-lock:g7:5m', 'instance', 30),
  text('status.rebuild', 'public-status:v2:rebuild-hint:g7:5m', 1, 300),
  text('job.reset', 'cch:user-statistics-reset:status:2', 'done', 604_800),
  text('job.backup', 'database:backup:lock', 'instance', 60),
  text('job.lock', 'locks:endpoint-probe-scheduler', 'instance', 60),
];

export const claudeCodeHubKeys = (size = 20): MadeKey[] => [
  ...shared(),
  ...hubQueues(),
  ...times(size, sessionOf).flat(),
  ...['key', 'user', 'provider'].flatMap((owner) => times(5, (at) => costsOf(owner, at + 1)).flat()),
];
