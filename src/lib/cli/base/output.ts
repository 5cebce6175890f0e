import { says as ofFile } from '../../errors/files.js';
import { randomBytes } from 'node:crypto';
import { access, constants, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EXIT, failure, type MeterError, usageError } from '../../format/errors.js';
import { UnusableFile, whyUnwritable } from '../../files/regular-file.js';
import { safeLines, safeText } from '../../format/terminal.js';

/** Fails if the file cannot be written, or is one of the files that are read. Called before long work. */
export async function checkOutput(path: string, inputs: readonly string[]): Promise<void> {
  await access(dirname(path), constants.W_OK).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  const present = await stat(path).catch(() => null);
  if (present?.isDirectory()) throw unwritable(path, new UnusableFile(ofFile('is-directory')));
  for (const input of inputs) {
    const read = await stat(input).catch(() => null);
    if (present && read && read.dev === present.dev && read.ino === present.ino)
      throw usageError(ofFile('output-over-input', { path: safeText(input) }));
  }
}

/**
 * Writes a file completely or not at all: under another name in the same folder, then renamed. Only its owner can read it, because
 * reports name things, unless another mode is given.
 */
export async function writeOutput(path: string, text: string, mode = 0o600): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  try {
    await writeFileAtomic(path, text, { mode });
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** The same piece by piece, for results that are too long for memory. */
export async function writeOutputPieces(path: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      for await (const piece of grouped(pieces)) await handle.writeFile(safeLines(piece));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    // Another failure is one of making the report.
    throw isOfSystem(error) ? unwritable(path, error) : error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

const isOfSystem = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

/** Number of characters that are written at once. */
const AT_ONCE = 1 << 16;

/** Joins short pieces. */
export async function* grouped(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const piece of pieces) {
    held += piece;
    if (held.length < AT_ONCE) continue;
    yield held;
    held = '';
  }
  if (held !== '') yield held;
}

function unwritable(path: string, error: unknown): MeterError {
  const why = whyUnwritable(error);
  return failure(ofFile('output-unwritable', { path: safeText(path), why }), EXIT.failure, 'output');
}
