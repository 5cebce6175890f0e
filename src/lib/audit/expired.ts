import type { Tally } from '../keyspace/tally.js';
import { printable } from '../format/terminal.js';
import type { AuditData } from './model.js';
import type { Presence } from '../recognise/presence.js';

/** Expired keys that still exist, by family, the most first. */
export function expiredKeys(tally: Tally, presence: Presence): AuditData['expired'] {
  const byFamily = new Map<string | null, { id: string | null; pattern: string | null; keys: number }>();
  for (const [claim, keys] of tally.expired) {
    const family = claim && presence.ownerOf(claim)?.family;
    const id = family?.id ?? null;
    const row = byFamily.get(id) ?? { id, pattern: family ? printable(family.pattern) : null, keys: 0 };
    row.keys += keys;
    byFamily.set(id, row);
  }
  const families = [...byFamily.values()].sort((a, b) => b.keys - a.keys);
  return { keys: families.reduce((sum, { keys }) => sum + keys, 0), families };
}
