/** Finds the members of indexes whose keys do not exist. */
import { chunks } from '../../format/chunks.js';
import type { Listing } from '../../profile/listing.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { KeyedCommand } from '../engine/keyed-sender.js';
import type { ChangeRun } from '../engine/run-changes.js';
import { writeRefused } from '../engine/write-refusals.js';

/** Members per SSCAN. */
export const MEMBERS = 500;
/** Keys per EXISTS, outside of clusters. */
export const KEYS = 100;

export interface IndexRun extends ChangeRun {
  /** True when this run removes a key of this name. This only saves commands, and decides nothing. */
  removes: (name: string) => boolean;
}

/** The number of members of an index, and the members without a key. */
export async function membersWithoutKey(
  listing: Listing,
  index: string,
  run: IndexRun,
): Promise<{ size: number; without: Set<string> }> {
  const without = new Set<string>();
  for await (const members of membersOf(index, run)) {
    for (const member of await withoutKey(listing, index, members, run)) without.add(member);
  }
  const [size] = await run.sender.send([{ key: index, args: ['SCARD', index] }]);
  return { size: numberIn(size!), without };
}

async function* membersOf(index: string, { sender }: ChangeRun): AsyncGenerator<string[]> {
  let cursor = '0';
  do {
    const [reply] = await sender.send([{ key: index, args: ['SSCAN', index, cursor, 'COUNT', String(MEMBERS)] }]);
    if (reply instanceof ReplyError) throw writeRefused(reply.message);
    const [next, members] = Array.isArray(reply) ? reply : [];
    yield (Array.isArray(members) ? members : []) as string[];
    cursor = typeof next === 'string' ? next : '0';
  } while (cursor !== '0');
}

/** The members without a key. A member that does not give a key name is left out, because its meaning is unknown. */
export async function withoutKey(listing: Listing, index: string, members: readonly string[], run: IndexRun): Promise<string[]> {
  const keyOf = listing.keysOf(index);
  const known: Known[] = [];
  for (const member of members) {
    const key = keyOf(member);
    if (key !== null) known.push({ member, key });
  }
  return withoutKeyIn(groupsOf(known, run), run);
}

interface Known {
  member: string;
  key: string;
}

/** Keys of one EXISTS. Those that this run removes are apart, so that few groups are mixed. */
function groupsOf(known: readonly Known[], { session, removes }: IndexRun): (readonly Known[])[] {
  // In a cluster the keys may be on different nodes.
  if (session.mode === 'cluster') return known.map((one) => [one]);
  const [removed, others]: [Known[], Known[]] = [[], []];
  for (const one of known) (removes(one.key) ? removed : others).push(one);
  return [...chunks(removed, KEYS), ...chunks(others, KEYS)];
}

/** Groups with keys that exist and keys that do not, as after an interrupted run, are checked in parts. */
async function withoutKeyIn(groups: readonly (readonly Known[])[], run: ChangeRun): Promise<string[]> {
  if (groups.length === 0) return [];
  const counts = await run.sender.send(groups.map((group) => exists(group.map(({ key }) => key))));
  const found: string[] = [];
  const mixed: (readonly Known[])[] = [];
  for (const [at, group] of groups.entries()) {
    const count = numberIn(counts[at]!);
    if (count === 0) for (const { member } of group) found.push(member);
    else if (count !== group.length) for (const part of chunks(group, Math.floor(Math.sqrt(group.length)))) mixed.push(part);
  }
  for (const member of await withoutKeyIn(mixed, run)) found.push(member);
  return found;
}

const exists = (keys: readonly string[]): KeyedCommand => ({ key: keys[0]!, args: ['EXISTS', ...keys] });

export function numberIn(reply: Reply): number {
  if (reply instanceof ReplyError) throw writeRefused(reply.message);
  return Number(reply);
}
