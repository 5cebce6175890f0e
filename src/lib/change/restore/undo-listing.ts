/** Undoes a change of the members of a list: members that are still as the change left them become what they were. */
import { itemCommands, itemText, lookAt, type Item, type ListType } from '../compare/items.js';
import type { ArchiveRecord } from '../archive/record.js';
import type { Decide } from './key-transaction.js';

const TYPES: readonly string[] = ['set', 'zset', 'hash'] satisfies ListType[];

export const undoListing: Decide = async ({ record }, { connection, noted }) => {
  const type = listType(record);
  if (noted) return { fate: 'there', commands: [] };
  if (!type) return { fate: 'refused', commands: [] };
  const { name, expireAtMs } = record;
  const changed = Object.entries(record.fields ?? {}).map(([member, texts]): Item => ({ member, ...texts }));
  const [exists, ...replies] = await connection.send([['EXISTS', name], ...lookAt(name, type, changed)]);
  const texts = replies.map((reply) => itemText(type, reply));
  if (texts.includes(undefined)) return { fate: 'refused', commands: [] };
  const items = changed.flatMap(({ member, before, after }, index): Item[] =>
    texts[index] === after && before !== after ? [{ member, before: after, after: before }] : [],
  );
  if (items.length === 0) return { fate: 'there', commands: [] };
  if (exists === 0 && expireAtMs !== null && expireAtMs <= Date.now()) return { fate: 'expired', commands: [] };
  const expiry =
    exists === 0 && expireAtMs !== null ? [['PEXPIRE', name, String(Math.max(1, Math.round(expireAtMs - Date.now())))]] : [];
  return { fate: 'restored', commands: [...itemCommands(name, type, items), ...expiry] };
};

function listType({ details }: ArchiveRecord): ListType | null {
  const type = details?.type;
  return typeof type === 'string' && TYPES.includes(type) ? (type as ListType) : null;
}
