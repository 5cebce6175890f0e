/**
 * Adds keys to the indexes that list them, before they are created. If the run is killed in between, an index has a member without
 * a key, which does no harm, but never lacks one. The added members are archived, so that the undo can remove them with the keys.
 */
import { says } from '../../errors/changes.js';
import { chunks } from '../../format/chunks.js';
import { EXIT, failure, type MeterError } from '../../format/errors.js';
import type { Listing } from '../../profile/listing.js';
import { ReplyError } from '../../redis/resp.js';
import { LISTED, type ArchivedValue } from '../archive/record.js';
import { ATTEMPTS, type KeyChange } from '../engine/key-change.js';
import { readyItems } from '../engine/ready-items.js';
import { changeKeys, type ChangeRun } from '../engine/run-changes.js';
import type { Check, WorkItem } from '../engine/work-item.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { CoarseKey } from './coarse-names.js';

/** Members of one command. */
const MEMBERS = 500;

export interface ListOptions {
  /** Indexes of all profiles in use. */
  listings: readonly Listing[];
  run: ChangeRun;
}

/** An index key, its new members, and when it expires in ms since the epoch if it is new; `null`: never. */
interface IndexKey {
  listing: Listing;
  name: string;
  /** New members, with the keys that they stand for. */
  members: Map<string, string>;
  expireAtMs: number | null;
}

/** `created`: keys by name, with the family's id and the end of their period, from which the TTL of the index counts. */
export async function listCreated(
  created: readonly { family: string; coarse: CoarseKey }[],
  { listings, run }: ListOptions,
): Promise<void> {
  const indexes = new Map<string, IndexKey>();
  for (const { family, coarse } of created) note(family, coarse.name, coarse.end, listings, indexes);
  // An index of indexes comes first, so that it is undone last.
  const all = [...indexes.values()].toReversed();
  if (all.length === 0) return;
  let open = all;
  for (let attempt = 0; attempt < ATTEMPTS && open.length > 0; attempt++) {
    const outcomes = await run.engine.run(await itemsOf(open, run), readyItems);
    open = open.filter((_, at) => outcomes[at] !== 'done');
  }
  if (open.length > 0) throw notListed();
  // A reader that finds the marker of an empty index would not read the index.
  const markers = all.flatMap(({ listing, name }): KeyChange[] => {
    const marker = listing.markerOf(name);
    return marker === null || !listing.marker
      ? []
      : [{ name: marker, family: listing.marker.family.id, types: ['string'], action: { kind: 'delete' } }];
  });
  if (markers.length > 0) await changeKeys(run, markers);
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

/** Items for members that do not exist yet. A new index gets its TTL immediately. */
async function itemsOf(indexes: readonly IndexKey[], { sender, db }: ChangeRun): Promise<WorkItem[]> {
  const replies = await sender.send(
    indexes.flatMap(({ name, members }) => [
      { key: name, args: ['EXISTS', name] },
      ...[...members.keys()].map((member) => ({ key: name, args: ['SISMEMBER', name, member] })),
    ]),
  );
  for (const reply of replies) if (reply instanceof ReplyError) throw writeRefused(reply.message);
  const answers = replies.values();
  return indexes.map(({ listing, name, members, expireAtMs }): WorkItem => {
    const isNew = answers.next().value === 0;
    const fresh = [...members].filter(() => answers.next().value === 0);
    const names = fresh.map(([member]) => member);
    const value: ArchivedValue = { form: 'typed', type: 'set', value: names };
    const details = { keys: fresh.map(([, key]) => key) };
    return {
      keys: [name],
      checks: [
        { kind: 'reply', ask: ['EXISTS', name], is: isNew ? '0' : '1' },
        ...(isNew ? [] : names).map((member): Check => ({ kind: 'reply', ask: ['SISMEMBER', name, member], is: '0' })),
      ],
      commands: [
        ...chunks(names, MEMBERS).map((part) => ['SADD', name, ...part]),
        ...(isNew && expireAtMs !== null ? [['PEXPIREAT', name, String(expireAtMs)]] : []),
      ],
      records:
        names.length > 0 ? [{ db, name, family: listing.index.family.id, action: LISTED, value, expireAtMs, details }] : [],
    };
  });
}

const notListed = (): MeterError => failure(says('index-busy'), EXIT.partial, 'busy');
