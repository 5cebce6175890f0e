/** Describes the result of a run, and what ended it. */
import { says } from '../../errors/changes.js';
import { identity } from '../../audit/identity.js';
import { EXIT, failure, type MeterError } from '../../format/errors.js';
import { shellQuote } from '../../format/shell.js';
import { safeText } from '../../format/terminal.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { leftBehind } from '../engine/left-behind.js';
import type { Applied } from '../engine/run-changes.js';
import type { Receipt } from '../plan/model.js';

/** A run that has ended. */
export interface Ended {
  leaves: string[];
  archive: ArchiveWriter | null;
  /** Archives of earlier, interrupted runs of the same command. They are undone together with this one. */
  earlier: readonly string[];
  done: Applied;
  startedAt: Date;
  /** The command that continues this one; `null`: done. */
  resume: string | null;
  /** Flags of `meter restore` for the undo, with a space before them. */
  undoFlags: string;
}

export const receiptOf = ({ archive, earlier, done, leaves, startedAt, resume, undoFlags }: Ended): Receipt => ({
  startedAt: startedAt.toISOString(),
  endedAt: new Date().toISOString(),
  complete: done.complete,
  indexes: done.indexes,
  elements: done.elements,
  way: done.way,
  restore:
    archive && archive.records > 0 ? `meter restore ${[archive.path, ...earlier].map(shellQuote).join(' ')}${undoFlags}` : null,
  resume,
  leaves: [...leftBehind(leaves), ...done.markers],
});

/** Number of refused values that are named. The others are counted. */
const NAMED = 10;

/** The values that the server refused; `null`: none. */
export function notTaken({ refused }: Applied, showIds: boolean): MeterError | null {
  if (refused.length === 0) return null;
  const shown = identity(showIds);
  const named = refused.slice(0, NAMED).map(({ name, reason }) => `${shown.key(name, null)} (${safeText(reason.slice(0, 200))})`);
  const counts = { count: refused.length, more: refused.length - named.length };
  return failure(says('values-refused', { ...counts, named, ids: showIds }), EXIT.partial);
}
