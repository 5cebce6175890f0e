/** Markers that say that an index is empty, of indexes that have been given members. */
import { listingsOf } from '../../profile/listing.js';
import type { KeyChange } from '../key-changer.js';
import type { KeyedSender } from '../keyed-sender.js';
import type { KeyRepair } from './key-repairs.js';

/** Removals of those that are there. */
export async function markerRemovals(repairs: readonly KeyRepair[], sender: KeyedSender): Promise<KeyChange[]> {
  const changes = new Map(repairs.flatMap((repair) => markerOf(repair)).map((change) => [change.name, change]));
  const found = await sender.send([...changes.keys()].map((name) => ({ key: name, args: ['EXISTS', name] })));
  return [...changes.values()].filter((_, index) => found[index] === 1);
}

function markerOf(repair: KeyRepair): KeyChange[] {
  if (repair.kind !== 'members' || repair.items.every(({ after }) => after === null)) return [];
  if (repair.family.family.lists?.marker === undefined) return [];
  const listing = listingsOf(repair.profile).find(({ index }) => index === repair.family);
  const name = listing?.markerOf(repair.name) ?? null;
  if (name === null || !listing?.marker) return [];
  const { family } = listing.marker;
  return [{ name, family: family.id, types: ['string'], action: { kind: 'delete' } }];
}
