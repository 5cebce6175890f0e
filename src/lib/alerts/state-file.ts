/** What was reported, in a file: each threshold is reported once, whatever becomes of the program. */
import { says } from '../errors/alerts.js';
import { says as ofFile } from '../errors/files.js';
import { access, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { readSmallFile, SMALL_FILE } from '../files/small-file.js';
import { whyUnwritable } from '../files/regular-file.js';
import { EXIT, failure, usageError, type Saying } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import type { AlertMessage } from './message.js';
import type { Measured } from './model.js';
import type { Standing } from './progress.js';
import { LEVELS } from './thresholds.js';

export interface AlertState {
  standings: ReadonlyMap<string, Standing>;
  /** Messages that a receiver has not taken yet, by receiver. */
  pending: ReadonlyMap<string, readonly AlertMessage[]>;
}

export const NEW_STATE: AlertState = { standings: new Map(), pending: new Map() };

const LARGEST = 32 * SMALL_FILE;

const value = z.union([z.number(), z.string(), z.null()]);
const moment = z.union([z.string(), z.null()]);
const measured = z.object({
  kind: z.enum(['limit', 'budget']),
  rule: z.string(),
  title: z.string(),
  word: z.string(),
  subject: z.union([z.object({ id: moment, name: moment, gone: z.boolean() }), z.null()]),
  unit: z.enum(['requests', 'tokens', 'usd', 'count']),
  period: z.enum(['total', 'day', 'month', 'week', 'window', 'running', 'cycle']),
  allowed: value,
  used: value,
  share: z.union([z.number(), z.null()]),
  remaining: value,
  since: moment,
  resetsAt: moment,
  reachedAt: moment,
  by: moment,
}) satisfies z.ZodType<Measured>;
const level = z.enum(LEVELS);
const standing = z.object({ percent: z.number(), level, at: z.string(), measured });
const message = measured.extend({
  schemaVersion: z.literal(1),
  id: z.string(),
  type: z.enum(['reached', 'recovered']),
  at: z.string(),
  level,
  threshold: z.number(),
  still: z.union([level, z.null()]),
  why: z.enum(['period', 'below', 'gone']).nullable(),
  target: moment,
  application: z.string(),
  text: z.string(),
}) satisfies z.ZodType<AlertMessage>;
const file = z.object({
  schemaVersion: z.literal(1),
  of: z.string(),
  standings: z.record(z.string(), standing),
  pending: z.record(z.string(), z.array(message)),
});

/** `of`: the Redis and the application. Throws usage errors: for a file of another Redis, and for one that is damaged. */
export async function readState(path: string, of: string): Promise<AlertState> {
  const shown = safeText(path);
  const bytes = await bytesOf(path);
  if (bytes === null) return NEW_STATE;
  const found = file.safeParse(parsed(bytes));
  if (!found.success) throw usageError(says('no-alerts-state', { path: shown }));
  const { standings, pending, of: ofFile } = found.data;
  if (ofFile !== of) throw usageError(says('state-of-other', { path: shown, of: safeText(ofFile), asked: safeText(of) }));
  return {
    standings: new Map(Object.entries(standings)),
    pending: new Map(Object.entries(pending)),
  };
}

/** `null`: there is none yet. */
async function bytesOf(path: string): Promise<Buffer | null> {
  const unreadable = (why: Saying): Saying => ofFile('state-unreadable', { path: safeText(path), why });
  const isThere = await access(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
  return isThere ? (await readSmallFile(path, unreadable, LARGEST)).bytes : null;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

/** Writes the file completely or not at all, and syncs it. Only its owner can read it, because it names owners. */
export async function writeState(path: string, of: string, { standings, pending }: AlertState): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  const content = { schemaVersion: 1, of, standings: Object.fromEntries(standings), pending: Object.fromEntries(pending) };
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFileAtomic(path, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  } catch (error) {
    throw failure(says('state-unwritable', { path: safeText(path), why: whyUnwritable(error) }), EXIT.failure, 'state');
  }
}
