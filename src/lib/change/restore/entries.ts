/** The records to undo, last one first. */
import { KEPT, type ArchiveRecord } from '../archive/record.js';
import { wasChanged } from '../engine/outcome.js';
import type { Entry } from './entry.js';
import { markersFor, restoredMarker } from './marker.js';
import { wants, type SurveyedArchive, type Wanted } from './survey.js';

/** Blocks at the end of an interrupted archive of format 1 whose outcome is unknown: a run has no more batches at once. */
const LATE_BLOCKS = 256;

export interface EntryOptions {
  wanted: Wanted;
  clustered: boolean;
  /** Index of the archive among those that are undone. */
  source: number;
}

/** The selected records of one archive whose change was made, or may have been made. Those of one block at a time. */
export async function* entriesOf(
  surveyed: SurveyedArchive,
  { wanted, clustered, source }: EntryOptions,
): AsyncGenerator<Entry[]> {
  const { archive, contents } = surveyed;
  const markerOf = markersFor(archive.head, clustered);
  const whole = clustered ? null : restoredMarker(archive.head);
  const judge = judgeOf(surveyed);
  for await (const block of archive.backwards(contents)) {
    const entries: Entry[] = [];
    for (const { record, number } of block) {
      const made = judge(record, number);
      if (made === 'no' || !wants(wanted, record)) continue;
      const [certain, unsure] = [made === 'certainly', made === 'perhaps'];
      entries.push({ record, number, marker: markerOf(record.name, number), whole, source, certain, unsure, typed: false });
    }
    yield entries;
  }
}

/** Whether a change was made. `yes`: the archive does not say otherwise. */
type Made = 'certainly' | 'yes' | 'perhaps' | 'no';

/** Takes the records from the last to the first. */
function judgeOf({ contents: { batches, blocks, complete } }: SurveyedArchive): (record: ArchiveRecord, number: number) => Made {
  const late = complete ? Infinity : (blocks[Math.max(0, blocks.length - LATE_BLOCKS)]?.first ?? 0);
  const kept = new Map<string, number>();
  const trimmed = new Set<string>();
  const byName = ({ name, action }: ArchiveRecord, number: number): Made => {
    const taken = kept.get(name) ?? 0;
    if (action === KEPT) kept.set(name, taken + 1);
    else if (taken > 1) kept.set(name, taken - 1);
    else if (taken === 1) kept.delete(name);
    if (action === KEPT || taken > 0) return 'no';
    // A key is trimmed further only after the previous trim was made.
    const isLate = number >= late && !(action === 'trim' && trimmed.has(name));
    if (action === 'trim') trimmed.add(name);
    return isLate ? 'perhaps' : 'yes';
  };
  return (record, number) => {
    const { batch, item = 0 } = record;
    if (batch === undefined) return byName(record, number);
    const outcome = batches.outcomeOf(batch);
    const changed = outcome === undefined ? undefined : wasChanged(outcome, item);
    return changed === undefined ? 'perhaps' : changed ? 'certainly' : 'no';
  };
}
