/**
 * A history of audits: one JSON object a line, the oldest first. A record is written with one call and synced, under a lock. A line
 * that a kill has cut off is not read, and removed by the next append. A full file is renamed to FILE.1, and that to FILE.2 …
 */
import { says } from '../../errors/results.js';
import { says as ofFile } from '../../errors/files.js';
import { constants } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openRegularFile, UnusableFile, whyUnreadable, whyUnwritable } from '../../files/regular-file.js';
import { OWN_JSON, parseBoundedJson } from '../../format/bounded-json.js';
import { EXIT, failure, MeterError, usageError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import { withLock } from './lock.js';
import { historyRecord, type HistoryRecord } from './record.js';

/** Limits of a history. */
export interface HistoryLimits {
  /** A file that would become larger is renamed. */
  bytes: number;
  /** Renamed files that are kept. */
  olderFiles: number;
}

export const USUAL_LIMITS: HistoryLimits = { bytes: 4 * 1024 * 1024, olderFiles: 3 };

/** No record is as long: 300 families of 14 figures. */
const LONGEST_LINE = 256 * 1024;
/** A file of more than this is no history of this program. */
const LARGEST_FILE = 64 * 1024 * 1024;

const NEWLINE = 0x0a;

export interface History {
  /** The oldest first. */
  records: HistoryRecord[];
  /** Lines that are no record: torn, or of another program. */
  skipped: number;
}

/** Throws a usage error if the file, or the file before it, cannot be read, or has no record. */
export async function readHistory(path: string, { olderFiles } = USUAL_LIMITS): Promise<History> {
  const texts: string[] = [];
  for (let age = olderFiles; age >= 0; age--) {
    const text = await textOf(olderName(path, age), age > 0);
    if (text !== null) texts.push(text);
  }
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '');
  const parsed = lines.map(parsedLine);
  const records = parsed.filter((record) => record !== null);
  if (records.length === 0) throw usageError(says('no-history-yet', { path: safeText(path) }));
  return { records: records.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)), skipped: lines.length - records.length };
}

/** True for a file that begins like a history; false also for one that cannot be read. */
export async function isHistory(path: string): Promise<boolean> {
  try {
    const { handle } = await openRegularFile(path);
    try {
      return withoutMark(await bytesFrom(handle, 0, MARK.length + BEGINNING.length))
        .subarray(0, BEGINNING.length)
        .equals(BEGINNING);
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}

const olderName = (path: string, age: number): string => (age === 0 ? path : `${path}.${age}`);

/** `null`: there is no such older file. */
async function textOf(path: string, isOlder: boolean): Promise<string | null> {
  try {
    const { handle, stats } = await openRegularFile(path);
    try {
      if (stats.size > LARGEST_FILE) throw new UnusableFile(ofFile('larger-than', { bytes: LARGEST_FILE }));
      return withoutMark(await bytesFrom(handle, 0, LARGEST_FILE)).toString('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isOlder && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw usageError(says('history-unreadable', { path: safeText(path), why: whyUnreadable(error) }));
  }
}

/** At most `most` bytes. */
async function bytesFrom(handle: FileHandle, start: number, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let at = start;
  while (at - start < most) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(Math.min(65_536, most - (at - start))), 0, undefined, at);
    if (bytesRead === 0) break;
    pieces.push(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return Buffer.concat(pieces);
}

function parsedLine(line: string): HistoryRecord | null {
  if (line.length > LONGEST_LINE) return null;
  try {
    return historyRecord.safeParse(parseBoundedJson(line, OWN_JSON)).data ?? null;
  } catch {
    return null;
  }
}

/** Fails if nothing can be appended. Called before long work. */
export async function checkHistory(path: string): Promise<void> {
  try {
    const handle = await openToAppend(path);
    try {
      await lastRecord(handle, path);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw asUnwritable(path, error);
  }
}

/** Returns the bytes of the new line. Throws a MeterError if the history is of another Redis, or cannot be written. */
export async function appendRecord(path: string, record: HistoryRecord, limits = USUAL_LIMITS): Promise<number> {
  const line = Buffer.from(`${JSON.stringify(record)}\n`);
  try {
    return await withLock(path, () => appendLine(path, line, record, limits));
  } catch (error) {
    throw asUnwritable(path, error);
  }
}

async function appendLine(path: string, line: Buffer, { of }: HistoryRecord, limits: HistoryLimits): Promise<number> {
  const handle = await openToAppend(path);
  let isFull = false;
  try {
    const { record, end, isComplete } = await lastRecord(handle, path);
    if (record !== null && record.of !== of)
      throw usageError(says('history-of-other', { path: safeText(path), of: safeText(record.of), asked: safeText(of) }));
    // What a kill has left of a line.
    if ((await handle.stat()).size > end) await handle.truncate(end);
    isFull = end > 0 && end + line.length > limits.bytes;
    if (!isFull) {
      await handle.appendFile(isComplete ? line : Buffer.concat([Buffer.of(NEWLINE), line]));
      await handle.sync();
    }
  } finally {
    await handle.close();
  }
  if (isFull) await appendToNew(path, line, limits);
  await syncFolder(path);
  return line.length;
}

async function appendToNew(path: string, line: Buffer, { olderFiles }: HistoryLimits): Promise<void> {
  for (let age = olderFiles; age > 0; age--) {
    await rename(olderName(path, age - 1), olderName(path, age)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  const handle = await openToAppend(path);
  try {
    await handle.appendFile(line);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openToAppend(path: string): Promise<FileHandle> {
  const { O_RDWR, O_CREAT, O_APPEND, O_NONBLOCK } = constants;
  // O_NONBLOCK: opening a FIFO would wait.
  const handle = await open(path, O_RDWR | O_CREAT | O_APPEND | (O_NONBLOCK ?? 0), 0o600);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new UnusableFile(ofFile('not-a-regular-file'));
}

interface Last {
  /** `null`: the file is empty. */
  record: HistoryRecord | null;
  /** Where the last complete record ends. */
  end: number;
  /** False: only its line break is missing. */
  isComplete: boolean;
}

/** The last complete record. Throws a usage error for a file of something else, which is never changed. */
async function lastRecord(handle: FileHandle, path: string): Promise<Last> {
  const { size } = await handle.stat();
  if (size === 0) return { record: null, end: 0, isComplete: true };
  const start = Math.max(0, size - 2 * LONGEST_LINE);
  const bytes = await bytesFrom(handle, start, size - start);
  const tail = start === 0 ? withoutMark(bytes) : bytes;
  const from = size - tail.length;
  const cut = tail.lastIndexOf(NEWLINE) + 1;
  const torn = parsedLine(tail.subarray(cut).toString('utf8'));
  if (torn !== null) return { record: torn, end: size, isComplete: false };
  // Only a torn first line: a record begins like this.
  if (cut === 0 && start === 0 && tail.subarray(0, BEGINNING.length).equals(BEGINNING.subarray(0, tail.length)))
    return { record: null, end: from, isComplete: true };
  const before = cut === 0 ? -1 : tail.lastIndexOf(NEWLINE, cut - 2);
  const record = cut === 0 ? null : parsedLine(tail.subarray(before + 1, cut - 1).toString('utf8'));
  if (record === null) throw usageError(says('no-history', { path: safeText(path) }));
  return { record, end: from + cut, isComplete: true };
}

/** Editors on Windows write a byte order mark before UTF-8. */
const MARK = Buffer.from('\uFEFF');
const withoutMark = (bytes: Buffer): Buffer =>
  bytes.subarray(0, MARK.length).equals(MARK) ? bytes.subarray(MARK.length) : bytes;

const BEGINNING = Buffer.from('{"schemaVersion":1,"kind":"audit"');

/** A new or renamed file is safe once its folder is. Not every system can. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r').catch(() => null);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

const asUnwritable = (path: string, error: unknown): unknown =>
  error instanceof MeterError
    ? error
    : failure(says('history-unwritable', { path: safeText(path), why: whyUnwritable(error) }), EXIT.failure, 'history');
