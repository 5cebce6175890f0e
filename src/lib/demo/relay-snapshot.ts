import type { Manifest } from './manifest.js';
import { writeSnapshot } from './rdb/snapshot.js';
import { sizedEntries, type RelayOptions } from './relay.js';

/** These keys as a snapshot (RDB) taken at `now`, in chunks; the same options give the same bytes. Returns what it holds. */
export function* relaySnapshot(options: RelayOptions): Generator<Uint8Array, Manifest> {
  const { entries, size } = sizedEntries(options);
  return yield* writeSnapshot(entries, { now: options.now, size });
}
