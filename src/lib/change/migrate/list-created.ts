/**
 * Puts keys into the indexes that list them, before they are created: killed in between, an index lists one key too many, which its readers find empty,
 * and never one too few. What is put in is archived, so that it can be taken out with the keys.
 */
import type { Listing } from '../../profile/listing.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { LISTED, type ArchivedValue, type ArchiveRecord } from '../archive/record.js';
import type { ArchiveWriter } from '../archive/writer.js';
import type { KeyChange, Outcome } from '../engine/key-changer.js';
import type { KeyedCommand, KeyedSender } from '../engine/keyed-sender.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { CoarseKey } from './coarse-names.js';

export interface ListOptions {
  /** Of all profiles that are there. */
  listings: readonly Listing[];
  sender: KeyedSender;
  archive: ArchiveWriter | null;
  db: number;
  /** Changes keys as a prune does: archived first. */
  change: (changes: readonly KeyChange[]) => Promise<Outcome[]>;
}

/** An index key, what is put into it, and the end of its life in ms since the epoch if it is new; `null`: it stays. */
interface IndexKey {
  listing: Listing;
  name: string;
  /** With the keys that they stand for. */
  members: Map<string, string>;
  expireAtMs: number | null;
}

/** `created`: keys by name, with the family's id and the end of their period, from which the index's life is counted. */
export async function listCreated(
  created: readonly { family: string; coarse: CoarseKey }[],
  { listings, sender, archive, db, change }: ListOptions,
): Promise<void> {
  const indexes = new Map<string, IndexKey>();
  for (const { family, coarse } of created) note(family, coarse.name, coarse.end, listings, indexes);
  const all = [...indexes.values()];
  if (all.length === 0) return;
  const there = await sender.send(all.map(({ name }) => ({ key: name, args: ['EXISTS', name] })));
  there.forEach(checked);
  await archive?.append(await recordsOf(all, sender, db));
  const commands = all.flatMap((index, position) => putIn(index, there[position] === 0));
  (await sender.send(commands)).forEach(checked);
  // Readers that find the marker of an empty index would not look into it.
  const markers = all.flatMap(({ listing, name }): KeyChange[] => {
    const marker = listing.markerOf(name);
    return marker === null || !listing.marker
      ? []
      : [{ name: marker, family: listing.marker.family.id, types: ['string'], action: { kind: 'delete' } }];
  });
  if (markers.length > 0) await change(markers);
}

/** An index may itself be listed. */
function note(family: string, name: string, end: number, listings: readonly Listing[], indexes: Map<string, IndexKey>): void {
  for (const listing of listings.filter(({ listed }) => listed.family.id === family)) {
    const { index, member } = listing.entryOf(name);
    const { ttl } = listing.index.family;
    const expireAtMs = ttl.expires && ttl.seconds !== undefined ? end + ttl.seconds * 1000 : null;
    const known = indexes.get(index) ?? { listing, name: index, members: new Map(), expireAtMs };
    known.members.set(member, name);
    indexes.set(index, known);
    note(listing.index.family.id, index, end, listings, indexes);
  }
}

/** Of the members that are not there yet. What lists indexes comes first, so that it is undone last. */
async function recordsOf(indexes: readonly IndexKey[], sender: KeyedSender, db: number): Promise<ArchiveRecord[]> {
  const questions = indexes.flatMap(({ name, members }) =>
    [...members.keys()].map((member) => ({ key: name, args: ['SISMEMBER', name, member] })),
  );
  const replies = (await sender.send(questions)).values();
  const records = indexes.flatMap(({ listing, name, members, expireAtMs }): ArchiveRecord[] => {
    const fresh = [...members].filter(() => {
      const reply = replies.next().value!;
      checked(reply);
      return reply === 0;
    });
    if (fresh.length === 0) return [];
    const value: ArchivedValue = { form: 'typed', type: 'set', value: fresh.map(([member]) => member) };
    const details = { keys: fresh.map(([, key]) => key) };
    return [{ db, name, family: listing.index.family.id, action: LISTED, value, expireAtMs, details }];
  });
  return records.toReversed();
}

/** A new index has its life from the beginning, in one transaction. */
function putIn({ name, members, expireAtMs }: IndexKey, isNew: boolean): KeyedCommand[] {
  const adding = ['SADD', name, ...members.keys()];
  const commands =
    isNew && expireAtMs !== null ? [['MULTI'], adding, ['PEXPIREAT', name, String(expireAtMs)], ['EXEC']] : [adding];
  return commands.map((args) => ({ key: name, args }));
}

function checked(reply: Reply): void {
  if (reply instanceof ReplyError) throw writeRefused(reply.message);
}
