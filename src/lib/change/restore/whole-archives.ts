/** Archives that are completely restored: one key says so, in place of the notes of all their records. */
import { chunks } from '../../format/chunks.js';
import { ReplyError } from '../../redis/resp.js';
import type { KeyedSender } from '../engine/keyed-sender.js';
import { newRunId } from '../engine/notes.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { Entry, Fate } from './entry.js';
import { NOTES_TTL_MS } from '../engine/notes.js';
import { RESTORED_TTL_MS, restoredMarker, runsAtWork } from './marker.js';
import type { SurveyedArchive, Wanted } from './survey.js';

export interface ArchiveProgress {
  begin(): Promise<void>;
  /** True when the archive was restored before. */
  isDone(source: number): boolean;
  note(entry: Entry, fate: Fate): void;
  /**
   * Called at the end. Returns the indexes of the archives that are completely restored. `losses`: maximum number of lost replies.
   */
  end(losses: number): Promise<number[]>;
  /** Keys that remain on the server. */
  leaves(): string[];
}

interface Options {
  archives: readonly SurveyedArchive[];
  wanted: Wanted;
}

/** Fates of records that another mode or another attempt may still restore. */
const LEFT: readonly Fate[] = ['alive', 'same', 'altered', 'refused', 'untaken'];
/** Notes per removal. */
const AT_ONCE = 500;

export function openProgress({ archives, wanted }: Options, sender: KeyedSender, clustered: boolean): ArchiveProgress {
  const rows = archives.map(({ archive: { head } }) => ({
    whole: restoredMarker(head),
    atWork: runsAtWork(head),
    done: false,
    left: wanted.families.length > 0 || wanted.keys.length > 0,
    notes: new Set<string>(),
  }));
  const ask = async (commands: readonly (readonly [string, string, ...string[]])[]) => {
    const replies = await sender.send(commands.map((args) => ({ key: args[1], args })));
    for (const reply of replies) if (reply instanceof ReplyError) throw writeRefused(reply.message);
    return replies;
  };
  const id = newRunId();
  /** False: another run is restoring the same archive, or was interrupted while it did. */
  const leave = async (atWork: string): Promise<boolean> => {
    await ask([['SREM', atWork, id]]);
    const [others] = await ask([['EXISTS', atWork]]);
    return others === 0;
  };
  return {
    async begin() {
      // The active runs see a later run, or the later run sees that the archive is restored.
      if (clustered)
        for (const { atWork } of rows)
          await ask([
            ['SADD', atWork, id],
            ['PEXPIRE', atWork, String(NOTES_TTL_MS)],
          ]);
      const there = await ask(rows.map(({ whole }) => ['EXISTS', whole]));
      for (const [at, row] of rows.entries()) row.done = there[at] === 1;
    },
    isDone: (source) => rows[source]!.done,
    note({ source, marker }, fate) {
      const row = rows[source]!;
      if (LEFT.includes(fate)) row.left = true;
      row.notes.add(marker);
    },
    async end(losses) {
      const whole: number[] = [];
      for (const [source, row] of rows.entries()) {
        const isEnded = !row.done && !row.left;
        if (row.done || isEnded) whole.push(source);
        if (isEnded) {
          row.done = true;
          await ask([['SET', row.whole, new Date().toISOString(), 'PX', String(RESTORED_TTL_MS)]]);
        }
        // In a cluster a late command, or one of another run, does not see this key. There the notes prevent a second restore.
        const isAlone = !clustered || (losses === 0 && (await leave(row.atWork)));
        if (!isAlone) row.notes.add(row.atWork);
        if (!isEnded || !isAlone) continue;
        for (const notes of chunks([...row.notes], AT_ONCE)) await ask(notes.map((note) => ['UNLINK', note]));
        row.notes.clear();
      }
      return whole;
    },
    leaves: () => rows.flatMap(({ whole, done, notes }) => [...(done ? [whole] : []), ...notes]),
  };
}

/** Whether the server has noted of each archive that it is completely restored. */
export async function areRestored(archives: readonly SurveyedArchive[], sender: Pick<KeyedSender, 'send'>): Promise<boolean[]> {
  const names = archives.map(({ archive: { head } }) => restoredMarker(head));
  const replies = await sender.send(names.map((key) => ({ key, args: ['EXISTS', key] })));
  return replies.map((reply) => reply === 1);
}
