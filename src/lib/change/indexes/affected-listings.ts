import type { CompiledProfile } from '../../profile/classify.js';
import { listingsOf, type Listing } from '../../profile/listing.js';

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
