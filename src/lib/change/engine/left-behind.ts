/** The keys that a run leaves on the server for some time, as patterns: in a cluster there may be a key in each slot. */
import { NOTES_TTL, RESTORED_TTL, stateNote } from '../../profile/builtin/meter/index.js';
import type { LeftBehind } from '../plan/model.js';

/** `keys`: keys of this program. Keys that differ only in their last part become one pattern. */
export function leftBehind(keys: readonly string[]): LeftBehind[] {
  const rows = new Map<string, LeftBehind>();
  for (const key of keys) {
    const [own, kind, id, part] = key.split(':');
    const pattern = [own, kind, ...(id === undefined ? [] : [id]), ...(part === undefined ? [] : ['*'])].join(':');
    const seconds = key === stateNote.pattern ? null : part === undefined ? RESTORED_TTL : NOTES_TTL;
    const row = rows.get(pattern) ?? { pattern, keys: 0, seconds };
    row.keys++;
    rows.set(pattern, row);
  }
  return [...rows.values()];
}
