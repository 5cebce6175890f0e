/** Restoring the oldest entries of a stream means to rewrite the stream, because ids only increase. */
import type { ReadKey } from '../engine/read-key.js';
import { readDumps, readTypedValues } from '../engine/read-values.js';
import type { StreamEntry, StreamValue } from '../value/typed-value.js';
import { writeTyped } from '../value/write-typed.js';
import type { Entry } from './entry.js';
import type { Decide } from './key-transaction.js';
import { readable } from '../compare/same-value.js';
import type { UndoOptions } from './undo.js';

/** Entries of a stream from several records, which are restored at once. */
export interface TrimmedStream {
  /** In the order of reading; they may come from several archives. */
  entries: [Entry, ...Entry[]];
  /** In the order of the records. */
  parts: StreamEntry[][];
}

export function isTrimmedStream({ record: { action, value } }: Entry): boolean {
  return action === 'trim' && value.form === 'typed' && value.type === 'stream';
}

/** Adds the elements of an entry to those of its stream. Keeps all of them until the stream is written. */
export function collectStream(streams: Map<string, TrimmedStream>, entry: Entry): void {
  const { value, name } = entry.record;
  if (value.form !== 'typed' || value.type !== 'stream') return;
  const known = streams.get(name);
  if (!known) streams.set(name, { entries: [entry], parts: [value.value.entries] });
  else {
    known.entries.push(entry);
    known.parts.push(value.value.entries);
  }
}

/** If the stream still exists, rewrites it with all its entries, unless the mode keeps it unchanged. */
export function rebuilding(parts: readonly StreamEntry[][], { mode, dump, keep }: UndoOptions): Decide {
  return async ({ record }, { connection }) => {
    const { name, expireAtMs } = record;
    const [found] = await (dump ? readDumps(connection, [name]) : readTypedValues(connection, [name]));
    const live: ReadKey | null = found!.key;
    if (!live && expireAtMs !== null && expireAtMs <= Date.now()) return { fate: 'expired', commands: [] };
    const held = live && readable(live.value);
    if (live && held?.type !== 'stream') return { fate: 'refused', commands: [] };
    const present = held?.type === 'stream' ? held.value : null;
    const whole = joined(present, parts.flat());
    if (present && whole.entries.length === present.entries.length) return { fate: 'there', commands: [] };
    if (live && mode === 'keep') return { fate: 'alive', commands: [] };
    const ends = live ? live.expireAtMs : expireAtMs;
    const commands = [
      ['UNLINK', name],
      ...writeTyped(name, { type: 'stream', value: whole }, null),
      ...(ends === null ? [] : [['PEXPIRE', name, String(Math.max(1, Math.round(ends - Date.now())))]]),
    ];
    const before = live && mode === 'replace' ? { before: () => keep(record, live) } : {};
    return { fate: 'restored', commands, ...before };
  };
}

/** Every entry once, in the order of ids. */
function joined(live: StreamValue | null, archived: readonly StreamEntry[]): StreamValue {
  const byId = new Map([...archived, ...(live?.entries ?? [])].map((entry) => [entry.id, entry]));
  const entries = [...byId.values()].toSorted((a, b) => compareIds(a.id, b.id));
  const last = entries[entries.length - 1]?.id ?? '0-0';
  const none = { maxDeletedId: null, entriesAdded: null, groups: [] };
  if (!live) return { ...none, entries, lastId: last };
  // A stream that was created again has not counted the other entries.
  const added =
    live.entriesAdded !== null && BigInt(live.entriesAdded) < entries.length ? String(entries.length) : live.entriesAdded;
  return { ...live, entries, lastId: compareIds(live.lastId, last) > 0 ? live.lastId : last, entriesAdded: added };
}

function compareIds(a: string, b: string): number {
  const [left, right] = [idParts(a), idParts(b)];
  const at = left[0] === right[0] ? 1 : 0;
  return left[at]! < right[at]! ? -1 : left[at]! > right[at]! ? 1 : 0;
}

/** Both halves are 64-bit numbers. */
function idParts(id: string): [bigint, bigint] {
  const [ms = '0', sequence = '0'] = id.split('-');
  return [BigInt(ms), BigInt(sequence)];
}
