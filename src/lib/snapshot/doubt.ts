/** Reasons not to trust the content of a snapshot. */
import { says } from '../errors/files.js';
import { EXIT, failure } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import type { SnapshotFault } from '../errors/files.js';
import type { SnapshotSummary } from './summary.js';

export interface SnapshotDoubt {
  code: SnapshotFault | 'newer-format';
  /** A sentence without its beginning and end; includes the byte offset if known. */
  message: string;
}

/** Damage, a wrong checksum, or an unknown format; `null`: none of these. */
export function snapshotDoubt({ problem, newerThanKnown, magic, format }: SnapshotSummary): SnapshotDoubt | null {
  if (problem !== null) return { code: problem.code, message: problem.message };
  if (!newerThanKnown) return null;
  return {
    code: 'newer-format',
    message: `its format ${magic} ${format} is newer than this release of meter knows: something in it may have been taken for something else`,
  };
}

/** Throws (exit 1) when nothing could be read from the file. */
export function rejectUnreadable(name: string, { problem, keys }: SnapshotSummary): void {
  if (problem === null || problem.code === 'checksum' || keys > 0) return;
  throw failure(says('not-a-snapshot', { name: name === '-' ? null : safeText(name), problem }), EXIT.failure);
}
