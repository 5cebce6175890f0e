/** Checks a plan from a file, which anyone may have written: every field by type, range and length. Unknown fields are ignored. */
import * as z from 'zod';
import { PLANNED } from '../actions.js';
import type { PlanData } from './model.js';
import type { ProtectedRow } from './protected.js';
import type { Selection } from './selection.js';
import type { PlanNotice } from '../notices.js';

/** Maximum characters of a word, of a line, and of the typed command. */
const LONGEST = { word: 256, line: 4096, typed: 64 * 1024 } as const;
/** Maximum rows or lines of one kind. */
const MOST_ROWS = 10_000;
/** Maximum owners of a plan about limits. */
const MOST_LIMITS = 600_000;
/** A century in ms: the maximum duration. */
const CENTURY_MS = 100 * 366 * 86_400_000;
/** Maximum hours by which periods end later if the offset is uncertain: from -12 to +14. */
const WIDEST_MARGIN = 26;

const word = z.string().max(LONGEST.word);
const line = z.string().max(LONGEST.line);
const lines = z.array(line).max(MOST_ROWS);
const figure = z.int().nonnegative();
const span = z.number().positive().max(CENTURY_MS).nullable();

const selection: z.ZodType<Selection> = z.object({
  grains: z.array(z.enum(['total', 'month', 'week', 'day', 'hour', 'minute', 'none'])).max(7),
  model: z.boolean(),
  records: z.boolean(),
  families: z.array(word).max(MOST_ROWS),
  orphans: z.boolean(),
  leaked: z.boolean(),
  legacy: z.boolean(),
  olderThanMs: span,
  includeOpen: z.boolean(),
  setTtlMs: span,
  trimTo: figure.nullable(),
});

const rollup = z.object({ rollup: line, prune: z.boolean() });
const rename = z.object({ from: line, to: line, sum: z.boolean() });

const stated = z.object({ name: word, capacity: z.int().positive(), window: z.int().positive().nullable() });
const limiters = z.object({
  limiters: z.literal('list:window'),
  seed: z.enum(['newest', 'oldest', 'replay']),
  offsetMinutes: z
    .int()
    .min(-14 * 60)
    .max(14 * 60),
  sizes: z.array(stated).max(MOST_ROWS),
});

const limitText = z.string().max(LONGEST.word).nullable();
const limits = z.object({
  profile: word,
  limit: word,
  family: word,
  changes: z.array(z.object({ name: z.base64(), before: limitText, after: limitText })).max(MOST_LIMITS),
});

export type LimitsSelection = z.infer<typeof limits>;

const target: z.ZodType<PlanData['target']> = z.object({
  name: line,
  host: line.nullable(),
  port: z.int().min(0).max(65_535).nullable(),
  db: figure,
  tls: z.boolean(),
  mode: z.enum(['standalone', 'cluster', 'sentinel']),
  replica: z.boolean(),
});

const clock = z.object({
  now: z.iso.datetime().max(LONGEST.word),
  utcOffset: z.int().min(-12).max(14),
  offsetFrom: z.enum(['flag', 'env', 'note', 'data', 'profile', 'default']),
  evidence: line.default(''),
  marginHours: z.number().nonnegative().max(WIDEST_MARGIN),
});

const family = z.object({
  id: word,
  profile: word,
  invariant: word.optional(),
  pattern: line,
  action: z.enum(PLANNED),
  keys: figure,
  elements: figure.nullable(),
  bytes: z.number().nonnegative().nullable(),
  periods: z.object({ oldest: word, newest: word }).nullable(),
  breaks: line,
  harmless: z.boolean().default(false),
  samples: lines,
  names: z.array(z.base64()).optional(),
});

const cost = z.object({
  provider: word,
  plan: word,
  billable: z.number().nonnegative(),
  dollars: z.number().nonnegative(),
  asOf: word.nullable(),
});

/** Only the text of a reason is used, and only for display. */
const protectedRow = z
  .object({ family: word, keys: figure.nullable(), reason: line })
  .transform(({ reason, ...row }): ProtectedRow => ({ ...row, code: 'as-written', params: { text: reason } }));

const common = z.object({
  format: z.literal(1),
  asTyped: z.string().max(LONGEST.typed),
  createdAt: z.iso.datetime().max(LONGEST.word),
  target,
  fingerprint: word,
  profileSpecs: z.array(line).min(1).max(100),
  profiles: z
    .array(z.object({ name: word, version: word.nullable(), upTo: word.nullable().default(null) }))
    .min(1)
    .max(100),
  clock,
  families: z.array(family).max(MOST_ROWS),
  indexes: figure,
  keys: figure,
  bytes: z.number().nonnegative().nullable(),
  commands: z.number().nonnegative(),
  cost: cost.nullable(),
  keyspace: figure.nullable(),
  leaves: lines.default([]),
  protected: z.array(protectedRow).max(MOST_ROWS),
  screens: z.array(word).max(MOST_ROWS).default([]),
  dark: lines,
  notes: lines.transform((texts) => texts.map((text): PlanNotice => ({ code: 'plan-says', params: { text } }))),
});

const LIMITS_COMMANDS = ['limits set', 'limits unset', 'limits reset', 'limits copy'] as const;

export const planSchema = z.discriminatedUnion('command', [
  common.extend({ command: z.literal('prune'), selection }),
  common.extend({ command: z.literal('migrate'), selection: z.union([rollup, rename, limiters]) }),
  common.extend({ command: z.enum(LIMITS_COMMANDS), selection: limits }),
]);

type Prune = { command: 'prune'; selection: Selection & Record<string, unknown> };

export type PrunePlan = PlanData & Prune;

export type MigratePlan = Omit<PlanData, 'selection'> & {
  command: 'migrate';
  selection: z.infer<typeof rollup> | z.infer<typeof rename> | z.infer<typeof limiters>;
};

export type LimitsPlan = Omit<PlanData, 'selection'> & {
  command: (typeof LIMITS_COMMANDS)[number];
  selection: LimitsSelection;
};

/** A plan that can be carried out from a file. */
export type KeptPlan = PrunePlan | MigratePlan | LimitsPlan;
