import { whyUnreadable, whyUnwritable } from '../../files/regular-file.js';
import { EXIT, MeterError, usageError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);

const failure = (message: string, ...suggestions: string[]): MeterError =>
  new MeterError('archive', EXIT.failure, message, suggestions);

/** True when a file with this name exists. */
export const isTaken = (error: unknown): boolean => codeOf(error) === 'EEXIST';

export function cannotCreate(path: string, error: unknown): MeterError {
  if (isTaken(error)) {
    const message = `The archive ${safeText(path)} exists already and is not written over; nothing was changed.`;
    return failure(message, 'Give the archive another name.');
  }
  const message = `The archive ${safeText(path)} cannot be created: ${whyUnwritable(error)}. Nothing was changed.`;
  return failure(message, 'Name a folder that can be written to, with room for the archive.');
}

export const cannotWrite = (path: string, error: unknown): MeterError =>
  failure(
    `The archive ${safeText(path)} cannot be written: ${whyUnwritable(error)}. Nothing of this batch was changed.`,
    'Make room or name another folder for the archive, then run the command again: it goes on where it stopped.',
  );

export const cannotClose = (path: string, error: unknown): MeterError =>
  failure(
    `The archive ${safeText(path)} cannot be closed: ${whyUnwritable(error)}. It holds every key that was changed, but not its totals.`,
    'Keep it: it can be restored as it is.',
  );

export const cannotOpen = (path: string, error: unknown): MeterError =>
  usageError(`The archive ${safeText(path)} cannot be read: ${whyUnreadable(error)}.`, 'Check its path and who may read it.');

export const cannotRead = (path: string, error: unknown): MeterError =>
  failure(`The archive ${safeText(path)} cannot be read: ${whyUnreadable(error)}.`, 'Check its path and who may read it.');

export const notAnArchive = (path: string): MeterError =>
  failure(`The file ${safeText(path)} is not an archive of changed keys.`, 'Give the path that the receipt names.');

export const unknownVersion = (path: string, version: number): MeterError =>
  failure(`The archive ${safeText(path)} has format ${version}, which this version does not know.`, 'Use a newer version.');

export const noHead = (path: string): MeterError =>
  failure(
    `The archive ${safeText(path)} ends before its first record: it was cut off while it was created, and nothing was changed.`,
    'There is nothing to restore; it can be removed.',
  );

export const damaged = (path: string, offset: number, what: string): MeterError =>
  failure(
    `The archive ${safeText(path)} is damaged at byte ${offset}: ${what}.`,
    'Restore from a copy of the file that is whole.',
  );
