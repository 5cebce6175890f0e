import { says, type ArchiveFault } from '../../errors/archives.js';
import { whyUnreadable, whyUnwritable } from '../../files/regular-file.js';
import { EXIT, failure, type MeterError, usageError, type Saying } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);

/** True when a file with this name exists. */
export const isTaken = (error: unknown): boolean => codeOf(error) === 'EEXIST';

export function cannotCreate(path: string, error: unknown): MeterError {
  const shown = safeText(path);
  return failed(
    isTaken(error)
      ? says('archive-exists', { path: shown })
      : says('archive-not-created', { path: shown, why: whyUnwritable(error) }),
  );
}

export const cannotWrite = (path: string, error: unknown): MeterError =>
  failed(says('archive-unwritable', { path: safeText(path), why: whyUnwritable(error) }));

export const cannotClose = (path: string, error: unknown): MeterError =>
  failed(says('archive-not-closed', { path: safeText(path), why: whyUnwritable(error) }));

export const cannotOpen = (path: string, error: unknown): MeterError => usageError(unreadable(path, error));

export const cannotRead = (path: string, error: unknown): MeterError => failed(unreadable(path, error));

const unreadable = (path: string, error: unknown): Saying =>
  says('archive-unreadable', { path: safeText(path), why: whyUnreadable(error) });

export const notAnArchive = (path: string): MeterError => failed(says('no-archive', { path: safeText(path) }));

export const unknownVersion = (path: string, version: number): MeterError =>
  failed(says('archive-version', { path: safeText(path), version }));

export const noHead = (path: string): MeterError => failed(says('archive-without-head', { path: safeText(path) }));

export const damaged = (path: string, offset: number, fault: ArchiveFault): MeterError =>
  failed(says('archive-damaged', { path: safeText(path), offset, fault }));

const failed = (saying: Saying): MeterError => failure(saying, EXIT.failure, 'archive');
