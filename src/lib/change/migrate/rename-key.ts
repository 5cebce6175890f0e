/** Renames one key, or adds it to the key that has the new name. */
import { slotOfKey } from '../../redis/cluster.js';
import type { ArchiveRecord } from '../archive/record.js';
import { addDecimals } from '../../format/decimal.js';
import { ATTEMPTS } from '../engine/key-change.js';
import type { Outcome } from '../engine/outcome.js';
import type { ReadKey } from '../engine/read-key.js';
import { readForChange } from '../engine/read-values.js';
import { readyItems } from '../engine/ready-items.js';
import type { ChangeRun } from '../engine/run-changes.js';
import type { Prepared, WorkItem } from '../engine/work-item.js';
import type { Additive } from '../compare/additive.js';
import { WHOLE } from '../compare/counters.js';
import { mergeCommands, OVERFLOW } from '../compare/merge.js';
import { readable } from '../compare/same-value.js';

export interface Renaming {
  name: string;
  to: string;
  /** The family's id. */
  family: string;
}

export interface RenameOptions {
  run: ChangeRun;
  sum: boolean;
  additive: (family: string) => Additive;
}

type Fields = NonNullable<ArchiveRecord['fields']>;

/** `protected`: the new name exists, and the keys cannot be added. */
export async function renameKey(renaming: Renaming, options: RenameOptions): Promise<Outcome> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const outcome = await tryOnce(renaming, options);
    if (outcome !== 'altered') return outcome;
  }
  return 'altered';
}

async function tryOnce(renaming: Renaming, options: RenameOptions): Promise<Outcome> {
  const { name, to } = renaming;
  const { session, engine } = options.run;
  if (session.mode === 'cluster' && slotOfKey(name) !== slotOfKey(to)) return move(renaming, options);
  const [outcome] = await engine.run([renaming], {
    keysOf: () => [name, to],
    async prepare(connection) {
      const [source, target] = (await readForChange(connection, [name, to])).map(({ key }) => key);
      if (!source) return ['gone'];
      if (!target) return [renamed(renaming, source, options.run)];
      return [options.sum ? added(renaming, source, target, options) : 'protected'];
    },
  });
  return outcome!;
}

function renamed({ name, to, family }: Renaming, source: ReadKey, { db }: ChangeRun): WorkItem {
  return {
    keys: [name, to],
    checks: [
      { kind: 'same', key: name, read: source },
      { kind: 'reply', ask: ['EXISTS', to], is: '0', otherwise: 't' },
    ],
    commands: [['RENAME', name, to]],
    records: [
      ...raisedRecord({ name: to, family }, createdFields(source), null, db),
      removedRecord({ name, family }, source, db),
    ],
  };
}

/** Moves a key to another slot in two batches. It is created there first, so that it always exists. */
async function move(renaming: Renaming, { run }: RenameOptions): Promise<Outcome> {
  const { name, to, family } = renaming;
  const source = await read(name, run);
  if (!source) return 'gone';
  if (source.value.form !== 'dump') return 'protected';
  const target = await read(to, run);
  // A killed run may have left both keys.
  if (target && !isSame(source, target)) return 'protected';
  if (!target) {
    const [made] = await run.engine.run([madeItem(renaming, source, run)], readyItems);
    if (made !== 'done') return made!;
  }
  const outcome = await remove({ name, family }, source, run);
  if (outcome === 'done' || target) return outcome;
  // The key was written or removed meanwhile: the new key is removed again, unless it was written too.
  const made = await read(to, run);
  if (made && isSame(source, made)) await remove({ name: to, family }, made, run);
  return outcome;
}

/** Removes a key that was read before. It is read again while it is watched, and stays if it has changed. */
async function remove(key: NamedKey, before: ReadKey, run: ChangeRun): Promise<Outcome> {
  const [outcome] = await run.engine.run([key], {
    keysOf: ({ name }) => [name],
    async prepare(connection) {
      const [found] = await readForChange(connection, [key.name]);
      if (!found?.key) return ['gone'];
      return [isSame(before, found.key) ? removedItem(key, found.key, run) : 'altered'];
    },
  });
  return outcome!;
}

async function read(name: string, { session, sender }: ChangeRun): Promise<ReadKey | null> {
  const [found] = await readForChange(await sender.connectionTo(session.nodeForKey(name)), [name]);
  return found!.key;
}

const isSame = (a: ReadKey, b: ReadKey): boolean =>
  a.value.form === 'dump' && b.value.form === 'dump' && a.value.payload === b.value.payload;

function madeItem({ to, family }: Renaming, source: ReadKey, { db }: ChangeRun): WorkItem {
  const { value, expireAtMs } = source;
  const left = expireAtMs === null ? 0 : Math.max(1, Math.round(expireAtMs - Date.now()));
  return {
    keys: [to],
    checks: [{ kind: 'reply', ask: ['EXISTS', to], is: '0', otherwise: 't' }],
    commands: [['RESTORE', to, String(left), value.form === 'dump' ? value.payload : '']],
    records: raisedRecord({ name: to, family }, createdFields(source), null, db),
  };
}

const removedItem = (key: NamedKey, read: ReadKey, { db }: ChangeRun): WorkItem => ({
  keys: [key.name],
  checks: [{ kind: 'same', key: key.name, read }],
  commands: [['UNLINK', key.name]],
  records: [removedRecord(key, read, db)],
});

function added(renaming: Renaming, source: ReadKey, target: ReadKey, { run, additive }: RenameOptions): Prepared {
  const { name, to, family } = renaming;
  const [archived, live] = [readable(source.value), readable(target.value)];
  if (!archived || !live || archived.type !== live.type || (live.type !== 'hash' && live.type !== 'string')) return 'protected';
  const commands = mergeCommands(to, archived, live, additive(family));
  // Fields with their own TTLs need more than a figure.
  if (!commands || commands === OVERFLOW || commands.some(([command]) => command === 'HPEXPIREAT')) return 'protected';
  const held = new Map(live.type === 'hash' ? live.value.map((entry) => [entry.field, entry.value]) : [[WHOLE, live.value]]);
  const fields: Fields = {};
  for (const [command, , ...rest] of commands) {
    const [field, amount] = live.type === 'hash' ? [rest[0]!, rest[1]!] : [WHOLE, rest[0]!];
    const before = held.get(field) ?? null;
    fields[field] = { before, after: command!.endsWith('INCRBY') ? addDecimals(before ?? '0', amount) : amount };
  }
  return {
    keys: [name, to],
    checks: [
      { kind: 'same', key: name, read: source },
      { kind: 'same', key: to, read: target },
    ],
    commands: [...commands, ['UNLINK', name]],
    records: [...raisedRecord({ name: to, family }, fields, target, run.db), removedRecord({ name, family }, source, run.db)],
  };
}

type NamedKey = Pick<ArchiveRecord, 'name' | 'family'>;

/**
 * A renaming has two records, which a restore can undo: the removal of the old name, and a raise of the figures of the new one,
 * from nothing or from what it had. After the undo the new name keeps what was counted since. For a set or a list only the old
 * name is restored.
 */
function raisedRecord({ name, family }: NamedKey, fields: Fields | null, target: ReadKey | null, db: number): ArchiveRecord[] {
  if (!fields) return [];
  const { value, expireAtMs } = target ?? { value: { form: 'absent' as const }, expireAtMs: null };
  return [{ db, name, family, action: 'raise', value, expireAtMs, fields }];
}

const removedRecord = ({ name, family }: NamedKey, { value, expireAtMs }: ReadKey, db: number): ArchiveRecord => ({
  db,
  name,
  family,
  action: 'delete',
  value,
  expireAtMs,
});

function createdFields({ value }: ReadKey): Fields | null {
  const known = readable(value);
  if (known?.type === 'string') return { [WHOLE]: { before: null, after: known.value } };
  if (known?.type !== 'hash') return null;
  return Object.fromEntries(known.value.map((entry) => [entry.field, { before: null, after: entry.value }]));
}
