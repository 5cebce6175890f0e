/** The batches of a run: their numbers, their notes, and what the archive is told of them. */
import { LANES } from '../archive/batch-number.js';
import type { ArchiveRecord, BatchOutcome } from '../archive/record.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { notesOf } from './notes.js';
import { VOID } from './outcome.js';
import { RefusedValues } from './refused-values.js';
import type { WorkItem } from './work-item.js';

export interface BatchBook {
  readonly archive: ArchiveWriter | null;
  readonly refused: RefusedValues;
  /** A number that no other batch has. */
  next(lane: number): number;
  noteOf(batch: number, key: string): string;
  /** `asked`: the answer was lost, or not to be understood, and the note has told. */
  end(batch: number, note: string, outcome: BatchOutcome, asked: boolean): void;
  /** Notes that hold a batch which must stay void, since its commands may still arrive; and the others. */
  notes(): { kept: string[]; done: string[] };
  /** Batches that have been numbered. */
  readonly begun: number;
  /** Batches whose outcome nobody knows. */
  readonly open: number;
}

export function openBook(run: string, archive: ArchiveWriter | null, clustered: boolean): BatchBook {
  const noteOf = notesOf(run, clustered);
  /** True: it has to stay. */
  const notes = new Map<string, boolean>();
  let [count, ended] = [0, 0];
  return {
    archive,
    refused: new RefusedValues(),
    next: (lane) => LANES * count++ + lane,
    noteOf(batch, key) {
      const note = noteOf(batch, key);
      if (!notes.has(note)) notes.set(note, false);
      return note;
    },
    end(batch, note, outcome, asked) {
      ended++;
      archive?.end(batch, outcome);
      if (asked && outcome === VOID) notes.set(note, true);
    },
    notes() {
      const all = [...notes];
      return {
        kept: all.flatMap(([note, stays]) => (stays ? [note] : [])),
        done: all.flatMap(([note, stays]) => (stays ? [] : [note])),
      };
    },
    get begun() {
      return count;
    },
    get open() {
      return count - ended;
    },
  };
}

/** With the batch and the place in it that tell what became of them. */
export const recordsOfBatch = (batch: number, items: readonly { item: WorkItem }[]): ArchiveRecord[] =>
  items.flatMap(({ item: { records } }, place) => records.map((record) => ({ ...record, batch, item: place })));
