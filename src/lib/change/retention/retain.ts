/** Which archives are no longer kept, and their removal. */
import { rm } from 'node:fs/promises';
import { identityOf, type FoundArchive } from './folder.js';
import type { ArchiveRow } from './model.js';

/**
 * Marks what stays: archives that are younger, the newest complete one of each command and database, and those that are not
 * complete, because a run may have to be finished with them.
 */
export function retained(found: readonly FoundArchive[], keepMs: number, now: Date): FoundArchive[] {
  const kinds = new Set<string>();
  return found.map((each): FoundArchive => {
    const { row } = each;
    if (row.state !== 'complete') return each;
    const kind = JSON.stringify([row.command, row.target, row.db]);
    const isNewest = !kinds.has(kind);
    kinds.add(kind);
    const age = now.getTime() - Date.parse(row.createdAt ?? '');
    const stays: ArchiveRow['stays'] = isNewest ? 'newest' : age > keepMs ? null : 'young';
    return { ...each, row: { ...row, stays } };
  });
}

/** Removes what does not stay, unless the file has changed since it was read. */
export async function removeOld(found: readonly FoundArchive[]): Promise<FoundArchive[]> {
  const result: FoundArchive[] = [];
  for (const each of found) {
    const { path, row, identity } = each;
    if (row.stays !== null) result.push(each);
    else if ((await identityOf(path)) !== identity) result.push({ ...each, row: { ...row, stays: 'changed' } });
    else {
      await rm(path);
      result.push({ ...each, row: { ...row, removed: true } });
    }
  }
  return result;
}
