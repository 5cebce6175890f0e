/**
 * Puts keys into the indexes that list them, before they are created: killed in between, an index lists one key too many, which its readers find empty,
 * and never one too few.
 */
import type { Listing } from '../../profile/listing.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { KeyChange, Outcome } from '../key-changer.js';
import type { KeyedCommand, KeyedSender } from '../keyed-sender.js';
import { writeRefused } from '../write-refusals.js';
import type { CoarseKey } from './rollup-pair.js';

export interface ListOptions {
  /** Of all profiles that are there. */
  listings: readonly Listing[];
  sender: KeyedSender;
  /** Changes keys as a prune does: archived first. */
  change: (changes: readonly KeyChange[]) => Promise<Outcome[]>;
}

interface Entry {
  listing: Listing;
  index: string;
  member: string;
}

/** `created`: keys by name, with the family's id and the end of their period, from which the index's life is counted. */
export async function listCreated(
  created: readonly { family: string; coarse: CoarseKey }[],
  options: ListOptions,
): Promise<void> {
  await Promise.all(
    created.flatMap(({ family, coarse }) =>
      entriesOf(family, coarse.name, options.listings).map((entry) => putIn(entry, coarse.end, options)),
    ),
  );
}

/** An index may itself be listed. */
function entriesOf(family: string, name: string, listings: readonly Listing[]): Entry[] {
  return listings
    .filter(({ listed }) => listed.family.id === family)
    .flatMap((listing) => {
      const entry = { listing, ...listing.entryOf(name) };
      return [entry, ...entriesOf(listing.index.family.id, entry.index, listings)];
    });
}

async function putIn({ listing, index, member }: Entry, end: number, { sender, change }: ListOptions): Promise<void> {
  const { ttl } = listing.index.family;
  const [exists] = await sender.send([{ key: index, args: ['EXISTS', index] }]);
  checked(exists!);
  const atMs = ttl.expires && ttl.seconds !== undefined ? end + ttl.seconds * 1000 : null;
  const commands = [['SADD', index, member], ...(exists === 0 && atMs !== null ? [['PEXPIREAT', index, String(atMs)]] : [])];
  const sent = [['MULTI'], ...commands, ['EXEC']].map((args): KeyedCommand => ({ key: index, args }));
  for (const reply of await sender.send(commands.length === 1 ? sent.slice(1, 2) : sent)) checked(reply);
  const marker = listing.markerOf(index);
  if (marker === null || !listing.marker) return;
  // Readers that find it would not look into the index.
  await change([{ name: marker, family: listing.marker.family.id, types: ['string'], action: { kind: 'delete' } }]);
}

function checked(reply: Reply): void {
  if (reply instanceof ReplyError) throw writeRefused(reply.message);
}
