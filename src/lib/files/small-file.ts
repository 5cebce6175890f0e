/** Reads whole files: settings, plans, profiles, certificates. */
import { says } from '../errors/files.js';
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { usageError, type Saying } from '../format/errors.js';
import { openRegularFile, UnusableFile, whyUnreadable } from './regular-file.js';

/** Bytes. No hand-written file is larger. */
export const SMALL_FILE = 1024 * 1024;

const CHUNK = 64 * 1024;

export interface SmallFile {
  bytes: Buffer;
  stats: Stats;
}

/**
 * Reads a regular file of at most `limit` bytes. Throws a usage error of one sentence for a missing or unreadable file, a
 * directory, a FIFO, a device, or a larger file. `unreadable`: what is said then.
 */
export async function readSmallFile(path: string, unreadable: (why: Saying) => Saying, limit = SMALL_FILE): Promise<SmallFile> {
  try {
    const { handle, stats } = await openRegularFile(path);
    try {
      if (stats.size > limit) throw tooLarge(limit);
      return { bytes: await readBounded(handle, limit), stats };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw usageError(unreadable(whyUnreadable(error)));
  }
}

/** Does not trust the reported size: it is 0 in /proc, and a file may grow. */
async function readBounded(handle: FileHandle, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, null);
    if (bytesRead === 0) return Buffer.concat(pieces, length);
    length += bytesRead;
    if (length > limit) throw tooLarge(limit);
    pieces.push(buffer.subarray(0, bytesRead));
  }
}

const tooLarge = (limit: number): UnusableFile => new UnusableFile(says('larger-than', { bytes: limit }));
