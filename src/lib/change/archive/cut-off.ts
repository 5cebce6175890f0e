/** Earlier interrupted runs of a command, which a later run continues. All of them are undone together. */
import { MeterError } from '../../format/errors.js';
import type { StateNote } from '../../recognise/state-note.js';
import { openArchive } from './reader.js';
import { archiveOfRun } from './archive-of-run.js';

/** Paths of their archives, newest first, if they are beside `path` or in the current folder. */
export async function cutOffBefore({ runs }: StateNote, command: string, path: string): Promise<string[]> {
  const found: string[] = [];
  for (const run of runs.toReversed()) {
    if (run.command !== command) break;
    const file = await archiveOfRun(run, path);
    if (file === null || !(run.stopped || (await isCutOff(file, run.run)))) break;
    found.push(file);
  }
  return found;
}

/** True for an archive of this run without its end. An unreadable file is ignored. */
async function isCutOff(file: string, run: string): Promise<boolean> {
  try {
    const archive = await openArchive(file);
    return archive.head.run === run && !(await archive.verify()).complete;
  } catch (error) {
    if (error instanceof MeterError) return false;
    throw error;
  }
}
