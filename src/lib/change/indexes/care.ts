/**
 * Updates indexes after their keys are removed. If no key of a bucket is left, its index is replaced by the marker that keeps
 * readers from scanning the whole keyspace. Otherwise members without a key are removed.
 */
import { chunks } from '../../format/chunks.js';
import type { CompiledProfile } from '../../profile/classify.js';
import { listingsOf, type Listing } from '../../profile/listing.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { ArchivedValue, ArchiveRecord } from '../archive/record.js';
import { atOnce } from '../engine/settle-all.js';
import { plantMarker } from '../engine/empty-marker.js';
import type { KeyedCommand } from '../engine/keyed-sender.js';
import { ATTEMPTS } from '../engine/key-change.js';
import { readyItems } from '../engine/ready-items.js';
import type { WorkItem } from '../engine/work-item.js';
import { changeKeys, type ChangeRun } from '../engine/run-changes.js';
import { decodeDump } from '../value/decode-dump.js';
import { writeRefused } from '../engine/write-refusals.js';

/** Index keys that are updated at once: their waits for the disk and the server overlap. */
const AT_ONCE = 3;
/** Members per reading. */
const MEMBERS = 500;
/** Members removed in one step. */
const TAKEN = 100;
/** Keys per EXISTS, outside of clusters. */
const TOGETHER = 100;

/** The indexes of removed keys, and the indexes of these indexes. An index of indexes comes after them. */
export function affectedListings(profiles: readonly CompiledProfile[], families: ReadonlySet<string>): Listing[] {
  const all = profiles.flatMap(listingsOf);
  const affected: Listing[] = [];
  const ids = new Set(families);
  for (let before = -1; affected.length > before;) {
    before = affected.length;
    for (const listing of all) {
      if (affected.includes(listing) || !ids.has(listing.listed.family.id)) continue;
      affected.push(listing);
      ids.add(listing.index.family.id);
    }
  }
  return affected;
}

/**
 * Updates the index keys of one listing after the other. After an interruption the next run finds the rest. `removes`: whether
 * this run removes a key of that name. This only saves commands, and decides nothing.
 */
export async function careForIndexes(
  changing: ChangeRun,
  found: ReadonlyMap<Listing, ReadonlySet<string>>,
  order: readonly Listing[],
  removes: (name: string) => boolean,
): Promise<void> {
  const run: IndexRun = { ...changing, removes };
  for (const listing of order) {
    const names = (found.get(listing) ?? new Set<string>()).values();
    const worker = async (): Promise<void> => {
      for (const name of names) {
        if (run.signal.aborted) return;
        await mend(run, listing, name);
      }
    };
    await atOnce(AT_ONCE, worker);
  }
}

interface IndexRun extends ChangeRun {
  removes: (name: string) => boolean;
}

async function mend(run: IndexRun, listing: Listing, index: string): Promise<void> {
  const { result } = run;
  const { members, ghosts } = await ghostsOf(listing, index, run);
  if (ghosts.size === 0) return;
  if (ghosts.size < members) {
    result.indexes.members += await takeOut(listing, index, [...ghosts], run);
    return;
  }
  if (!(await plantMarker(listing, index, run))) return;
  const { family } = listing.index;
  // A member that was added meanwhile is not a ghost.
  const holds = (value: ArchivedValue): boolean => membersIn(value).every((member) => ghosts.has(member));
  const [outcome] = await changeKeys(run, [
    { name: index, family: family.id, types: ['set'], action: { kind: 'delete' }, holds },
  ]);
  if (outcome === 'done') result.indexes.removed++;
  else if (outcome === 'altered') result.skipped.changed++;
}

/** The number of members of an index, and the members without a key. */
async function ghostsOf(listing: Listing, index: string, run: IndexRun): Promise<{ members: number; ghosts: Set<string> }> {
  const ghosts = new Set<string>();
  for await (const members of membersOf(index, run)) {
    for (const ghost of await withoutKey(listing, index, members, run)) ghosts.add(ghost);
  }
  const [size] = await run.sender.send([{ key: index, args: ['SCARD', index] }]);
  return { members: answer(size!), ghosts };
}

function membersIn(value: ArchivedValue): string[] {
  const typed = value.form === 'dump' ? decodeDump(value.payload) : value;
  return 'type' in typed && typed.type === 'set' ? typed.value : [];
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

/** A member that does not give a key name stays, because its meaning is unknown. */
async function withoutKey(listing: Listing, index: string, members: readonly string[], run: IndexRun): Promise<string[]> {
  const keyOf = listing.keysOf(index);
  const known = members.flatMap((member) => {
    const key = keyOf(member);
    return key === null ? [] : [{ member, key }];
  });
  // In a cluster the keys may be on different nodes.
  if (run.session.mode === 'cluster')
    return ghostsIn(
      known.map((one) => [one]),
      run,
    );
  const gone = known.filter(({ key }) => run.removes(key));
  const others = known.filter(({ key }) => !run.removes(key));
  return ghostsIn([...chunks(gone, TOGETHER), ...chunks(others, TOGETHER)], run);
}

interface Known {
  member: string;
  key: string;
}

/** Groups with keys that exist and keys that do not, as after an interrupted run, are checked in parts. */
async function ghostsIn(groups: readonly (readonly Known[])[], run: ChangeRun): Promise<string[]> {
  if (groups.length === 0) return [];
  const counts = await run.sender.send(groups.map((group) => exists(group.map(({ key }) => key))));
  const ghosts: string[] = [];
  const mixed: (readonly Known[])[] = [];
  for (const [at, group] of groups.entries()) {
    const count = answer(counts[at]!);
    if (count === 0) for (const { member } of group) ghosts.push(member);
    else if (count !== group.length) for (const part of chunks(group, Math.floor(Math.sqrt(group.length)))) mixed.push(part);
  }
  for (const ghost of await ghostsIn(mixed, run)) ghosts.push(ghost);
  return ghosts;
}

const exists = (keys: readonly string[]): KeyedCommand => ({ key: keys[0]!, args: ['EXISTS', ...keys] });

function answer(reply: Reply): number {
  if (reply instanceof ReplyError) throw writeRefused(reply.message);
  return Number(reply);
}

/** Adds members again whose key exists again. */
async function takeOut(listing: Listing, index: string, ghosts: readonly string[], run: IndexRun): Promise<number> {
  const { sender } = run;
  const [left] = await sender.send([{ key: index, args: ['PTTL', index] }]);
  const lifeMs = answer(left!);
  const expireAtMs = lifeMs >= 0 ? Date.now() + lifeMs : null;
  let taken = 0;
  for (const part of chunks(ghosts, TAKEN)) {
    const members = await takeSome(index, part, { family: listing.index.family.id, expireAtMs }, run);
    taken += members.length;
    const still = new Set(await withoutKey(listing, index, members, run));
    const back = members.filter((member) => !still.has(member));
    if (back.length > 0) taken -= await putBack(index, back, expireAtMs, run);
  }
  return taken;
}

/** Returns the members that were removed. Another client may remove some of them at the same time. */
async function takeSome(
  index: string,
  ghosts: readonly string[],
  { family, expireAtMs }: Pick<ArchiveRecord, 'family' | 'expireAtMs'>,
  { engine, sender, db }: ChangeRun,
): Promise<readonly string[]> {
  let members = ghosts;
  for (let attempt = 0; attempt < ATTEMPTS && members.length > 0; attempt++) {
    const item: WorkItem = {
      keys: [index],
      checks: members.map((member) => ({ kind: 'reply', ask: ['SISMEMBER', index, member], is: '1' })),
      commands: [['SREM', index, ...members]],
      records: [
        { db, name: index, family, action: 'members', value: { form: 'typed', type: 'set', value: [...members] }, expireAtMs },
      ],
    };
    const [outcome] = await engine.run([item], readyItems);
    if (outcome === 'done') return members;
    const held = await sender.send(members.map((member) => ({ key: index, args: ['SISMEMBER', index, member] })));
    members = members.filter((_, at) => answer(held[at]!) === 1);
  }
  return [];
}

/** An index that became empty and is created again has no TTL yet. */
async function putBack(index: string, back: readonly string[], expireAtMs: number | null, run: ChangeRun): Promise<number> {
  const [left] = await run.sender.send([{ key: index, args: ['EXISTS', index] }]);
  const isNew = answer(left!) === 0 && expireAtMs !== null;
  const item: WorkItem = {
    keys: [index],
    checks: [],
    commands: [['SADD', index, ...back], ...(isNew ? [['PEXPIREAT', index, String(Math.round(expireAtMs))]] : [])],
    records: [],
  };
  await run.engine.run([item], readyItems);
  return back.length;
}
