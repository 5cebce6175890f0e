/** Finds the keys to read: from the names of all keys, or from index sets and lists of the application. */
import type { CompiledFamily } from '../profile/classify.js';
import { listingByIndexes, type IndexOptions, type Needed } from './index-listing.js';
import type { NameTable } from './name-table.js';
import type { Step } from './plan.js';
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

interface ListingOptions extends IndexOptions {
  /** Every name of the database, if all were seen; `null`: not all were seen. */
  names: Iterable<string> | null;
  /** False: every name is read, even if index sets are enough. */
  mayUseIndexes: boolean;
  /** Receives every name. */
  take: (name: string) => void;
}

/** Uses the names that were already seen, else the index sets of the application, else reads every name. */
export async function listingFor(needed: Needed, options: ListingOptions): Promise<Listing> {
  const { names, mayUseIndexes, take, store, table } = options;
  if (names) {
    for (const name of names) take(name);
  } else {
    const listing = mayUseIndexes ? await listingByIndexes(needed, options) : null;
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
