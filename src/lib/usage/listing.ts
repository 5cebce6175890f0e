/** Finds the keys to read: from the names of all keys, or from index sets and lists of the application. */
import type { CompiledFamily } from '../profile/classify.js';
import { listingByIndexes, type IndexOptions, type Needed } from './index-listing.js';
import type { NameTable } from './name-table.js';
import type { Step } from './plan.js';
import type { Store } from './store.js';
import type { Ids } from './sources.js';

export interface Listing {
  /** The names that were seen; empty if index sets are read instead. */
  table: NameTable;
  /** `names`: every name was seen. `indexes`: the application's own lists name the entities. */
  from: 'names' | 'indexes';
  idsOf(step: Step): Promise<Iterable<Ids>>;
  /** Entities without a key of the step that may have keys for parts of its period. `missing`: those whose key did not exist. */
  idsInParts(step: Step, missing: readonly Ids[]): Iterable<Ids>;
  /** All ids of an entity's own keys. */
  entityIds(family: CompiledFamily, listed: CompiledFamily | null): Promise<Iterable<string>>;
  /** Empty index sets of past periods. */
  empty: Set<string>;
}

interface ListingOptions extends Omit<IndexOptions, 'members'> {
  store: Store;
  /** Every name of the database, if all were seen; `null`: not all were seen. */
  names: Iterable<string> | null;
  /** Read all names, even if index sets are enough. */
  scan: boolean;
  /** Receives every name. */
  take: (name: string) => void;
}

/** Uses the names that were already seen, else the index sets of the application, else reads every name. */
export async function listingFor(needed: Needed, options: ListingOptions): Promise<Listing> {
  const { names, scan, take, store, table } = options;
  if (names) {
    for (const name of names) take(name);
  } else {
    const listing = scan || !store.members ? null : await listingByIndexes(needed, { ...options, members: store.members });
    if (listing) return listing;
    await store.names(take);
  }
  return listingByNames(table);
}

const listingByNames = (table: NameTable): Listing => ({
  table,
  from: 'names',
  idsOf: async (step) => table.idsOf(step),
  idsInParts: (step) => table.idsInParts(step),
  entityIds: async (family) => table.entityIds(family),
  empty: new Set(),
});
