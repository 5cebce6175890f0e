/** Opens regular files, and explains why a file cannot be read or written. */
import { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';

/** The path exists but cannot be used. The message is the reason, as the end of a sentence. */
export class UnusableFile extends Error {}

/** Opens a regular file for reading and never blocks. Fails like `open` of `node:fs`, or with `UnusableFile`. */
export async function openRegularFile(path: string): Promise<{ handle: FileHandle; stats: Stats }> {
  // Checked before opening, because opening some devices has effects; checked again after, because the path may have changed.
  checkKind(await stat(path));
  // O_NONBLOCK: opening a FIFO would wait for a writer. Windows has no such flag.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat();
    checkKind(stats);
    return { handle, stats };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function checkKind(stats: Stats): void {
  if (stats.isDirectory()) throw new UnusableFile('it is a directory');
  if (!stats.isFile()) throw new UnusableFile(`it is ${kindOf(stats)}, not a regular file`);
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a FIFO';
  return stats.isSocket() ? 'a socket' : 'a device';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/** Why a file could not be opened or read, as the end of the sentence "… cannot be read: …". Does not contain the path. */
export function whyUnreadable(error: unknown): string {
  if (error instanceof UnusableFile) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return REASONS[code] ?? `the system says ${code}`;
}

const UNWRITABLE: Readonly<Record<string, string>> = {
  ...REASONS,
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'no file may be as large',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};

/** Why a file could not be created or written, as the end of the sentence "… cannot be written: …". Does not contain the path. */
export function whyUnwritable(error: unknown): string {
  if (error instanceof UnusableFile) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return UNWRITABLE[code] ?? `the system says ${code}`;
}
