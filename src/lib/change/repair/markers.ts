/** Markers of empty indexes: for indexes that lose their last member, and for those that get one. */
import { listingsOf, type Listing } from '../../profile/listing.js';
import { plantMarker } from '../engine/empty-marker.js';
import type { ChangeRun } from '../engine/run-changes.js';
import type { KeyChange } from '../engine/key-change.js';
import type { KeyedSender } from '../engine/keyed-sender.js';
import type { KeyRepair } from './key-repairs.js';

type MembersRepair = Extract<KeyRepair, { kind: 'members' }>;

/** Called before the members are removed. A client that adds a member meanwhile removes the marker. */
export async function markEmptied(repairs: readonly KeyRepair[], run: ChangeRun): Promise<void> {
  const losing = marked(repairs).filter(({ items }) => items.every(({ after }) => after === null));
  const sizes = await run.sender.send(losing.map(({ name }) => ({ key: name, args: ['SCARD', name] })));
  for (const [at, repair] of losing.entries()) {
    const listing = listingOf(repair);
    if (listing && Number(sizes[at]) === repair.items.length) await plantMarker(listing, repair.name, run);
  }
}

/** Removals of markers that exist although their index is not empty. */
export async function markerRemovals(repairs: readonly KeyRepair[], sender: KeyedSender): Promise<KeyChange[]> {
  const given = marked(repairs).filter(({ items }) => items.some(({ after }) => after !== null));
  const changes = new Map(given.flatMap((repair) => removalOf(repair)).map((change) => [change.name, change]));
  const found = await sender.send([...changes.keys()].map((name) => ({ key: name, args: ['EXISTS', name] })));
  return [...changes.values()].filter((_, index) => found[index] === 1);
}

/** Repairs of indexes that have markers. */
const marked = (repairs: readonly KeyRepair[]): MembersRepair[] =>
  repairs.flatMap((repair) => (repair.kind === 'members' && repair.family.family.lists?.marker !== undefined ? [repair] : []));

const listingOf = (repair: KeyRepair): Listing | undefined =>
  listingsOf(repair.profile).find(({ index }) => index === repair.family);

function removalOf(repair: MembersRepair): KeyChange[] {
  const listing = listingOf(repair);
  const name = listing?.markerOf(repair.name) ?? null;
  if (name === null || !listing?.marker) return [];
  return [{ name, family: listing.marker.family.id, types: ['string'], action: { kind: 'delete' } }];
}
