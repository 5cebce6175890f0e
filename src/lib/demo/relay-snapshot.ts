import type { Manifest } from './manifest.js';
import { writeSnapshot } from './rdb/snapshot.js';
import { sizedEntries, type RelayOptions } from './relay.js';

/** Writes these keys as a snapshot (RDB) taken at `now`, in chunks; equal options give equal bytes. Returns the manifest. */
export function* relaySnapshot(options: RelayOptions): Generator<Uint8Array, Manifest> {
  const { entries, size } = sizedEntries(options);
  return yield* writeSnapshot(entries, { now: options.now, size });
}
