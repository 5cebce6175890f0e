/** Checks the head, outcomes and totals of an archive, because anyone may have written the file. Unknown fields are ignored. */
import * as z from 'zod';
import type { OutcomesBlock, Totals } from './block.js';
import type { ArchiveHead } from './record.js';

/** Maximum characters of a text. The command has every flag that was typed. */
const LONGEST = { command: 64 * 1024, name: 1024, short: 256 } as const;
/** Maximum number of families; all profiles together have a few hundred. */
export const MOST_FAMILIES = 10_000;

const short = z.string().max(LONGEST.short);
const name = z.string().max(LONGEST.name);

/** Ids become parts of key names. */
const run = z.string().regex(/^[0-9a-f]{16,64}$/);

const head: z.ZodType<ArchiveHead> = z.object({
  run: run.optional(),
  previous: run.nullable().optional(),
  meterVersion: short,
  command: z.string().max(LONGEST.command),
  createdAt: z.iso.datetime().max(LONGEST.short),
  target: name,
  fingerprint: short,
  db: z
    .int()
    .nonnegative()
    .max(2 ** 31 - 1),
  server: short,
  profile: name,
  utcOffset: z.int().min(-12).max(14),
});

const totals = z.object({
  records: z.int().nonnegative(),
  families: z.record(z.string(), z.int().nonnegative()),
  batches: z.int().nonnegative().optional(),
});

const outcomes: z.ZodType<OutcomesBlock> = z.object({
  outcomes: z.array(z.tuple([z.int().nonnegative(), z.string().regex(/^[a-z]{1,64}$/)])),
});

/** The head, or the name of an invalid field. */
export const checkedHead = (data: unknown): ArchiveHead | string => checked(head, data);

/** The totals, or the name of an invalid field. */
export const checkedTotals = (data: unknown): Totals | string => checked(totals, data);

/** Outcomes of batches, or the name of an invalid field. */
export const checkedOutcomes = (data: unknown): OutcomesBlock | string => checked(outcomes, data);

function checked<Data extends object>(schema: z.ZodType<Data>, data: unknown): Data | string {
  const { success, data: found, error } = schema.safeParse(data);
  return success ? found : String(error.issues[0]?.path[0] ?? 'first');
}
