/** Opens regular files, and explains why a file cannot be read or written. */
import { says } from '../errors/files.js';
import { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { Saying } from '../format/errors.js';

/** The path exists but cannot be used. What it says is the reason, as the end of a sentence. */
export class UnusableFile extends Error {
  constructor(readonly saying: Saying) {
    super(saying.english[0]);
  }
}

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
  if (stats.isDirectory()) throw new UnusableFile(says('is-directory'));
  if (!stats.isFile()) throw new UnusableFile(says('special-file', { kind: kindOf(stats) }));
}

function kindOf(stats: Stats): 'fifo' | 'socket' | 'device' {
  if (stats.isFIFO()) return 'fifo';
  return stats.isSocket() ? 'socket' : 'device';
}

const REASONS = {
  ENOENT: 'no-such-file',
  ENOTDIR: 'no-such-file',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EISDIR: 'is-directory',
  ELOOP: 'link-circle',
  ENAMETOOLONG: 'name-too-long',
} as const;

/** Why a file could not be opened or read, as the end of the sentence "… cannot be read: …". Does not contain the path. */
export const whyUnreadable = (error: unknown): Saying => whyUnusable(error, REASONS);

const UNWRITABLE = {
  ...REASONS,
  ENOENT: 'no-such-folder',
  ENOTDIR: 'no-such-folder',
  EDQUOT: 'disk-quota',
  EFBIG: 'file-too-large-for-system',
  ENOSPC: 'disk-full',
  EROFS: 'read-only-file-system',
} as const;

/** Why a file could not be created or written, as the end of the sentence "… cannot be written: …". Does not contain the path. */
export const whyUnwritable = (error: unknown): Saying => whyUnusable(error, UNWRITABLE);

type Reason = (typeof REASONS)[keyof typeof REASONS] | (typeof UNWRITABLE)[keyof typeof UNWRITABLE];

function whyUnusable(error: unknown, reasons: Readonly<Record<string, Reason>>): Saying {
  if (error instanceof UnusableFile) return error.saying;
  if (!(error instanceof Error && 'code' in error)) return says('system-says-nothing');
  const code = String(error.code);
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  return reason === undefined ? says('system-says', { code }) : says(reason);
}
