/** A lock file beside a file, so that one process at a time changes it. The lock of a process that was killed is taken over. */
import { says } from '../../errors/results.js';
import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, failure, type MeterError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';

const WAIT_MS = 10_000;
const POLL_MS = 25;
/** A process on another machine cannot be asked whether it is still there. */
const STALE_MS = 10 * 60_000;
/** Between creating the file and writing its owner into it. */
const UNSIGNED_MS = 5_000;

/** Calls `work` while this process holds the lock. Throws a MeterError if another one holds it for too long. */
export async function withLock<Result>(path: string, work: () => Promise<Result>, waitMs = WAIT_MS): Promise<Result> {
  const lock = `${path}.lock`;
  const owner = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  const deadline = performance.now() + waitMs;
  while (!(await isTaken(lock, owner))) {
    if (performance.now() > deadline) throw heldTooLong(path, lock);
    await takeOver(lock);
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    if ((await ownerOf(lock)) === owner) await rm(lock, { force: true });
  }
}

/** False: another process holds it. */
async function isTaken(lock: string, owner: string): Promise<boolean> {
  const handle = await open(lock, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return null;
    throw error;
  });
  if (handle === null) return false;
  try {
    await handle.writeFile(owner);
  } finally {
    await handle.close();
  }
  return true;
}

const ownerOf = (lock: string): Promise<string | null> => readFile(lock, 'utf8').catch(() => null);

/** Removes the lock if its owner is gone. It is moved first, so that only one process does so, and put back if it was another's. */
async function takeOver(lock: string): Promise<void> {
  const owner = await ownerOf(lock);
  if (owner === null || !(await isGone(lock, owner))) return;
  const moved = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, moved);
  } catch {
    return;
  }
  if ((await ownerOf(moved)) !== owner) await link(moved, lock).catch(() => {});
  await rm(moved, { force: true });
}

async function isGone(lock: string, owner: string): Promise<boolean> {
  const found = await stat(lock).catch(() => null);
  if (found === null) return false;
  const age = Date.now() - found.mtimeMs;
  const parsed = parsedOwner(owner);
  if (parsed === null) return age > UNSIGNED_MS;
  return parsed.host === hostname() ? !isRunning(parsed.pid) : age > STALE_MS;
}

function parsedOwner(text: string): { pid: number; host: string } | null {
  try {
    const { pid, host } = JSON.parse(text) as { pid?: unknown; host?: unknown };
    return typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0 && typeof host === 'string' ? { pid, host } : null;
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only asks.
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const heldTooLong = (path: string, lock: string): MeterError =>
  failure(says('locked', { path: safeText(path), lock: safeText(lock) }), EXIT.failure);
