/** Writes files from bytes that are made on the way. */
import { says as ofFile } from '../../errors/files.js';
import { randomBytes } from 'node:crypto';
import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EXIT, failure, MeterError } from '../../format/errors.js';
import { UnusableFile, whyUnwritable } from '../../files/regular-file.js';
import { turns } from '../../format/event-loop.js';
import { safeText } from '../../format/terminal.js';

export interface Written<Result> {
  bytes: number;
  /** The generator's return value. */
  result: Result;
}

/**
 * Writes a file completely or not at all: under another name, synced to the disk, then renamed. Follows links. Fails if the file
 * exists, unless `force`, and if the path is not that of a file.
 */
export async function writeChunks<Result>(
  file: string,
  chunks: Iterator<Uint8Array, Result>,
  options: { force: boolean; signal: AbortSignal },
): Promise<Written<Result>> {
  const target = await freeTarget(file, options.force);
  const unfinished = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
  try {
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      const written = await drain(handle, chunks, options.signal);
      await handle.close();
      await rename(unfinished, target);
      return written;
    } finally {
      await handle.close().catch(() => {});
      await rm(unfinished, { force: true });
    }
  } catch (error) {
    throw error instanceof MeterError || !isSystemError(error) ? error : unwritable(file, error);
  }
}

/** Writes to stdout at the speed of its reader. */
export async function printChunks<Result>(chunks: Iterator<Uint8Array, Result>, signal: AbortSignal): Promise<Written<Result>> {
  return pump(chunks, signal, (chunk) => {
    return new Promise((resolve, reject) => {
      process.stdout.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  });
}

async function drain<Result>(
  handle: FileHandle,
  chunks: Iterator<Uint8Array, Result>,
  signal: AbortSignal,
): Promise<Written<Result>> {
  const written = await pump(chunks, signal, async (chunk) => {
    await handle.writeFile(chunk);
  });
  await handle.sync();
  return written;
}

async function pump<Result>(
  chunks: Iterator<Uint8Array, Result>,
  signal: AbortSignal,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<Written<Result>> {
  let bytes = 0;
  const others = turns();
  for (;;) {
    await others();
    if (signal.aborted) throw new MeterError('interrupted', EXIT.interrupted, 'Interrupted before everything was written.');
    const next = chunks.next();
    if (next.done) return { bytes, result: next.value };
    await write(next.value);
    bytes += next.value.length;
  }
}

/** The path to write to, with links resolved. */
async function freeTarget(file: string, force: boolean): Promise<string> {
  const present = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw unwritable(file, error);
  });
  if (!present) return file;
  if (!present.isFile()) throw unwritable(file, new UnusableFile(ofFile('no-regular-file')));
  if (!force) throw failure(ofFile('file-exists'), EXIT.refused);
  return realpath(file);
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && (error as NodeJS.ErrnoException).syscall !== undefined;

const unwritable = (file: string, error: unknown): MeterError =>
  failure(ofFile('demo-unwritable', { path: safeText(file), why: whyUnwritable(error) }), EXIT.failure, 'output');
