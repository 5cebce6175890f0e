/** Parses the state note. Any client may have written the hash, so invalid parts are skipped. */
import * as z from 'zod';
import { parseBoundedJson } from '../format/bounded-json.js';
import { RUN_FIELDS, type NotedFamily, type NotedRun, type StateNote } from './state-note.js';

/** Maximum rows of one run, and maximum characters of a field. This program writes nothing longer. */
export const MOST_FAMILIES = 500;
const LONGEST_FIELD = 2 ** 18;
const word = z.string().max(256);

const family: z.ZodType<NotedFamily> = z.object({
  profile: word,
  id: word,
  action: word,
  oldest: word.nullable(),
  newest: word.nullable(),
  onlyGoneOwners: z.boolean().optional(),
});

const run: z.ZodType<NotedRun> = z.object({
  run: z.string().regex(/^[0-9a-f]{16,64}$/),
  at: z.iso.datetime().max(64),
  command: z.string().max(4096),
  archive: word.nullable(),
  previous: word.nullable(),
  utcOffset: z.int().min(-12).max(14).nullable(),
  families: z.array(family).max(MOST_FAMILIES),
  stopped: z.boolean().optional(),
});

const older = z.array(family).max(MOST_FAMILIES);

/** Parses the values for `STATE_QUESTION`, in its order. */
export function parseStateNote(values: readonly unknown[]): StateNote {
  const runs = RUN_FIELDS.flatMap((_, at) => parsed(run, values[at]) ?? []);
  return { runs: runs.toSorted((a, b) => (a.at < b.at ? -1 : 1)), older: parsed(older, values[RUN_FIELDS.length]) ?? [] };
}

function parsed<Data>(schema: z.ZodType<Data>, text: unknown): Data | null {
  if (typeof text !== 'string' || text.length > LONGEST_FIELD) return null;
  try {
    return schema.safeParse(parseBoundedJson(text)).data ?? null;
  } catch {
    return null;
  }
}
