/** The records to be undone, the last one first. */
import { KEPT } from '../archive/record.js';
import type { Entry } from './entry.js';
import { markersFor } from './marker.js';
import { wants, type SurveyedArchive, type Wanted } from './survey.js';

/** Blocks at the end of an archive that was cut off: a run has no more batches under way than these. */
const LATE_BLOCKS = 256;

/** Of one archive, those that are asked for and whose change was made, or may have been. */
export async function* entriesOf(
  { archive, contents }: SurveyedArchive,
  wanted: Wanted,
  clustered: boolean,
): AsyncGenerator<Entry> {
  const markerOf = markersFor(archive.head, clustered);
  const { blocks, complete } = contents;
  const late = complete ? Infinity : (blocks[Math.max(0, blocks.length - LATE_BLOCKS)]?.first ?? 0);
  const kept = new Map<string, number>();
  const trimmed = new Set<string>();
  for await (const { record, number } of archive.backwards(contents)) {
    const { name, action } = record;
    const taken = kept.get(name) ?? 0;
    if (action === KEPT) kept.set(name, taken + 1);
    else if (taken > 1) kept.set(name, taken - 1);
    else if (taken === 1) kept.delete(name);
    else if (wants(wanted, record)) {
      // Of one key the next is only trimmed when the one before was.
      const unsure = number >= late && !(action === 'trim' && trimmed.has(name));
      if (action === 'trim') trimmed.add(name);
      yield { record, number, marker: markerOf(name, number), unsure, typed: false };
    }
  }
}
