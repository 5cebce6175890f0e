/** One audit in a history: what a forecast needs, in a few KB. */
import * as z from 'zod';
import type { AuditData, FamilyRow, MemoryReport, ProfileRow } from '../../audit/model.js';
import { amount, count } from '../../format/figure-shapes.js';

/** Families with the most bytes; the others are added up. */
const MOST_FAMILIES = 300;

/** The id under which the other families are added up. */
export const OTHERS = 'others';

const known = amount.nullable();
const instant = z.iso.datetime();

const family = z.object({
  id: z.string(),
  /** The profile that has the id; absent: none, or a line of an older release. */
  profile: z.string().optional(),
  keys: count,
  /** Absent: unknown. */
  bytes: amount.optional(),
  /** Half of the interval of the bytes; absent: 0. */
  half: amount.optional(),
  /** True for keys that should expire; absent: false. */
  expires: z.boolean().optional(),
  /** Seconds of their TTL; absent: it varies. */
  ttl: amount.optional(),
  written: z.object({ per: z.enum(['day', 'week', 'month']), newest: z.iso.date(), keys: z.array(count).max(14) }).optional(),
});
export type RecordFamily = z.infer<typeof family>;

export const historyRecord = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal('audit'),
  at: instant,
  /** The Redis and the database; `snapshot`: snapshots, whose names differ from day to day. */
  of: z.string(),
  applications: z.array(z.object({ name: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  utcOffset: z.number().min(-14).max(14),
  /** Source of sizes. */
  sizes: z.enum(['server', 'lengths', 'snapshot']),
  keys: count,
  bytes: known,
  usedMemory: known,
  /** 0: no limit. */
  maxmemory: known,
  policy: z.string().nullable(),
  /** Bytes of the tables of keys and of expiries. */
  tables: known,
  /** Commands since the server started, and how long ago that was. */
  commands: known,
  uptimeSeconds: known,
  families: z.array(family).max(MOST_FAMILIES + 1),
});
export type HistoryRecord = z.infer<typeof historyRecord>;

/** The parts of an audit that a record is made of. */
export interface Recorded {
  keys: number;
  clock: Pick<AuditData['clock'], 'now' | 'utcOffset'>;
  memory: Pick<MemoryReport, 'usedMemory' | 'maxmemory' | 'maxmemoryPolicy'> & {
    parts: readonly { bytes: number; how: string }[];
  };
  profiles: readonly Pick<ProfileRow, 'name' | 'version' | 'upTo'>[];
  source: Pick<AuditData['source'], 'sizes'>;
  server: Pick<AuditData['server'], 'commandsProcessed' | 'uptimeSeconds'>;
  families: readonly (Pick<
    FamilyRow,
    'id' | 'profile' | 'keys' | 'bytes' | 'bytesLow' | 'bytesHigh' | 'noTtl' | 'ttlPolicy' | 'written'
  > & {
    ttlSeconds: { max: number } | null;
  })[];
}

/** What the history of snapshots is of: their names differ. */
export const SNAPSHOTS = 'snapshot';

/** `of`: the name of the Redis; `null`: snapshots. */
export function recordOf(data: Recorded, of: string | null): HistoryRecord {
  const { clock, keys, memory, profiles, server, source } = data;
  const sorted = data.families.toSorted((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0) || b.keys - a.keys).map(familyOf);
  const others = sorted.slice(MOST_FAMILIES);
  return {
    schemaVersion: 1,
    kind: 'audit',
    at: clock.now,
    of: of ?? SNAPSHOTS,
    applications: profiles.map(({ name, version, upTo }) => ({ name, from: version, to: upTo })),
    utcOffset: clock.utcOffset,
    sizes: source.sizes,
    keys,
    bytes: sumOf(sorted.map(({ bytes }) => bytes)),
    usedMemory: memory.usedMemory,
    maxmemory: memory.maxmemory,
    policy: memory.maxmemoryPolicy,
    tables: tablesOf(memory),
    commands: server.commandsProcessed,
    uptimeSeconds: server.uptimeSeconds,
    families: [...sorted.slice(0, MOST_FAMILIES), ...(others.length === 0 ? [] : [sumOfFamilies(others)])],
  };
}

function familyOf({
  id,
  profile,
  keys,
  bytes,
  bytesLow,
  bytesHigh,
  noTtl,
  ttlPolicy,
  ttlSeconds,
  written,
}: Recorded['families'][number]): RecordFamily {
  const half = bytes === null || bytesLow === null || bytesHigh === null ? 0 : Math.max(bytesHigh - bytes, bytes - bytesLow, 0);
  const expires = ttlPolicy === null ? ttlSeconds !== null && noTtl === 0 : ttlPolicy.expires;
  const ttl = ttlPolicy?.seconds ?? ttlSeconds?.max ?? null;
  return {
    id,
    ...(profile !== null && { profile }),
    keys,
    ...(bytes !== null && { bytes }),
    ...(half > 0 && { half: Math.round(half) }),
    ...(expires && { expires }),
    ...(expires && ttl !== null && { ttl: Math.round(ttl) }),
    ...(written !== null && { written }),
  };
}

const sumOf = (values: readonly (number | undefined)[]): number | null =>
  values.reduce<number | null>((sum, value) => (sum === null || value === undefined ? null : sum + value), 0);

function sumOfFamilies(families: readonly RecordFamily[]): RecordFamily {
  const bytes = sumOf(families.map((each) => each.bytes));
  return {
    id: OTHERS,
    keys: families.reduce((sum, { keys }) => sum + keys, 0),
    ...(bytes !== null && { bytes }),
  };
}

/** The tables of the server, which grow with the number of keys. */
function tablesOf({ parts }: Recorded['memory']): number | null {
  const tables = parts.filter(({ how }) => how === 'computed');
  return tables.length === 0 ? null : tables.reduce((sum, { bytes }) => sum + bytes, 0);
}
