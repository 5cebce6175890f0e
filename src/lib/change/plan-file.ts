/** A plan that was written to a file, read back. */
import * as z from 'zod';
import { readSmallFile } from '../files/small-file.js';
import { usageError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import type { PlanData } from '../report/change-model.js';
import type { Selection } from './prune/selection.js';

/** Bytes. A plan may list its keys by name, about 600,000 of them at this size; reading one takes some four times its size. */
export const LARGEST_PLAN = 64 * 1024 * 1024;

const span = z.number().positive().nullable();

const selection: z.ZodType<Selection> = z.object({
  grains: z.array(z.enum(['total', 'month', 'week', 'day', 'hour', 'minute', 'none'])),
  model: z.boolean(),
  records: z.boolean(),
  families: z.array(z.string()),
  orphans: z.boolean(),
  leaked: z.boolean(),
  legacy: z.boolean(),
  olderThanMs: span,
  includeOpen: z.boolean(),
  setTtlMs: span,
  trimTo: z.int().nonnegative().nullable(),
});

const rollup = z.object({ rollup: z.string(), prune: z.boolean() });
const rename = z.object({ from: z.string(), to: z.string(), sum: z.boolean() });

/** What carrying a plan out goes by, whatever the verb; the rest is for people. */
const common = z.looseObject({
  format: z.literal(1),
  asTyped: z.string(),
  fingerprint: z.string(),
  target: z.looseObject({ name: z.string(), db: z.int() }),
  profileSpecs: z.array(z.string()).min(1),
  profiles: z.array(z.object({ name: z.string(), version: z.string().nullable() })).min(1),
  clock: z.looseObject({ now: z.iso.datetime(), utcOffset: z.int(), marginHours: z.number().nonnegative() }),
  families: z.array(z.looseObject({ id: z.string(), profile: z.string(), names: z.array(z.base64()).optional() })),
  keys: z.int().nonnegative(),
});

const plan = z.discriminatedUnion('command', [
  common.extend({ command: z.literal('prune'), selection }),
  common.extend({ command: z.literal('migrate'), selection: z.union([rollup, rename]) }),
]);

export type PrunePlan = PlanData & { command: 'prune'; selection: Selection & Record<string, unknown> };

export type MigratePlan = Omit<PlanData, 'selection'> & {
  command: 'migrate';
  selection: z.infer<typeof rollup> | z.infer<typeof rename>;
};

/** Throws a usage error for a file that cannot be read, or holds no plan that can be carried out later. */
export async function readPlan(path: string): Promise<PrunePlan | MigratePlan> {
  const words = {
    subject: `The plan ${safeText(path)}`,
    advice: 'Give the file that meter prune -o or meter migrate -o has written.',
  };
  const { bytes } = await readSmallFile(path, words, LARGEST_PLAN);
  const { success, data, error } = plan.safeParse(parsed(bytes.toString('utf8')));
  if (success) return data as unknown as PrunePlan | MigratePlan;
  const [issue] = error.issues;
  throw usageError(
    `${safeText(path)} is no plan of a prune or a migration: ${safeText(issue?.path.map(String).join('.') || 'it')} ${issue?.message ?? ''}.`,
    'Make one: meter prune --hourly -o plan.json',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The key names that the plan lists; `null`: it lists none, and speaks of whatever its selection takes. */
export function listedNames({ families }: PlanData): Set<string> | null {
  const lists = families.flatMap(({ names }) => (names ? [names] : []));
  if (lists.length === 0) return null;
  return new Set(lists.flat().map((name) => Buffer.from(name, 'base64').toString('latin1')));
}
