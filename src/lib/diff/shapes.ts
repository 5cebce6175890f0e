/** The parts of results that are compared. Files are not trusted: whatever has another shape is refused. */
import * as z from 'zod';
import { isDecimal } from '../format/decimal.js';

const text = z.string();
const optionalText = z.string().nullable();
const count = z.number().min(0);
const figure = z.number().nullable();
const value = z.union([z.number(), z.string().refine(isDecimal), z.null()]);

export const envelope = z.object({
  schemaVersion: z.number(),
  command: text,
  ok: z.boolean(),
  target: z.object({ name: text, db: z.union([z.number(), z.literal('all')]) }).nullable(),
  data: z.unknown(),
});
export type EnvelopeShape = z.infer<typeof envelope>;

const clock = z.object({ now: text, utcOffset: z.number() });
const sizes = { bytes: figure, bytesLow: figure, bytesHigh: figure };

export const audit = z.object({
  source: z.object({
    kind: z.enum(['live', 'snapshot']),
    snapshots: z.array(z.object({ name: text })),
    sizes: z.enum(['server', 'lengths', 'snapshot']),
    exact: z.boolean(),
    countProven: z.boolean(),
    endedBecause: optionalText,
    partial: optionalText,
    filter: z.object({ pattern: optionalText, type: optionalText }),
  }),
  clock,
  profiles: z.array(z.object({ name: text, version: optionalText, upTo: optionalText })),
  keys: count,
  databases: z.array(z.object({ db: z.number() })),
  families: z.array(z.object({ id: text, profile: optionalText, pattern: text, keys: count, exact: z.boolean(), ...sizes })),
  memory: z.object({ usedMemory: figure }),
  findings: z.array(
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
  notCheckable: z.array(z.object({ codes: z.array(text) })),
});
export type AuditShape = z.infer<typeof audit>;

const load = { perDay: count, billablePerDay: count };

export const estimate = z.object({
  workload: z.object({
    requestsPerDay: count,
    accounts: count,
    models: count,
    apiKeys: count,
    keys: count,
    shares: z.record(text, z.number()),
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
    wirePerRequest: count,
    wirePerDay: count,
    roundTripsPerRequest: count,
    roundTripsPerDay: count,
    billablePerRequest: count,
    billablePerDay: count,
  }),
  sources: z.array(z.object({ id: text, ...load, roundTripsPerDay: count })),
  families: z.array(z.object({ id: optionalText, pattern: optionalText, ...load })),
  billing: z.array(
    z.object({ provider: text, providerTitle: text, plan: text, title: text, monthlyCost: figure, fits: z.boolean() }),
  ),
});
export type EstimateShape = z.infer<typeof estimate>;

const period = z.object({ label: text, from: optionalText, to: optionalText, running: z.boolean() });
const figures = z.record(text, value);

export const usage = z.object({
  application: z.object({ name: text, version: optionalText, upTo: optionalText }),
  clock,
  owners: z.array(z.object({ id: optionalText, name: optionalText })),
  tables: z.array(
    z.object({
      id: text,
      period,
      by: z.array(z.object({ word: text, kind: z.enum(['entity', 'period']) })),
      metrics: z.array(text),
      sort: text,
      rows: z.array(
        z.object({ labels: z.array(z.object({ id: optionalText, name: optionalText, gone: z.boolean() })), figures }),
      ),
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
  profiles: z.array(z.object({ name: text, version: optionalText, upTo: optionalText })),
  invariants: z.array(
    z.object({
      id: text,
      profile: text,
      title: text,
      checked: count,
      violations: count,
      leftOut: z.record(text, z.number()),
    }),
  ),
  violations: z.array(z.object({ invariant: text, profile: text, family: text, key: text, class: text, cause: text })),
});
export type ConsistencyShape = z.infer<typeof consistency>;
