/** A realistic audit of a relay's Redis as plain data, for the renderers and the schema. */
import type { Finding } from '../../src/lib/audit/finding.js';
import type { FamilyRow, GroupRow } from '../../src/lib/audit/model.js';
import { meter, run } from '../../src/lib/audit/remedy.js';
import { NO_FLAGS, wordedFinding, type AuditReport, type WordedFinding } from '../../src/lib/report/audit/worded.js';
import { noticed } from '../../src/lib/report/noticed.js';
import { en } from '../../src/lib/report/messages/en.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { TargetInfo } from '../../src/lib/redis/target-info.js';

const KEYS = 1_204_331;
const DAY = 86_400;

type Short = Pick<FamilyRow, 'id' | 'pattern' | 'keys'> & Partial<FamilyRow>;

/** A family whose figures follow from its keys and bytes per key, unless given. */
export function familyRow(given: Short): FamilyRow {
  const bytesPerKey = given.bytesPerKey === undefined ? 310 : given.bytesPerKey;
  const exact = given.exact ?? given.keys <= 500;
  const bytes = bytesPerKey === null ? null : given.keys * bytesPerKey;
  const spread = exact ? 0 : 0.021;
  return {
    profile: 'claude-relay-service',
    type: 'hash',
    types: { hash: exact ? given.keys : 1000 },
    share: given.keys / KEYS,
    sampled: exact ? given.keys : 1000,
    exact,
    noTtl: 0,
    noTtlLow: 0,
    noTtlHigh: 0,
    ttlSeconds: { min: 60, median: 3.6 * DAY, max: 7 * DAY },
    ttlPolicy: { expires: true, seconds: 7 * DAY },
    bytesPerKey,
    bytes,
    bytesLow: bytes === null ? null : Math.round(bytes * (1 - spread)),
    bytesHigh: bytes === null ? null : Math.round(bytes * (1 + spread)),
    length: { min: 8, mean: 9.4, max: 12 },
    valueClass: 'optional',
    grain: 'hour',
    periods: { oldest: '2026-11-13:14', newest: '2026-11-20:14' },
    written: { per: 'day', newest: '2026-11-19', keys: [120, 131] },
    inferred: false,
    breaks: 'hour trend of a key',
    ...given,
  };
}

const never = {
  noTtlHigh: 0,
  ttlSeconds: null,
  ttlPolicy: { expires: false, seconds: null },
  grain: 'total',
  periods: null,
  written: null,
} as const;
const daily = {
  ttlSeconds: { min: 3 * DAY, median: 17 * DAY, max: 32 * DAY },
  ttlPolicy: { expires: true, seconds: 32 * DAY },
  grain: 'day',
  periods: { oldest: '2026-10-20', newest: '2026-11-20' },
} as const;

const FAMILIES: Short[] = [
  {
    id: 'key-model.hourly',
    pattern: 'usage:{keyId}:model:hourly:{model}:{hour}',
    keys: 512_908,
    bytesPerKey: 388,
    valueClass: 'excess',
  },
  { id: 'key.hourly', pattern: 'usage:hourly:{keyId}:{hour}', keys: 201_220, bytesPerKey: 360 },
  {
    id: 'cost.hourly',
    pattern: 'usage:cost:hourly:{keyId}:{hour}',
    keys: 201_220,
    bytesPerKey: 112,
    type: 'string',
    types: { string: 1000 },
  },
  { id: 'account.hourly', pattern: 'account_usage:hourly:{accountId}:{hour}', keys: 60_044, bytesPerKey: 1210 },
  {
    id: 'account-model.hourly',
    pattern: 'account_usage:model:hourly:{accountId}:{model}:{hour}',
    keys: 98_101,
    bytesPerKey: 372,
  },
  {
    id: 'key-model.daily',
    pattern: 'usage:{keyId}:model:daily:{model}:{date}',
    keys: 64_300,
    bytesPerKey: 402,
    ...daily,
    valueClass: 'required',
  },
  { id: 'key.daily', pattern: 'usage:daily:{keyId}:{date}', keys: 31_210, bytesPerKey: 366, ...daily, valueClass: 'required' },
  {
    id: 'cost.daily',
    pattern: 'usage:cost:daily:{keyId}:{date}',
    keys: 29_005,
    bytesPerKey: 112,
    ...daily,
    type: 'string',
    types: { string: 1000 },
  },
  {
    id: 'records',
    pattern: 'usage:records:{keyId}',
    keys: 1402,
    bytesPerKey: 141_000,
    ...daily,
    grain: 'none',
    type: 'list',
    types: { list: 1000 },
    length: { min: 1, mean: 151.2, max: 200 },
  },
  {
    id: 'billing.events',
    pattern: 'billing:events',
    keys: 1,
    bytesPerKey: 93_000_441,
    ...never,
    grain: 'none',
    type: 'stream',
    types: { stream: 1 },
    noTtl: 1,
    noTtlLow: 1,
    noTtlHigh: 1,
  },
  {
    id: 'limit.requests',
    pattern: 'rate_limit:requests:{keyId}',
    keys: 1340,
    bytesPerKey: 104,
    type: 'string',
    types: { string: 1000 },
    noTtl: 1219,
    noTtlLow: 1190,
    noTtlHigh: 1248,
    ttlSeconds: { min: 4, median: 1800, max: 3600 },
    ttlPolicy: { expires: true, seconds: null },
    valueClass: 'operational',
    grain: 'none',
    periods: null,
  },
  {
    id: 'key',
    pattern: 'apikey:{keyId}',
    keys: 1400,
    bytesPerKey: 1480,
    ...never,
    valueClass: 'required',
    noTtl: 1400,
    noTtlLow: 1400,
    noTtlHigh: 1400,
  },
  {
    id: 'account',
    pattern: 'claude:account:{accountId}',
    keys: 42,
    bytesPerKey: 3800,
    ...never,
    valueClass: 'secret',
    noTtl: 42,
    noTtlLow: 42,
    noTtlHigh: 42,
  },
  {
    id: 'metrics.minute',
    pattern: 'system:metrics:minute:{minute}',
    keys: 10,
    bytesPerKey: 240,
    grain: 'minute',
    ttlSeconds: { min: 12, median: 290, max: 600 },
    ttlPolicy: { expires: true, seconds: 600 },
  },
  {
    id: 'inferred.1',
    pattern: 'legacy:session:{uuid}',
    keys: 2101,
    bytesPerKey: 512,
    profile: null,
    inferred: true,
    ttlPolicy: null,
    valueClass: null,
    grain: 'none',
    periods: null,
    breaks: null,
    type: 'string',
    types: { string: 1000 },
  },
  {
    id: 'inferred.2',
    pattern: '令牌:缓存:{int}:用户',
    keys: 27,
    bytesPerKey: 96,
    profile: null,
    inferred: true,
    ttlPolicy: null,
    valueClass: null,
    grain: 'none',
    periods: null,
    breaks: null,
    type: 'string',
    types: { string: 27 },
  },
];

function group(families: FamilyRow[]): GroupRow {
  const sum = (pick: (family: FamilyRow) => number | null) => families.reduce((total, family) => total + (pick(family) ?? 0), 0);
  return {
    keys: sum(({ keys }) => keys),
    share: sum(({ share }) => share),
    families: families.length,
    exact: families.every(({ exact }) => exact),
    bytes: sum(({ bytes }) => bytes),
    bytesLow: sum(({ bytesLow }) => bytesLow),
    bytesHigh: sum(({ bytesHigh }) => bytesHigh),
  };
}

const groupBy = <Name extends string>(
  families: FamilyRow[],
  name: (family: FamilyRow) => Name,
): Partial<Record<Name, GroupRow>> =>
  Object.fromEntries(
    families.map((family) => [name(family), group(families.filter((other) => name(other) === name(family)))]),
  ) as Partial<Record<Name, GroupRow>>;

export function auditData(given: Partial<AuditReport> = {}): AuditReport {
  const families = given.families ?? FAMILIES.map(familyRow);
  const inferred = families.filter((family) => family.inferred);
  return {
    source: {
      kind: 'live',
      snapshots: [],
      sizes: 'server',
      exact: false,
      countProven: true,
      countNote: '',
      endedBecause: null,
      partial: null,
      unread: 0,
      unasked: 0,
      filter: { pattern: null, type: null },
    },
    server: {
      version: '7.0.15',
      product: 'Redis',
      mode: 'standalone',
      role: 'master',
      usedMemory: 812_440_112,
      usedMemoryPeak: 900_100_200,
      maxmemory: 1_073_741_824,
      maxmemoryPolicy: 'allkeys-lru',
      persistence: 'RDB, AOF off',
      uptimeSeconds: 1_040_000,
      commandsProcessed: 41_000_000,
      nodes: 1,
    },
    clock: {
      now: '2026-11-20T06:03:11.000Z',
      utcOffset: 8,
      offsetFrom: 'data',
      evidence: '212 of 212 usage records fall into the hourly key of UTC+8',
    },
    profiles: [
      {
        name: 'claude-relay-service',
        id: 'claude-relay-service',
        title: 'Claude Relay Service',
        version: '1.1.300',
        upTo: null,
        upgradedFrom: '1.1.250',
        evidence: ['request_detail:* exists, written since 1.1.300', 'hourly index sets exist'],
        keys: 1_202_203,
      },
    ],
    keys: KEYS,
    vanished: 14,
    refused: 0,
    expired: { keys: 0, families: [] },
    databases: [{ db: 0, keys: KEYS, withTtl: 1_199_200, scanned: KEYS }],
    families,
    unrecognised: {
      keys: group(inferred).keys,
      families: inferred.length,
      exact: group(inferred).exact,
      bytes: group(inferred).bytes,
      bytesLow: group(inferred).bytesLow,
      bytesHigh: group(inferred).bytesHigh,
    },
    byGrain: groupBy(families, (family) => family.grain),
    byClass: groupBy(families, (family) => family.valueClass ?? 'unrecognised'),
    fineGrained: {
      hourly: group(families.filter(({ grain }) => grain === 'hour')),
      minute: group(families.filter(({ grain }) => grain === 'minute')),
      perModel: group(families.filter(({ pattern }) => pattern.includes('{model}'))),
    },
    dimensions: [
      {
        dimension: 'api-key',
        distinct: 1400,
        approximate: false,
        top: ['8f2c…19ab', '01d7…77e0', 'c4c4…0a3d', '9e10…b2f1', '77aa…3c90', '2b2b…e115'].map((value, index) => ({
          value,
          keys: 41_200 - index * 5100,
          bytes: 15_002_112 - index * 1_900_000,
          bytesHow: 'estimated',
        })),
      },
      {
        dimension: 'account',
        distinct: 42,
        approximate: false,
        top: [{ value: 'b0b0…5d5d', keys: 9120, bytes: 4_100_233, bytesHow: 'counted' }],
      },
      {
        dimension: 'model',
        distinct: 19,
        approximate: true,
        top: [
          { value: 'claude-sonnet-4-5-20250929[1m]', keys: 220_109, bytes: 84_100_233, bytesHow: 'at-least' },
          { value: 'deepseek/deepseek-r1:free', keys: 12_004, bytes: null, bytesHow: null },
        ],
      },
    ],
    largest: [
      { key: 'billing:events', family: 'billing.events', type: 'stream', bytes: 93_000_441, length: 100_034 },
      { key: 'usage:records:8f2c…19ab', family: 'records', type: 'list', bytes: 201_320, length: 200 },
    ],
    memory: {
      usedMemory: 812_440_112,
      peakMemory: 900_100_200,
      maxmemory: 1_073_741_824,
      maxmemoryPolicy: 'allkeys-lru',
      parts: [
        { name: 'keys and values', bytes: 690_112_004, how: 'estimated' },
        { name: 'key table', bytes: 67_108_864, how: 'computed' },
        { name: 'expires table', bytes: 48_234_496, how: 'computed' },
        { name: 'clients and buffers', bytes: 2_101_248, how: 'server' },
        { name: 'everything else', bytes: 4_883_500, how: 'remainder' },
      ],
    },
    capabilities: [
      { name: 'MEMORY USAGE', state: 'ok', effect: null },
      { name: 'CONFIG GET', state: 'denied', effect: 'the eviction policy is taken from INFO' },
    ],
    notCheckable: [],
    findings: worded(FINDINGS),
    ...given,
  };
}

const FINDINGS: Finding[] = [
  {
    code: 'fine-grained-statistics',
    params: {
      families: 12,
      share: 0.891,
      scope: 'whole',
      size: { bytes: 402_653_184, bytesLow: 394_000_000, bytesHigh: 411_000_000 },
      losses: ['The hour trend of a key.'],
    },
    severity: 'medium',
    family: null,
    profile: 'claude-relay-service',
    count: 1_073_493,
    remedy: run('prune', '--hourly'),
  },
  {
    code: 'counter-without-ttl',
    params: { pattern: 'rate_limit:requests:{keyId}', keys: 1340, exact: false, promisedSeconds: null, note: null },
    severity: 'high',
    family: 'limit.requests',
    profile: 'claude-relay-service',
    count: 1219,
    remedy: run('prune', '--leaked', '--family', 'limit.requests'),
  },
  {
    code: 'eviction-can-drop-counters',
    params: { policy: 'allkeys-lru', maxmemory: 1_073_741_824, expiringOnly: false },
    severity: 'low',
    family: null,
    profile: null,
    count: 1402,
    remedy: {
      code: 'set-and-prune',
      params: { setting: { name: 'maxmemory-policy', value: 'noeviction', by: 'provider' } },
      commands: [meter('prune')],
    },
  },
];

const worded = (findings: Finding[]): WordedFinding[] => findings.map((finding) => wordedFinding(finding, NO_FLAGS, en.audit));

const TARGET: TargetInfo = {
  name: 'redis.internal:6379/0',
  host: 'redis.internal',
  port: 6379,
  db: 0,
  tls: true,
  mode: 'standalone',
  replica: false,
};

export const auditEnvelope = (
  given: Partial<AuditReport> = {},
  rest: Partial<Envelope<AuditReport>> = {},
): Envelope<AuditReport> => ({
  schemaVersion: 1,
  command: 'audit',
  ok: true,
  target: TARGET,
  data: auditData(given),
  ...noticed(['The server restarted 12 days ago; idle times before that are unknown.']),
  spent: { commands: 45_231, roundTrips: 1203, seconds: 3.14 },
  ...rest,
});
