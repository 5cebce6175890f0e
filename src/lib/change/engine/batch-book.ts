/** The batches of a run: their numbers, notes and outcomes. */
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
  /** A unique number. */
  next(lane: number): number;
  noteOf(batch: number, key: string): string;
  /** `asked`: the reply was lost or invalid, and the outcome comes from the note. */
  end(batch: number, note: string, outcome: BatchOutcome, asked: boolean): void;
  /** `kept`: notes with a void batch, whose commands may still arrive. `done`: the others. */
  notes(): { kept: string[]; done: string[] };
  /** Number of batches so far. */
  readonly begun: number;
  /** Number of batches whose outcome is unknown. */
  readonly open: number;
}

export function openBook(run: string, archive: ArchiveWriter | null, clustered: boolean): BatchBook {
  const noteOf = notesOf(run, clustered);
  /** True: the note must stay. */
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

/** Records with their batch and their index in it, which lead to the outcome. */
export function recordsOfBatch(batch: number, items: readonly { item: WorkItem }[]): ArchiveRecord[] {
  const placed: ArchiveRecord[] = [];
  for (const [
    item,
    {
      item: { records },
    },
  ] of items.entries()) {
    for (const { db, name, family, action, value, expireAtMs, fields, details } of records)
      // Not a copy by spreading: the properties that it adds to would give each record a hidden class of its own.
      placed.push({ db, name, family, action, value, expireAtMs, fields, details, batch, item });
  }
  return placed;
}
