import { segmentsOf } from './key-segment.js';
import type { NameFilter } from './name-filter.js';
import type { KeyProbe } from './probe.js';
import type { SnapshotContents } from './snapshot-contents.js';

/**
 * Answers questions about single keys from the parts kept of a snapshot. `whole`: it was read to its end, so a name that was not
 * seen does not exist.
 */
export function snapshotProbe(names: NameFilter, contents: SnapshotContents, whole: boolean): KeyProbe {
  return {
    room: (wanted) => wanted,
    leftOut: () => 0,
    exists: async (keys) => keys.map(({ db, name }) => names.has(db, segmentsOf(name)) || (whole ? false : null)),
    // Every key of a snapshot was counted with its type.
    type: async (keys) => keys.map(() => null),
    hasField: async (keys, field) => keys.map((key) => contents.has(key, field)),
    // Other fields than limits are not asked for.
    field: async (keys, field) => keys.map((key) => contents.field(key, field, whole)),
    isMember: async (keys, member) => keys.map((key) => contents.has(key, member)),
    element: async (keys, at) => keys.map((key) => contents.element(key, at)),
    time: async () => null,
    ttl: async (keys) => keys.map(() => null),
    frequency: async (keys) => keys.map(() => null),
    text: async (keys) => keys.map((key) => contents.element(key, 0)),
  };
}
