import { says } from '../errors/switches.js';
import { access, constants, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { platform } from 'node:os';
import { dirname } from 'node:path';
import { byteText, bytesOfText, type OtherEncoding } from '../format/encoding.js';
import { readEnvFile } from '../files/env-file.js';
import { whyUnwritable } from '../files/regular-file.js';
import { EXIT, failure, MeterError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';

/** A `.env` file that was read. */
export interface EnvFile {
  /** The name that the user gave. */
  name: string;
  /** The path with links resolved. */
  path: string;
  /** As the application reads it. */
  text: string;
  /** The text to edit: of another encoding than UTF-8, each byte is a character of its own. */
  editable: string;
  /** `null`: UTF-8. */
  encoding: OtherEncoding | null;
  bytes: Buffer;
  /** Permission bits, and the owner. */
  mode: number;
  uid: number;
  gid: number;
  /** Number of names of the file in the file system; more than one: hard links. */
  names: number;
}

/** Reads a `.env` file; throws the usage errors of `readEnvFile`. */
export async function loadEnvFile(name: string): Promise<EnvFile> {
  const { bytes, text, stats, encoding } = await readEnvFile(name);
  const { mode, uid, gid, nlink } = stats;
  const editable = encoding === null ? text : byteText(bytes);
  return { name, path: await realpath(name), text, editable, encoding, bytes, mode: mode & 0o7777, uid, gid, names: nlink };
}

/**
 * Replaces the file by the edited text, completely or not at all, with the same owner, group and permissions. Follows links. Writes the
 * new text to `FILE.lock`, which only one process can create, and renames it. Fails if another process is editing the file, or has
 * changed it since it was read. Returns the path of the copy of the old file, if `backup` is set.
 */
export async function replaceEnvFile(file: EnvFile, text: string, backup: boolean): Promise<string | null> {
  const lock = `${file.path}.lock`;
  const copy = `${file.path}.bak`;
  const unfinishedCopy = `${copy}.${randomBytes(6).toString('hex')}`;
  const handle = await createLock(file, lock);
  try {
    await access(file.path, constants.W_OK);
    await fill(handle, bytesOf(file, text), file);
    if (backup) await keepCopy(file, unfinishedCopy);
    const now = await readEnvFile(file.path).catch(() => null);
    if (!now?.bytes.equals(file.bytes)) throw changedMeanwhile(file);
    if (backup) await rename(unfinishedCopy, copy);
    await rename(lock, file.path);
    await syncFolder(dirname(file.path));
    return backup ? copy : null;
  } catch (error) {
    await rm(lock, { force: true });
    await rm(unfinishedCopy, { force: true });
    throw error instanceof MeterError ? error : unwritable(file, error);
  } finally {
    await handle.close().catch(() => {});
  }
}

/** The bytes of an edited text. */
export const bytesOf = ({ encoding }: Pick<EnvFile, 'encoding'>, text: string): Buffer =>
  encoding === null ? Buffer.from(text, 'utf8') : bytesOfText(text);

async function createLock(file: EnvFile, lock: string): Promise<FileHandle> {
  try {
    return await open(lock, 'wx', 0o600);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unwritable(file, error);
    throw failure(says('env-file-busy', { name: safeText(file.name), lock: safeText(lock) }), EXIT.refused);
  }
}

/** Writes everything and syncs it to the disk. Sets the owner first, because this resets some permissions. */
async function fill(handle: FileHandle, bytes: Buffer, { uid, gid, mode }: EnvFile): Promise<void> {
  await handle.writeFile(bytes);
  if (platform() !== 'win32') await handle.chown(uid, gid);
  await handle.chmod(mode);
  await handle.sync();
}

async function keepCopy(file: EnvFile, path: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await fill(handle, file.bytes, file);
  } finally {
    await handle.close();
  }
}

/** Makes the new name survive a power failure. Windows has no such function. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

const changedMeanwhile = ({ name }: EnvFile): MeterError =>
  failure(says('env-file-changed', { name: safeText(name) }), EXIT.refused, 'env-file-busy');

function unwritable({ name }: EnvFile, error: unknown): MeterError {
  const code = codeOf(error);
  const denied = code === 'EPERM' || code === 'EACCES';
  const why = whyUnwritable(error);
  return failure(says('env-file-unwritable', { name: safeText(name), why, denied }), EXIT.failure, 'output');
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown reason';
