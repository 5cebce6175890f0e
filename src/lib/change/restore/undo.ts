/** How each action of an archive is undone. */
import { ReplyError } from '../../redis/resp.js';
import type { RecordedAction } from '../actions.js';
import type { ArchivedValue, ArchiveRecord } from '../archive/record.js';
import type { ReadKey } from '../engine/read-key.js';
import { readDumps, readTypedValues, type Sender } from '../engine/read-values.js';
import { chunks } from '../value/chunks.js';
import { writeTyped } from '../value/write-typed.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { Additive } from '../compare/additive.js';
import { counterCommands, countersBefore, WHOLE } from '../compare/counters.js';
import type { Entry, Fate, Mode } from './entry.js';
import type { Decide, Decision, Look } from './key-transaction.js';
import type { TakenBack } from './taken-back.js';
import { undoListing } from './undo-listing.js';
import { appended, mergeCommands, OVERFLOW } from '../compare/merge.js';
import { contains, endsWith, readable, sameValue } from '../compare/same-value.js';

export interface UndoOptions {
  mode: Mode;
  /** The server has DUMP and RESTORE. */
  dump: boolean;
  additive: (family: string) => Additive;
  takenBack: TakenBack;
  /** Archives a key before it is replaced. */
  keep: (record: ArchiveRecord, live: ReadKey) => Promise<void>;
}

/** By action. Trimmed streams are restored in another way: see `stream-rebuild.ts`. */
export function undoing(options: UndoOptions): Readonly<Record<RecordedAction, Decide | null>> {
  const whole: Decide = (entry, look) => bringBack(entry, look, options);
  const counters: Decide = (entry, look) => lower(entry, look, options);
  return {
    delete: whole,
    copy: whole,
    expire: (entry, look) => lengthen(entry, look, options),
    members: putIn,
    mark: unmark,
    trim: appendTail,
    raise: counters,
    set: counters,
    listing: undoListing,
    limit: undoListing,
    // All of them at once: see `unlist.ts`.
    listed: null,
  };
}

const nothing = (fate: Fate): Decision => ({ fate, commands: [] });

/** For a value that exists only as a payload. */
const UNWRITABLE: Decision = { fate: 'untaken', commands: [], reason: 'the server does not read its payload, nor does meter' };

const TOO_LARGE: Decision = { fate: 'untaken', commands: [], reason: 'the sum would overflow 64 bits' };

const isOver = ({ expireAtMs }: ArchiveRecord): boolean => expireAtMs !== null && expireAtMs <= Date.now();

/** Sets the remaining TTL, which does not depend on differences between clocks. */
const lifeCommands = (name: string, expireAtMs: number | null): string[][] =>
  expireAtMs === null ? [] : [['PEXPIRE', name, String(Math.max(1, Math.round(expireAtMs - Date.now())))]];

async function readKey({ name }: ArchiveRecord, connection: Sender, dump: boolean): Promise<ReadKey | null> {
  const [found] = await (dump ? readDumps(connection, [name]) : readTypedValues(connection, [name]));
  return found!.key;
}

async function bringBack(entry: Entry, look: Look, options: UndoOptions): Promise<Decision> {
  const { record, certain, unsure } = entry;
  if (isOver(record)) return nothing('expired');
  const live = await readKey(record, look.connection, options.dump);
  if (look.noted) return nothing('there');
  if (!live) return created(record, look, options.dump);
  // The key was certainly removed, so an equal value was created again.
  const isSame = sameValue(live.value, record.value);
  if (isSame && (!certain || options.mode === 'replace')) return nothing('there');
  if (options.mode === 'keep') return nothing(isSame ? 'same' : 'alive');
  const [archived, present] = [readable(record.value), readable(live.value)];
  if (unsure && archived && present && contains(present, archived)) return nothing('same');
  if (options.mode === 'replace') return replaced(record, live, look, options);
  const commands = archived && present && mergeCommands(record.name, archived, present, options.additive(record.family));
  if (commands === OVERFLOW) return TOO_LARGE;
  if (!commands) return nothing(isSame ? 'there' : 'refused');
  return { fate: commands.length > 0 ? 'restored' : 'there', commands };
}

function created(record: ArchiveRecord, look: Look, dump: boolean): Decision {
  const commands = writing(record, look.typed || !dump, []);
  return commands ? { fate: 'restored', commands } : UNWRITABLE;
}

function replaced(record: ArchiveRecord, live: ReadKey, look: Look, { dump, keep }: UndoOptions): Decision {
  const commands = writing(record, look.typed || !dump, ['REPLACE']);
  if (!commands) return UNWRITABLE;
  return { fate: 'restored', commands, before: () => keep(record, live) };
}

/** `null`: the value cannot be written by the commands of its type. `options`: of RESTORE. */
function writing({ name, value, expireAtMs }: ArchiveRecord, typed: boolean, options: readonly string[]): string[][] | null {
  if (value.form === 'dump' && !typed) {
    const left = expireAtMs === null ? 0 : Math.max(1, Math.round(expireAtMs - Date.now()));
    return [['RESTORE', name, String(left), value.payload, ...options]];
  }
  const known = readable(value);
  if (!known) return null;
  const removal = options.includes('REPLACE') ? [['UNLINK', name]] : [];
  return [...removal, ...writeTyped(name, known, null), ...lifeCommands(name, expireAtMs)];
}

/** Restores the TTL that was shortened, or the key if it has expired meanwhile. */
async function lengthen(entry: Entry, look: Look, options: UndoOptions): Promise<Decision> {
  const { record } = entry;
  if (look.noted) return nothing('there');
  const live = await readKey(record, look.connection, options.dump);
  if (!live || isOver(record) || !(sameValue(live.value, record.value) || hasGrown(live, record))) {
    // The grown value must not be added to the archived one.
    return bringBack({ ...entry, certain: false, unsure: true }, look, options);
  }
  if (live.expireAtMs === null && record.expireAtMs === null) return nothing('there');
  if (live.expireAtMs !== null && record.expireAtMs !== null && live.expireAtMs >= record.expireAtMs - 1) return nothing('there');
  const { name, expireAtMs } = record;
  return { fate: 'restored', commands: expireAtMs === null ? [['PERSIST', name]] : lifeCommands(name, expireAtMs) };
}

/** True when the application has added to the key since. This would be lost when the shorter TTL ends. */
function hasGrown(live: ReadKey, record: ArchiveRecord): boolean {
  const [archived, present] = [readable(record.value), readable(live.value)];
  return archived !== null && present !== null && contains(present, archived);
}

/** `none`: the key does not exist. */
async function typeOf(name: string, connection: Sender): Promise<string> {
  const [reply] = await connection.send([['TYPE', name]]);
  if (reply instanceof ReplyError) throw writeRefused(reply.message);
  return typeof reply === 'string' ? reply : 'none';
}

/** The elements of a list or a set. */
function elementsOf(value: ArchivedValue, type: 'list' | 'set'): string[] {
  const known = readable(value);
  return known && known.type === type ? (known.value as string[]) : [];
}

async function putIn({ record }: Entry, { connection, noted }: Look): Promise<Decision> {
  if (noted) return nothing('there');
  const type = await typeOf(record.name, connection);
  if (type !== 'none' && type !== 'set') return nothing('refused');
  if (type === 'none' && isOver(record)) return nothing('expired');
  const members = elementsOf(record.value, 'set');
  const commands = [...chunks(members.map((member) => [member]))].map((part) => ['SADD', record.name, ...part]);
  return {
    fate: 'restored',
    commands: type === 'none' ? [...commands, ...lifeCommands(record.name, record.expireAtMs)] : commands,
  };
}

/** The value of a marker that only a prune has written. */
const MARK = '1';

async function unmark({ record }: Entry, { connection }: Look): Promise<Decision> {
  if ((await typeOf(record.name, connection)) !== 'string') return nothing('gone');
  const [value] = await connection.send([['GET', record.name]]);
  return value === MARK ? { fate: 'restored', commands: [['UNLINK', record.name]] } : nothing('gone');
}

async function appendTail({ record, unsure }: Entry, { connection, noted }: Look): Promise<Decision> {
  const { name, expireAtMs } = record;
  if (noted) return nothing('there');
  const type = await typeOf(name, connection);
  if (type !== 'none' && type !== 'list') return nothing('refused');
  if (type === 'none' && isOver(record)) return nothing('expired');
  const tail = elementsOf(record.value, 'list');
  if (unsure) {
    const [end] = await connection.send([['LRANGE', name, String(-tail.length), '-1']]);
    if (Array.isArray(end) && endsWith(end as string[], tail)) return nothing('same');
  }
  const commands = appended(name, tail);
  return { fate: 'restored', commands: type === 'none' ? [...commands, ...lifeCommands(name, expireAtMs)] : commands };
}

async function lower(entry: Entry, { connection, noted }: Look, { dump, takenBack }: UndoOptions): Promise<Decision> {
  const { record, unsure } = entry;
  if (noted) takenBack.add(entry);
  if (noted) return nothing('there');
  const found = await readKey(record, connection, dump);
  const live = found && readable(found.value);
  if (!live) return nothing('gone');
  if (live.type !== 'hash' && live.type !== 'string') return nothing('refused');
  const values =
    live.type === 'string' ? new Map([[WHOLE, live.value]]) : new Map(live.value.map(({ field, value }) => [field, value]));
  // If the raise is uncertain, only the current value is known.
  const others = (field: string): string => (unsure ? '0' : takenBack.byOthers(entry, field));
  const wanted = countersBefore(record.fields ?? {}, values, entry.certain, others);
  if (wanted.size === 0) return nothing('there');
  return { fate: 'restored', commands: counterCommands(record.name, live.type, wanted, values) };
}
