/**
 * Removes members that were added to an index, if their keys no longer exist. Key and index may be on different nodes, so each key
 * is checked again afterwards: if it exists again, its member is added again. If this is killed at any point, a second run does
 * the rest, because it depends only on the current data.
 */
import { ReplyError, type Reply } from '../../redis/resp.js';
import { LISTED, type ArchiveRecord } from '../archive/record.js';
import type { KeyedCommand, KeyedSender } from '../engine/keyed-sender.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { Entry, Fate } from './entry.js';

export const isListed = ({ record: { action } }: Entry): boolean => action === LISTED;

/** A member, and the key that it stands for. */
interface Listed {
  member: string;
  key: string;
}

/** Replies of PTTL for a key that does not exist, and for one without a TTL. */
const [ABSENT, STAYS] = [-2, -1];

/** Rejects with a MeterError when the server refuses. */
export async function unlist(record: ArchiveRecord, sender: KeyedSender): Promise<Fate> {
  const { name } = record;
  const [type, left] = await ask(sender, name, [
    ['TYPE', name],
    ['PTTL', name],
  ]);
  if (type !== 'set' && type !== 'none') return 'refused';
  const endMs = left === ABSENT ? record.expireAtMs : left === STAYS ? null : Date.now() + Number(left);
  const listed = listedIn(record);
  const there = await areThere(listed, sender);
  const held = await ask(
    sender,
    name,
    listed.map(({ member }) => ['SISMEMBER', name, member]),
  );
  const ghosts = listed.filter((_, at) => held[at] === 1 && !there[at]);
  // A run that was killed in between may have removed members whose keys exist again.
  const missing = listed.filter((_, at) => held[at] !== 1 && there[at]);
  if (ghosts.length > 0) await ask(sender, name, [['SREM', name, ...membersOf(ghosts)]]);
  const again = await areThere(ghosts, sender);
  await putBack(name, [...missing, ...ghosts.filter((_, at) => again[at])], endMs, sender);
  return ghosts.length + missing.length > 0 ? 'restored' : 'there';
}

/** `endMs`: when an index that is created again expires, in ms since the epoch; `null`: never. */
async function putBack(name: string, back: readonly Listed[], endMs: number | null, sender: KeyedSender): Promise<void> {
  if (back.length === 0) return;
  const [left] = await ask(sender, name, [['PTTL', name]]);
  const adding = ['SADD', name, ...membersOf(back)];
  if (left !== ABSENT || endMs === null) await ask(sender, name, [adding]);
  else if (endMs > Date.now()) {
    const living = ['PEXPIRE', name, String(Math.ceil(endMs - Date.now()))];
    await ask(sender, name, [['MULTI'], adding, living, ['EXEC']]);
  }
}

function listedIn({ value, details }: ArchiveRecord): Listed[] {
  const members = value.form === 'typed' && value.type === 'set' ? value.value : [];
  const keys = details?.['keys'] ?? [];
  return members.flatMap((member, at) => (keys[at] === undefined ? [] : [{ member, key: keys[at] }]));
}

const membersOf = (listed: readonly Listed[]): string[] => listed.map(({ member }) => member);

async function areThere(listed: readonly Listed[], sender: KeyedSender): Promise<boolean[]> {
  const replies = await sender.send(listed.map(({ key }) => ({ key, args: ['EXISTS', key] })));
  return answered(replies).map((reply) => reply === 1);
}

/** Sends the commands to the node that holds the key. */
const ask = async (sender: KeyedSender, key: string, commands: readonly (readonly string[])[]): Promise<Reply[]> =>
  answered(await sender.send(commands.map((args): KeyedCommand => ({ key, args }))));

function answered(replies: Reply[]): Reply[] {
  for (const reply of replies) if (reply instanceof ReplyError) throw writeRefused(reply.message);
  return replies;
}
