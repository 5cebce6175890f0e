import type { Entry } from './entry.js';
import { sizeOf, type Manifest } from './manifest.js';
import { writeSnapshot } from './rdb/snapshot.js';
import { relayEntries, type RelayOptions } from './relay.js';

/** These keys as a snapshot (RDB) taken at `now`, in chunks; the same options give the same bytes. Returns what it holds. */
export function* relaySnapshot(options: RelayOptions): Generator<Uint8Array, Manifest> {
  const { entries, manifest } = options.keys === undefined ? heldEntries(options) : remadeEntries(options);
  yield* writeSnapshot(entries, { now: options.now, size: sizeOf(manifest) });
  return manifest;
}

interface Counted {
  entries: Iterator<Entry>;
  manifest: Manifest;
}

/** A small relay is kept whole while it is counted. */
function heldEntries(options: RelayOptions): Counted {
  const making = relayEntries(options);
  const entries: Entry[] = [];
  for (;;) {
    const next = making.next();
    if (next.done) return { entries: entries.values(), manifest: next.value };
    entries.push(next.value);
  }
}

/** A large one is made twice, since it may not fit into memory. */
function remadeEntries(options: RelayOptions): Counted {
  const counting = relayEntries(options);
  for (;;) {
    const next = counting.next();
    if (next.done) return { entries: relayEntries(options), manifest: next.value };
  }
}
