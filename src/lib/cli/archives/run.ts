/** Runs `meter archives`. */
import { says } from '../../errors/command-line.js';
import { archivesIn, type FoundArchive } from '../../change/retention/folder.js';
import type { ArchivesData } from '../../change/retention/model.js';
import { removeOld, retained } from '../../change/retention/retain.js';
import { EXIT } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import { confirm } from '../prompt/confirm.js';
import type { Messages } from '../../report/messages/messages.js';

export const listArchives = async (folder: string): Promise<ArchivesData> => dataOf(folder, null, await archivesIn(folder));

export interface PruneArchives {
  folder: string;
  keepMs: number;
  now: Date;
  dryRun: boolean;
  yes: boolean;
}

/** `show`: shows the plan before the question. Throws (exit 4) without an agreement. */
export async function pruneArchives(
  { folder, keepMs, now, dryRun, yes }: PruneArchives,
  show: (plan: ArchivesData) => Promise<void>,
  { archived, talk }: Messages,
): Promise<ArchivesData> {
  const planned = retained(await archivesIn(folder), keepMs, now);
  const plan = dataOf(folder, keepMs, planned);
  const old = planned.filter(({ row }) => row.stays === null);
  if (dryRun || old.length === 0) return plan;
  if (!yes) {
    await show(plan);
    await confirm({
      text: archived.question(old.length, planned.length),
      warning: archived.warning,
      nobody: says('archives-answer-needed'),
      refused: says('archives-kept'),
      words: talk,
    });
  }
  return dataOf(folder, keepMs, await removeOld(planned));
}

const dataOf = (folder: string, keepMs: number | null, found: readonly FoundArchive[]): ArchivesData => ({
  folder: safeText(folder),
  keepSeconds: keepMs === null ? null : keepMs / 1000,
  archives: found.map(({ row }) => row),
});

export const exitCodeOf = ({ archives }: ArchivesData): number =>
  archives.some(({ state }) => state === 'damaged') ? EXIT.partial : EXIT.ok;
