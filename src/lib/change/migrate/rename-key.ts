/** Renames one key, or adds it to the one that has the name already. */
import { readDumps } from '../engine/read-values.js';
import { keptRecord, type ArchiveRecord } from '../archive/record.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { ATTEMPTS, type ReadKey } from '../engine/key-changer.js';
import type { KeyedSender } from '../engine/keyed-sender.js';
import type { Additive } from '../restore/additive.js';
import { WHOLE } from '../restore/counters.js';
import { mergeCommands } from '../restore/merge.js';
import { readable } from '../restore/same-value.js';
import { runScripts, signOf } from '../engine/script-changer.js';
import { UNLINK_IF_SAME } from '../engine/scripts.js';
import { addDecimals } from '../engine/decimal.js';
import { writeRefused } from '../engine/write-refusals.js';
import { slotOfKey } from '../../redis/cluster.js';
import { ReplyError } from '../../redis/resp.js';
import type { Session } from '../../redis/topology.js';
import { DONE, GONE, RENAME_IF_SAME, SUM_IF_SAME, TAKEN } from './rename-script.js';

export interface Renaming {
  name: string;
  to: string;
  /** The family's id. */
  family: string;
}

export interface RenameOptions {
  session: Session;
  sender: KeyedSender;
  archive: ArchiveWriter | null;
  db: number;
  sum: boolean;
  additive: (family: string) => Additive;
}

/** `taken`: the new name is, by a key that it cannot be added to. */
export type RenameOutcome = 'done' | 'gone' | 'altered' | 'protected';

type Fields = NonNullable<ArchiveRecord['fields']>;

export async function renameKey(renaming: Renaming, options: RenameOptions): Promise<RenameOutcome> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const outcome = await tryOnce(renaming, options);
    if (outcome !== 'altered') return outcome;
  }
  return 'altered';
}

async function tryOnce(renaming: Renaming, options: RenameOptions): Promise<RenameOutcome> {
  const { name, to } = renaming;
  const [source, target] = await Promise.all([read(name, options), read(to, options)]);
  if (!source) return 'gone';
  const together = options.session.mode !== 'cluster' || slotOfKey(name) === slotOfKey(to);
  if (!target) return together ? rename(renaming, source, options) : move(renaming, source, options);
  // A run that was killed between the two steps of a move has left both.
  if (!together && isSame(source, target)) return finish(renaming, source, options);
  return together && options.sum ? add(renaming, source, target, options) : 'protected';
}

async function read(name: string, { session, sender }: RenameOptions): Promise<ReadKey | null> {
  const [found] = await readDumps(await sender.connectionTo(session.nodeForKey(name)), [name]);
  return found!.key;
}

const isSame = (a: ReadKey, b: ReadKey): boolean =>
  a.value.form === 'dump' && b.value.form === 'dump' && a.value.payload === b.value.payload;

async function rename(renaming: Renaming, source: ReadKey, options: RenameOptions): Promise<RenameOutcome> {
  const { name, to } = renaming;
  await keep(renaming, source, createdFields(source), options);
  const call = { script: RENAME_IF_SAME, keys: [name, to], args: signOf(source) };
  return settle(renaming, await evaluate(name, call, options), options);
}

/** From one node to another: it is made there first, so that it is never nowhere. */
async function move(renaming: Renaming, source: ReadKey, options: RenameOptions): Promise<RenameOutcome> {
  const { to } = renaming;
  const { value, expireAtMs } = source;
  if (value.form !== 'dump') return 'protected';
  const left = expireAtMs === null ? 0 : Math.max(1, Math.round(expireAtMs - Date.now()));
  await keep(renaming, source, createdFields(source), options);
  const [made] = await options.sender.send([{ key: to, args: ['RESTORE', to, String(left), value.payload] }]);
  if (made instanceof ReplyError) {
    if (!made.message.startsWith('BUSYKEY')) throw writeRefused(made.message);
    return settle(renaming, null, options);
  }
  const outcome = await remove(renaming.name, source, options);
  if (outcome === 'done') return outcome;
  // The key was written, or removed, meanwhile: what was made of it goes again, unless somebody has taken it up.
  await remove(to, source, options);
  return settle(renaming, outcome === 'gone' ? GONE : null, options);
}

async function finish(renaming: Renaming, source: ReadKey, options: RenameOptions): Promise<RenameOutcome> {
  await keep(renaming, source, createdFields(source), options);
  const outcome = await remove(renaming.name, source, options);
  return outcome === 'done' ? outcome : settle(renaming, outcome === 'gone' ? GONE : null, options);
}

async function remove(name: string, found: ReadKey, options: RenameOptions): Promise<RenameOutcome> {
  const reply = await evaluate(name, { script: UNLINK_IF_SAME, keys: [name], args: signOf(found) }, options);
  const [answer] = Array.isArray(reply) ? reply : [];
  return answer === DONE ? 'done' : answer === GONE ? 'gone' : 'altered';
}

async function add(renaming: Renaming, source: ReadKey, target: ReadKey, options: RenameOptions): Promise<RenameOutcome> {
  const { name, to, family } = renaming;
  const [added, live] = [readable(source.value), readable(target.value)];
  if (!added || !live || added.type !== live.type || (live.type !== 'hash' && live.type !== 'string')) return 'protected';
  const commands = mergeCommands(to, added, live, options.additive(family));
  // Fields with lives of their own would need more than a figure.
  if (!commands || commands.some(([command]) => command === 'HPEXPIREAT')) return 'protected';
  const held = new Map(live.type === 'hash' ? live.value.map((entry) => [entry.field, entry.value]) : [[WHOLE, live.value]]);
  const fields: Fields = {};
  const steps: string[] = [];
  for (const [command, , ...rest] of commands) {
    const [field, amount] = live.type === 'hash' ? [rest[0]!, rest[1]!] : [WHOLE, rest[0]!];
    const before = held.get(field) ?? null;
    fields[field] = { before, after: command!.endsWith('INCRBY') ? addDecimals(before ?? '0', amount) : amount };
    steps.push(command!, field, amount);
  }
  await keep(renaming, source, fields, options, target);
  const call = { script: SUM_IF_SAME, keys: [name, to], args: [...signOf(source), ...signOf(target), ...steps] };
  return settle(renaming, await evaluate(name, call, options), options);
}

/**
 * Two records, which restores know: the old name, removed, and figures of the new one, raised from nothing or from what it had. Undone, the new name
 * keeps what was counted under it since. Of a set or a list only the old name comes back.
 */
async function keep(
  { name, to, family }: Renaming,
  source: ReadKey,
  fields: Fields | null,
  { archive, db }: RenameOptions,
  target: ReadKey | null = null,
): Promise<void> {
  const raised: ArchiveRecord[] = fields
    ? [
        {
          db,
          name: to,
          family,
          action: 'raise',
          value: target?.value ?? { form: 'absent' },
          expireAtMs: target?.expireAtMs ?? null,
          fields,
        },
      ]
    : [];
  await archive?.append([...raised, { db, name, family, action: 'delete', ...source }]);
}

function createdFields({ value }: ReadKey): Fields | null {
  const known = readable(value);
  if (known?.type === 'string') return { [WHOLE]: { before: null, after: known.value } };
  if (known?.type !== 'hash') return null;
  return Object.fromEntries(known.value.map((entry) => [entry.field, { before: null, after: entry.value }]));
}

async function evaluate(
  name: string,
  call: Parameters<typeof runScripts>[1][number],
  { session, sender }: RenameOptions,
): Promise<unknown> {
  const [reply] = await runScripts(await sender.connectionTo(session.nodeForKey(name)), [call]);
  return reply;
}

/** What was not done is taken back in the archive. */
async function settle(renaming: Renaming, reply: unknown, { archive, db }: RenameOptions): Promise<RenameOutcome> {
  if (reply === DONE) return 'done';
  const { name, to, family } = renaming;
  await archive?.append([keptRecord({ db, name: to, family }), keptRecord({ db, name, family })]);
  return reply === GONE ? 'gone' : reply === TAKEN ? 'protected' : 'altered';
}
