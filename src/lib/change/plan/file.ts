/** Reads a plan from a file. */
import { says } from '../../errors/changes.js';
import { says as ofFile } from '../../errors/files.js';
import type { ZodError } from 'zod';
import { readSmallFile } from '../../files/small-file.js';
import { parseBoundedJson } from '../../format/bounded-json.js';
import { usageError, type Saying } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import type { PlanData } from './model.js';
import { planSchema, type KeptPlan } from './schema.js';

/**
 * Maximum bytes. A plan may list its keys by name: about 600,000 at this size. Reading takes about four times its size in memory.
 */
export const LARGEST_PLAN = 64 * 1024 * 1024;

/** Throws a usage error for a file that cannot be read, or that is not a plan that can be carried out. */
export async function readPlan(path: string): Promise<KeptPlan> {
  const unreadable = (why: Saying): Saying => ofFile('plan-unreadable', { path: safeText(path), why });
  const { bytes } = await readSmallFile(path, unreadable, LARGEST_PLAN);
  return parsePlan(parsed(bytes.toString('utf8')), safeText(path));
}

/** `name`: the name in errors. Throws a usage error if it is not a plan that can be carried out. */
export function parsePlan(value: unknown, name: string): KeptPlan {
  const { success, data, error } = planSchema.safeParse(value);
  if (success) return data as unknown as KeptPlan;
  throw usageError(says('no-plan-file', { name, ...faultOf(error) }));
}

/** What is wrong with the file, and where; `null`: it holds no object. */
function faultOf({ issues: [issue] }: ZodError): { place: string | null; words: string } {
  if (!issue || issue.path.length === 0) return { place: null, words: '' };
  return { place: safeText(issue.path.map(String).join('.')), words: issue.message.replace(/^Invalid input: /, '') };
}

function parsed(text: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch {
    return null;
  }
}

/** The key names that the plan lists; `null`: it lists none, and covers all keys of its selection. */
export function listedNames({ families }: PlanData): Set<string> | null {
  const lists = families.flatMap(({ names }) => (names ? [names] : []));
  if (lists.length === 0) return null;
  return new Set(lists.flat().map((name) => Buffer.from(name, 'base64').toString('latin1')));
}
