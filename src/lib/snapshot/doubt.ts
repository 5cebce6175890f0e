/** What keeps a snapshot that was read from being believed. */
import { EXIT, MeterError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import type { SnapshotProblemCode } from './problem.js';
import type { SnapshotSummary } from './summary.js';

export interface SnapshotDoubt {
  code: SnapshotProblemCode | 'newer-format';
  /** A sentence without its beginning and end; names the byte where there is one. */
  message: string;
}

/** Damage, a wrong checksum, or a format that is not known; `null`: none of them. */
export function snapshotDoubt({ problem, newerThanKnown, magic, format }: SnapshotSummary): SnapshotDoubt | null {
  if (problem !== null) return { code: problem.code, message: problem.message };
  if (!newerThanKnown) return null;
  return {
    code: 'newer-format',
    message: `its format ${magic} ${format} is newer than this release of meter knows: something in it may have been taken for something else`,
  };
}

/** Throws (exit 1) where nothing at all could be read of the file. */
export function rejectUnreadable(name: string, { problem, keys }: SnapshotSummary): void {
  if (problem === null || problem.code === 'checksum' || keys > 0) return;
  const shown = name === '-' ? 'standard input' : safeText(name);
  throw new MeterError('not-a-snapshot', EXIT.failure, `${shown} cannot be read as a snapshot: ${problem.message}.`, [
    problem.code === 'truncated' || problem.code === 'empty'
      ? 'Copy the file again: it may still have been written, or the copy was cut off.'
      : 'Make a snapshot with redis-cli --rdb FILE, or with BGSAVE, and name that file.',
  ]);
}
