/** The parts of results that are compared. Files are not trusted: whatever has another shape is refused. */
import * as z from 'zod';
import { isDecimal } from '../format/decimal.js';
import { amount, count } from '../format/figure-shapes.js';

const text = z.string();
const optionalText = z.string().nullable();
const figure = amount.nullable();
/** Sums of 64-bit counters, and costs. Either may be negative. */
const LARGEST_VALUE = 1e30;
const value = z.union([
  z.number().min(-LARGEST_VALUE).max(LARGEST_VALUE),
  z.string().refine((given) => isDecimal(given) && Math.abs(Number(given)) <= LARGEST_VALUE),
  z.null(),
]);

/** Rows of one list. A real result has at most some thousand. */
export const MOST_ROWS = 20_000;

/** The number of rows is checked before their shape. */
const rows = <Row>(row: z.ZodType<Row>) => z.array(z.unknown()).max(MOST_ROWS).pipe(z.array(row));

/** Refuses rows with the same identity, which would be counted more than once in a sum. */
const uniqueRows = <Row>(row: z.ZodType<Row>, identity: (row: Row) => string) =>
  rows(row).refine((all) => new Set(all.map(identity)).size === all.length);

export const envelope = z.object({
  schemaVersion: z.number(),
  command: text,
  ok: z.boolean(),
  target: z.object({ name: text, db: z.union([count, z.literal('all')]) }).nullable(),
  data: z.unknown(),
});
export type EnvelopeShape = z.infer<typeof envelope>;

const clock = z.object({ now: text, utcOffset: z.number().min(-14).max(14) });
const sizes = { bytes: figure, bytesLow: figure, bytesHigh: figure };

/** Ids of rows: the same words in two applications are two rows. */
export const familyId = ({ id, profile }: { id: string; profile: string | null }): string =>
  profile === null ? id : `${profile}/${id}`;
export const invariantId = ({ id, profile }: { id: string; profile: string }): string => `${profile}/${id}`;
export const planId = ({ provider, plan }: { provider: string; plan: string }): string => `${provider}/${plan}`;

export const audit = z.object({
  source: z.object({
    kind: z.enum(['live', 'snapshot']),
    snapshots: rows(z.object({ name: text })),
    sizes: z.enum(['server', 'lengths', 'snapshot']),
    exact: z.boolean(),
    countProven: z.boolean(),
    endedBecause: optionalText,
    partial: optionalText,
    filter: z.object({ pattern: optionalText, type: optionalText }),
  }),
  clock,
  profiles: rows(z.object({ name: text, version: optionalText, upTo: optionalText })),
  keys: count,
  databases: rows(z.object({ db: count })),
  families: uniqueRows(
    z.object({ id: text, profile: optionalText, pattern: text, keys: count, exact: z.boolean(), ...sizes }),
    familyId,
  ),
  memory: z.object({ usedMemory: figure }),
  findings: rows(
    z.object({
      code: text,
      severity: z.enum(['low', 'medium', 'high']),
      family: optionalText,
      profile: optionalText,
      count,
      title: text,
      evidence: text,
      params: z.record(text, z.unknown()),
    }),
  ),
  notCheckable: rows(z.object({ codes: z.array(text) })),
});
export type AuditShape = z.infer<typeof audit>;

const load = { perDay: amount, billablePerDay: amount };

export const estimate = z.object({
  workload: z.object({
    requestsPerDay: amount,
    accounts: amount,
    models: amount,
    apiKeys: amount,
    keys: amount,
    shares: z.record(text, amount),
    from: optionalText,
  }),
  profile: z.object({
    name: text,
    version: optionalText,
    releases: z.object({ from: optionalText, to: optionalText }).nullable(),
  }),
  settings: z.object({ deployed: z.record(text, text), tried: z.record(text, text) }),
  provider: z.object({ id: text, title: text }),
  total: z.object({
    wirePerRequest: amount,
    wirePerDay: amount,
    roundTripsPerRequest: amount,
    roundTripsPerDay: amount,
    billablePerRequest: amount,
    billablePerDay: amount,
  }),
  sources: uniqueRows(z.object({ id: text, ...load, roundTripsPerDay: amount }), ({ id }) => id),
  families: uniqueRows(z.object({ id: optionalText, pattern: optionalText, ...load }), ({ id }) => id ?? ''),
  billing: uniqueRows(
    z.object({ provider: text, providerTitle: text, plan: text, title: text, monthlyCost: figure, fits: z.boolean() }),
    planId,
  ),
});
export type EstimateShape = z.infer<typeof estimate>;

const period = z.object({ label: text, from: optionalText, to: optionalText, running: z.boolean() });
const figures = z.record(text, value);

export const usage = z.object({
  application: z.object({ name: text, version: optionalText, upTo: optionalText }),
  clock,
  owners: rows(z.object({ id: optionalText, name: optionalText })),
  tables: rows(
    z.object({
      id: text,
      period,
      by: z.array(z.object({ word: text, kind: z.enum(['entity', 'period']) })),
      metrics: z.array(text),
      sort: text,
      rows: rows(z.object({ labels: z.array(z.object({ id: optionalText, name: optionalText, gone: z.boolean() })), figures })),
      others: z.object({ rows: count }).nullable(),
      total: z.object({ figures }),
    }),
  ),
  source: z.object({ kind: z.enum(['live', 'snapshot']), files: z.array(text), partial: optionalText }),
});
export type UsageShape = z.infer<typeof usage>;

export const consistency = z.object({
  source: z.object({ kind: z.enum(['live', 'snapshot']), files: z.array(text), partial: optionalText }),
  clock,
  profiles: rows(z.object({ name: text, version: optionalText, upTo: optionalText })),
  invariants: uniqueRows(
    z.object({
      id: text,
      profile: text,
      title: text,
      checked: count,
      violations: count,
      leftOut: z.record(text, count),
    }),
    invariantId,
  ),
  violations: rows(z.object({ invariant: text, profile: text, family: text, key: text, class: text, cause: text })),
});
export type ConsistencyShape = z.infer<typeof consistency>;

const label = z.object({ id: optionalText, name: optionalText });
const source = z.object({ kind: z.enum(['live', 'snapshot']), files: z.array(text), partial: optionalText });

export const limits = z.object({
  application: z.object({ name: text, version: optionalText, upTo: optionalText }),
  clock,
  near: amount.nullable(),
  owners: rows(label),
  kinds: uniqueRows(z.object({ id: text, title: text, unit: text }), ({ id }) => id),
  rows: rows(z.object({ limit: text, word: text, subject: label, allowed: value, used: value, reached: z.boolean().nullable() })),
  source,
});
export type LimitsShape = z.infer<typeof limits>;

const severity = z.enum(['high', 'medium', 'low']);

export const limiters = z.object({
  applications: rows(z.object({ name: text, version: optionalText, upTo: optionalText })),
  now: text,
  limiters: rows(
    z.object({
      application: text,
      rule: text,
      title: text,
      keys: count,
      near: count.nullable(),
      full: count.nullable(),
      permanent: count,
      bytes: figure,
    }),
  ),
  findings: rows(z.object({ code: text, severity, family: optionalText, title: text, evidence: text, count })),
  source,
});
export type LimitersShape = z.infer<typeof limiters>;

export const doctor = z.object({
  now: text,
  applications: rows(z.object({ name: text, version: optionalText, upTo: optionalText })),
  checks: uniqueRows(
    z.object({ id: text, state: z.enum(['ok', 'warn', 'fail', 'skipped']), title: text, texts: z.array(text) }),
    ({ id }) => id,
  ),
  partial: optionalText,
});
export type DoctorShape = z.infer<typeof doctor>;
