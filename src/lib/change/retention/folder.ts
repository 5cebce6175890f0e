/** Reads the archives of a folder: every byte of each, so that a damaged one is not taken for a backup. */
import { says } from '../../errors/archives.js';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MeterError, usageError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import { whyUnreadable } from '../../files/regular-file.js';
import { openArchive } from '../archive/reader.js';
import type { ArchiveRow } from './model.js';

export interface FoundArchive {
  path: string;
  row: ArchiveRow;
  /** What the file was when it was read. */
  identity: string;
}

const MOST = 10_000;

/** Only files whose names end in `.archive`. Throws a usage error for a folder that cannot be read. */
export async function archivesIn(folder: string): Promise<FoundArchive[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw usageError(says('archives-folder', { path: safeText(folder), why: whyUnreadable(error) }));
  });
  const archives = names.filter((name) => name.endsWith('.archive'));
  if (archives.length > MOST) throw usageError(says('archives-too-many', { path: safeText(folder), most: MOST }));
  const found: FoundArchive[] = [];
  for (const name of archives) {
    const path = join(folder, name);
    const identity = await identityOf(path);
    if (identity !== null) found.push({ path, identity, row: await rowOf(path, name) });
  }
  return found.toSorted((a, b) => ((a.row.createdAt ?? '') < (b.row.createdAt ?? '') ? 1 : -1));
}

/** `null`: it is no regular file, or gone. */
export async function identityOf(path: string): Promise<string | null> {
  const stats = await stat(path).catch(() => null);
  return stats?.isFile() === true ? [stats.dev, stats.ino, stats.size, stats.mtimeMs].join(' ') : null;
}

async function rowOf(path: string, file: string): Promise<ArchiveRow> {
  const bytes = (await stat(path)).size;
  const row: ArchiveRow = {
    file: safeText(file),
    bytes,
    state: 'damaged',
    problem: null,
    createdAt: null,
    command: null,
    target: null,
    db: null,
    records: null,
    stays: 'damaged',
    removed: false,
  };
  try {
    const archive = await openArchive(path);
    const { createdAt, command, target, db } = archive.head;
    Object.assign(row, { createdAt, command, target, db });
    const { complete, records } = await archive.verify(() => {});
    return { ...row, records, state: complete ? 'complete' : 'cut-off', stays: complete ? null : 'cut-off' };
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    return { ...row, problem: error.message };
  }
}
