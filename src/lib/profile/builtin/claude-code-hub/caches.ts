import { familiesOf, once, renewed, STAYS } from '../family-parts.js';

const fromDatabase = 'Nothing: it is read from the database again.';

const access = familiesOf(
  { type: 'string', value: 'json', valueClass: 'operational', role: 'cache', harmless: true, breaks: fromDatabase },
  [
    {
      id: 'auth.key',
      pattern: 'api_key_auth:v1:key:{hash}',
      placeholders: { hash: { kind: 'sha256', redact: 'id' } },
      ttl: once(60, 'API_KEY_AUTH_CACHE_TTL_SECONDS'),
      examples: [`api_key_auth:v1:key:${'9f86'.repeat(16)}`],
    },
    {
      id: 'auth.user',
      pattern: 'api_key_auth:v1:user:{id}',
      ttl: once(60, 'API_KEY_AUTH_CACHE_TTL_SECONDS'),
      examples: ['api_key_auth:v1:user:2'],
    },
    {
      id: 'ip',
      pattern: 'ipgeo:v1:{ip}',
      placeholders: { ip: { kind: 'ip', redact: 'id' } },
      ttl: once(undefined, 'IP_GEO_CACHE_TTL_SECONDS, 3600 s unless set; 60 s for unknown addresses'),
      examples: ['ipgeo:v1:203.0.113.9'],
    },
    {
      id: 'screen',
      pattern: '{screen}:{rest}',
      placeholders: { screen: { kind: 'segment', oneOf: ['statistics', 'overview', 'leaderboard'] }, rest: { kind: 'greedy' } },
      ttl: once(undefined, '10 to 60 s, by page'),
      generic: true,
      breaks: 'The page is computed again.',
      examples: [
        'statistics:today:users:global:tz:Asia/Shanghai',
        'overview:user:2:tz:UTC',
        'leaderboard:v1:user:daily:2026-11-30',
      ],
    },
    {
      id: 'screen.lock',
      pattern: '{screen}:{rest}:lock',
      placeholders: { screen: { kind: 'segment', oneOf: ['statistics', 'overview', 'leaderboard'] }, rest: { kind: 'greedy' } },
      value: 'flag',
      role: 'lock',
      ttl: once(undefined, '5 to 10 s'),
      generic: true,
      breaks: 'Two requests may compute the same page.',
      examples: ['overview:global:tz:UTC:lock'],
    },
    {
      id: 'undo',
      pattern: 'cch:prov:undo:{rest}',
      placeholders: { rest: { kind: 'greedy' } },
      ttl: once(30),
      breaks: 'A change cannot be undone.',
      harmless: true,
      examples: ['cch:prov:undo:9b1c'],
    },
  ],
);

const breakers = familiesOf({ type: 'hash', valueClass: 'operational', role: 'marker' }, [
  {
    id: 'breaker',
    pattern: '{breaker}:state:{id}',
    placeholders: {
      breaker: { kind: 'segment', oneOf: ['circuit_breaker', 'endpoint_circuit_breaker'] },
      id: { kind: 'integer' },
    },
    ttl: renewed(86_400),
    generic: true,
    breaks: 'A provider that fails gets requests again.',
    examples: ['circuit_breaker:state:3', 'endpoint_circuit_breaker:state:3'],
  },
  {
    id: 'breaker.vendor',
    pattern: 'vendor_type_circuit_breaker:state:{id}:{type}',
    placeholders: { id: { kind: 'integer' }, type: { kind: 'segment' } },
    ttl: renewed(2_592_000),
    breaks: 'A vendor that fails gets requests again.',
    examples: ['vendor_type_circuit_breaker:state:3:claude'],
  },
  {
    id: 'breaker.config',
    pattern: 'circuit_breaker:config:{id}',
    role: 'config',
    ttl: STAYS,
    generic: true,
    breaks: fromDatabase,
    examples: ['circuit_breaker:config:3'],
  },
]);

const status = familiesOf(
  { type: 'string', value: 'json', valueClass: 'operational', role: 'cache', breaks: 'The status page is computed again.' },
  [
    {
      id: 'status.config',
      pattern: 'public-status:v2:{kind}:{version}',
      placeholders: { kind: { kind: 'segment', oneOf: ['config', 'config-internal'] }, version: { kind: 'segment' } },
      ttl: renewed(2_592_000),
      examples: ['public-status:v2:config:7', 'public-status:v2:config-internal:7'],
    },
    {
      id: 'status.version',
      pattern: 'public-status:v2:config-version:current',
      value: 'text',
      ttl: STAYS,
      examples: ['public-status:v2:config-version:current'],
    },
    {
      id: 'status.manifest',
      pattern: 'public-status:v2:manifest:{rest}',
      placeholders: { rest: { kind: 'greedy' } },
      ttl: STAYS,
      examples: ['public-status:v2:manifest:7:5m:24h'],
    },
    {
      id: 'status.part',
      pattern: 'public-status:v2:{kind}:{rest}',
      placeholders: { kind: { kind: 'segment', oneOf: ['snapshot', 'series'] }, rest: { kind: 'greedy' } },
      ttl: renewed(undefined, 'as long as the page shows it'),
      examples: ['public-status:v2:snapshot:g7:5m:24h', 'public-status:v2:series:g7:5m:1796000000:1796048000'],
    },
    {
      id: 'status.rollup',
      pattern: 'public-status:v2:rollup:{minutes}:{start}',
      placeholders: { minutes: { kind: 'segment' }, start: { kind: 'segment' } },
      type: 'hash',
      value: 'count',
      role: 'counter',
      ttl: renewed(2_764_800),
      breaks: 'The status page has a gap.',
      examples: ['public-status:v2:rollup:5m:2026-11-30T14%3A25%3A00.000Z'],
    },
    {
      id: 'status.coverage',
      pattern: 'public-status:v2:rollup:coverage-start:{minutes}',
      placeholders: { minutes: { kind: 'segment' } },
      value: 'iso-time',
      role: 'marker',
      ttl: renewed(2_764_800),
      examples: ['public-status:v2:rollup:coverage-start:5m'],
    },
    {
      id: 'status.rebuild',
      pattern: 'public-status:v2:{kind}:{rest}',
      placeholders: { kind: { kind: 'segment', oneOf: ['rebuild-lock', 'rebuild-hint'] }, rest: { kind: 'greedy' } },
      value: 'text',
      role: 'lock',
      ttl: once(undefined, '300 s, or as long as one process computes'),
      examples: ['public-status:v2:rebuild-lock:g7:5m'],
    },
  ],
);

const jobs = familiesOf(
  { type: 'string', value: 'text', valueClass: 'operational', role: 'lock', breaks: 'Two processes may run the same job.' },
  [
    {
      id: 'job.reset',
      pattern: 'cch:user-statistics-reset:{kind}:{rest}',
      placeholders: { kind: { kind: 'segment', oneOf: ['active', 'status', 'fixed5h'] }, rest: { kind: 'greedy' } },
      ttl: renewed(604_800),
      examples: ['cch:user-statistics-reset:status:2'],
    },
    {
      id: 'job.backup',
      pattern: 'database:backup:lock',
      ttl: once(undefined, 'as long as the backup runs'),
      generic: true,
      examples: ['database:backup:lock'],
    },
    {
      id: 'job.lock',
      pattern: 'locks:{job}',
      placeholders: {
        job: {
          kind: 'segment',
          oneOf: ['endpoint-probe-scheduler', 'endpoint-probe-log-cleanup', 'public-status-rebuild-scheduler'],
        },
      },
      ttl: once(undefined, 'as long as the job runs'),
      generic: true,
      examples: ['locks:endpoint-probe-scheduler'],
    },
  ],
);

export const cacheFamilies = [...access, ...breakers, ...status, ...jobs];
