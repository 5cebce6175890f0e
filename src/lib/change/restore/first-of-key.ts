import type { RecordedAction } from '../actions.js';
import { LISTED, type ArchiveRecord } from '../archive/record.js';

/** Actions whose records contain a part of the key: a key has one record for each step that changed it. */
const IN_PARTS: readonly string[] = ['members', 'trim', LISTED] satisfies RecordedAction[];

export const isInParts = (action: string): boolean => IN_PARTS.includes(action);

/** Maximum number of names in memory: more than any archive changed in parts. Each record beyond them counts as a key. */
const MOST = 500_000;

/** True when a record is the first of its key and `kind`. A record of a whole key always is. */
export type IsFirst = (kind: string, record: Pick<ArchiveRecord, 'action' | 'name'>) => boolean;

export function firstOfKey(): IsFirst {
  const seen = new Set<string>();
  return (kind, { action, name }) => {
    if (!isInParts(action)) return true;
    const id = `${kind} ${name}`;
    if (seen.has(id)) return false;
    if (seen.size < MOST) seen.add(id);
    return true;
  };
}
