/**
 * Updates indexes after their keys are removed. If no key of a bucket is left, its index is replaced by the marker that keeps
 * readers from scanning the whole keyspace. Otherwise members without a key are removed.
 */
import { chunks } from '../../format/chunks.js';
import type { Listing } from '../../profile/listing.js';
import type { ArchivedValue, ArchiveRecord } from '../archive/record.js';
import { atOnce } from '../engine/settle-all.js';
import { plantMarker } from '../engine/empty-marker.js';
import { ATTEMPTS } from '../engine/key-change.js';
import { readyItems } from '../engine/ready-items.js';
import type { WorkItem } from '../engine/work-item.js';
import { changeKeys, type ChangeRun } from '../engine/run-changes.js';
import { decodeDump } from '../value/decode-dump.js';
import { membersWithoutKey, numberIn, withoutKey, type IndexRun } from './members-without-key.js';

/** Index keys that are updated at once: their waits for the disk and the server overlap. */
const AT_ONCE = 8;
/** Members removed in one step. */
const AT_A_TIME = 100;

/** Updates the index keys of one listing after the other. Returns false after an interruption: the next run finds the rest. */
export async function updateIndexes(
  changing: ChangeRun,
  found: ReadonlyMap<Listing, ReadonlySet<string>>,
  order: readonly Listing[],
  removes: IndexRun['removes'],
): Promise<boolean> {
  const run: IndexRun = { ...changing, removes };
  let isThrough = true;
  for (const listing of order) {
    const names = (found.get(listing) ?? new Set<string>()).values();
    const worker = async (): Promise<void> => {
      for (const name of names) {
        if (run.signal.aborted) {
          isThrough = false;
          return;
        }
        await updateIndex(run, listing, name);
      }
    };
    await atOnce(AT_ONCE, worker);
  }
  return isThrough;
}

async function updateIndex(run: IndexRun, listing: Listing, index: string): Promise<void> {
  const { result } = run;
  const { size, without } = await membersWithoutKey(listing, index, run);
  result.indexes.checked++;
  if (without.size === 0) return;
  if (without.size < size) {
    const members = await removeMembers(listing, index, [...without], run);
    // Others count as well meanwhile, so the sum is read after the wait.
    result.indexes.members += members;
    if (members > 0) result.indexes.sets++;
    return;
  }
  if (!(await plantMarker(listing, index, run))) return;
  const { family } = listing.index;
  // Another client may have added a member meanwhile.
  const holds = (value: ArchivedValue): boolean => membersIn(value).every((member) => without.has(member));
  const [outcome] = await changeKeys(run, [
    { name: index, family: family.id, types: ['set'], action: { kind: 'delete' }, holds },
  ]);
  if (outcome === 'done') result.indexes.removed++;
  else if (outcome === 'altered') result.skipped.changed++;
}

function membersIn(value: ArchivedValue): string[] {
  const typed = value.form === 'dump' ? decodeDump(value.payload) : value;
  return 'type' in typed && typed.type === 'set' ? typed.value : [];
}

/** Returns the number of removed members. Adds members again whose key exists again. */
async function removeMembers(listing: Listing, index: string, gone: readonly string[], run: IndexRun): Promise<number> {
  const { sender } = run;
  const [left] = await sender.send([{ key: index, args: ['PTTL', index] }]);
  const ttlMs = numberIn(left!);
  const expireAtMs = ttlMs >= 0 ? Date.now() + ttlMs : null;
  let removed = 0;
  for (const part of chunks(gone, AT_A_TIME)) {
    const members = await removeSome(index, part, { family: listing.index.family.id, expireAtMs }, run);
    removed += members.length;
    const still = new Set(await withoutKey(listing, index, members, run));
    const back = members.filter((member) => !still.has(member));
    if (back.length > 0) {
      await addAgain(index, back, expireAtMs, run);
      removed -= back.length;
    }
  }
  return removed;
}

/** Returns the members that were removed. Another client may remove some of them at the same time. */
async function removeSome(
  index: string,
  gone: readonly string[],
  { family, expireAtMs }: Pick<ArchiveRecord, 'family' | 'expireAtMs'>,
  { engine, sender, db }: ChangeRun,
): Promise<readonly string[]> {
  let members = gone;
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
    members = members.filter((_, at) => numberIn(held[at]!) === 1);
  }
  return [];
}

/** An index that became empty and is created again has no TTL yet. */
async function addAgain(index: string, back: readonly string[], expireAtMs: number | null, run: ChangeRun): Promise<void> {
  const [left] = await run.sender.send([{ key: index, args: ['EXISTS', index] }]);
  const isNew = numberIn(left!) === 0 && expireAtMs !== null;
  const item: WorkItem = {
    keys: [index],
    checks: [],
    commands: [['SADD', index, ...back], ...(isNew ? [['PEXPIREAT', index, String(Math.round(expireAtMs))]] : [])],
    records: [],
  };
  await run.engine.run([item], readyItems);
}
