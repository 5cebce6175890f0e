/**
 * Reads and writes the state note. A run is noted before it changes anything. Its line is removed if it has changed nothing or is
 * undone. Two runs at once use different fields.
 */
import { says } from '../../errors/changes.js';
import { EXIT, failure, type MeterError } from '../../format/errors.js';
import { MOST_FAMILIES, parseStateNote } from '../../recognise/parse-state.js';
import {
  isTaking,
  OLDER_FIELD,
  RUN_FIELDS,
  STATE_KEY,
  STATE_QUESTION,
  type NotedFamily,
  type NotedRun,
  type StateNote,
} from '../../recognise/state-note.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { KeyedSender } from '../engine/keyed-sender.js';
import { writeRefused } from '../engine/write-refusals.js';
import { NOTE_STATE } from './note-script.js';

/** The state note that was read. */
export interface ReadState {
  note: StateNote;
  /** Empty fields. */
  free: readonly string[];
}

/** Throws (exit 4) if the key is not a hash. */
export async function readState(sender: KeyedSender): Promise<ReadState> {
  const values = await valuesOf(sender);
  return { note: parseStateNote(values), free: RUN_FIELDS.filter((_, at) => typeof values[at] !== 'string') };
}

/** Notes the run in a free field. */
export async function noteRun(sender: KeyedSender, run: NotedRun, { free }: Pick<ReadState, 'free'>): Promise<void> {
  const text = asciiJson({ ...run, families: run.families.slice(0, MOST_FAMILIES) });
  for (const field of free) {
    if ((await set(sender, [field, text])) === 1) return;
    // After a lost reply the command is sent again, and then finds its own value.
    if ((await ask(sender, ['HGET', STATE_KEY, field])) === text) return;
  }
  const values = await valuesOf(sender);
  const { older } = parseStateNote(values);
  const [oldest] = RUN_FIELDS.map((field, at) => ({ field, run: runAt(values, at) })).toSorted(byAge);
  const kept = joined([...older, ...(oldest!.run?.families ?? []).filter(isTaking)]);
  await set(sender, [OLDER_FIELD, asciiJson(kept), oldest!.field, text]);
}

/** Notes that the run ended early. Does nothing if its line was removed. */
export async function noteStopped(sender: KeyedSender, run: string): Promise<void> {
  const values = await valuesOf(sender);
  const at = RUN_FIELDS.findIndex((_, place) => runAt(values, place)?.run === run);
  if (at >= 0) await ask(sender, ['HSET', STATE_KEY, RUN_FIELDS[at]!, asciiJson({ ...runAt(values, at), stopped: true })]);
}

/** Removes the lines of these runs, and the hash with the last one. */
export async function forgetRuns(sender: KeyedSender, runs: readonly string[]): Promise<void> {
  const values = await valuesOf(sender);
  const fields = RUN_FIELDS.filter((_, at) => runs.includes(runAt(values, at)?.run ?? ''));
  if (fields.length > 0) await ask(sender, ['HDEL', STATE_KEY, ...fields]);
}

interface FieldRun {
  field: string;
  /** `null`: unreadable. */
  run: NotedRun | null;
}

/** Unreadable lines first, then the oldest. */
const byAge = (a: FieldRun, b: FieldRun): number => ((a.run?.at ?? '') < (b.run?.at ?? '') ? -1 : 1);

/** One row for each family and action, over all of their periods. */
function joined(rows: readonly NotedFamily[]): NotedFamily[] {
  const known = new Map<string, NotedFamily>();
  for (const row of rows) {
    const id = `${row.profile}/${row.id}/${row.action}/${row.onlyGoneOwners ?? false}`;
    const before = known.get(id);
    known.set(id, before ? { ...row, oldest: least(before.oldest, row.oldest), newest: most(before.newest, row.newest) } : row);
  }
  return [...known.values()].slice(0, MOST_FAMILIES);
}

/** The earlier of two periods as texts; `null`: no bound. */
const least = (a: string | null, b: string | null): string | null => (a === null || b === null ? null : a < b ? a : b);
const most = (a: string | null, b: string | null): string | null => (a === null || b === null ? null : a > b ? a : b);

const runAt = (values: readonly unknown[], at: number): NotedRun | null =>
  parseStateNote(values.map((value, place) => (place === at ? value : null))).runs[0] ?? null;

/** The values for `parseStateNote`. */
async function valuesOf(sender: KeyedSender): Promise<readonly unknown[]> {
  const reply = await ask(sender, STATE_QUESTION);
  return Array.isArray(reply) ? reply : [];
}

/** Like the script: one field and its value if the field is new, or several. */
async function set(sender: KeyedSender, fields: readonly string[]): Promise<Reply> {
  const reply = await send(sender, [fields.length === 2 ? 'HSETNX' : 'HSET', STATE_KEY, ...fields]);
  if (!(reply instanceof ReplyError)) return reply;
  if (!reply.message.startsWith('OOM')) throw refused(reply);
  return ask(sender, ['EVAL', NOTE_STATE.body, '1', STATE_KEY, ...fields]);
}

async function ask(sender: KeyedSender, args: readonly string[]): Promise<Reply> {
  const reply = await send(sender, args);
  if (reply instanceof ReplyError) throw refused(reply);
  return reply;
}

async function send(sender: KeyedSender, args: readonly string[]): Promise<Reply> {
  const [reply] = await sender.send([{ key: STATE_KEY, args }]);
  return reply!;
}

const refused = ({ message }: ReplyError): MeterError =>
  message.startsWith('WRONGTYPE') ? failure(says('state-note', { key: STATE_KEY }), EXIT.refused) : writeRefused(message);

/** Texts may contain any character, but byte strings are sent. */
const asciiJson = (data: unknown): string =>
  JSON.stringify(data).replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
