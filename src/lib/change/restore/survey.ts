/** The selected contents of archives, after every byte of them is checked. */
import { says } from '../../errors/changes.js';
import { EXIT, failure, type MeterError, usageError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import { isRecordedAction, type RecordedAction } from '../actions.js';
import { openArchive, type Archive, type ArchiveContents } from '../archive/reader.js';
import { KEPT, type ArchiveRecord } from '../archive/record.js';
import { firstOfKey, isInParts } from './first-of-key.js';

export interface Wanted {
  /** Ids; empty: all. */
  families: readonly string[];
  /** Key names as byte strings; empty: all. */
  keys: readonly string[];
}

export interface SurveyedFamily {
  id: string;
  action: RecordedAction;
  records: number;
  /** Keys that the records speak of. */
  keys: number;
  /** Members or elements of records that contain a part of a key. */
  elements: number;
  /** Records whose keys would have expired. */
  expired: number;
  samples: string[];
}

export interface SurveyedArchive {
  archive: Archive;
  contents: ArchiveContents;
  families: SurveyedFamily[];
}

const SAMPLES = 3;

export const wants = ({ families, keys }: Wanted, { family, name }: ArchiveRecord): boolean =>
  (families.length === 0 || families.includes(family)) && (keys.length === 0 || keys.includes(name));

/**
 * Newest first: if several archives contain a key, its last value counts. Rejects with a MeterError for damage, and if nothing is
 * found.
 */
export async function surveyArchives(paths: readonly string[], wanted: Wanted): Promise<SurveyedArchive[]> {
  const found: SurveyedArchive[] = [];
  for (const path of paths) found.push(await survey(path, wanted));
  const sorted = newestFirst(found);
  const seen = sorted.flatMap(({ families }) => families);
  for (const id of wanted.families) if (!seen.some((family) => family.id === id)) throw notHeld(safeText(id));
  if (wanted.keys.length > 0 && seen.length === 0) throw notHeld(null);
  return sorted;
}

/** By the clocks of the machines that made them, unless one names the other as its previous run. */
export function newestFirst(archives: readonly SurveyedArchive[]): SurveyedArchive[] {
  const waiting = archives.toSorted((a, b) => (a.archive.head.createdAt < b.archive.head.createdAt ? 1 : -1));
  const sorted: SurveyedArchive[] = [];
  while (waiting.length > 0) {
    const named = new Set(waiting.map(({ archive: { head } }) => head.previous));
    const at = waiting.findIndex(({ archive: { head } }) => head.run === undefined || !named.has(head.run));
    // If heads name each other in a circle, the clocks decide.
    const [next] = waiting.splice(Math.max(0, at), 1);
    sorted.push(next!);
  }
  return sorted;
}

async function survey(path: string, wanted: Wanted): Promise<SurveyedArchive> {
  const archive = await openArchive(path);
  const rows = new Map<string, SurveyedFamily>();
  const isFirst = firstOfKey();
  const now = Date.now();
  const contents = await archive.verify((record) => {
    const { action } = record;
    if (action === KEPT) return;
    if (!isRecordedAction(action)) throw unknownAction(path, action);
    if (!wants(wanted, record)) return;
    const id = `${action} ${record.family}`;
    const row = rows.get(id) ?? { id: record.family, action, records: 0, keys: 0, elements: 0, expired: 0, samples: [] };
    rows.set(id, row);
    row.records++;
    if (isFirst(id, record)) row.keys++;
    row.elements += elementsOf(record, action);
    if (record.expireAtMs !== null && record.expireAtMs <= now) row.expired++;
    if (row.samples.length < SAMPLES && !row.samples.includes(record.name)) row.samples.push(record.name);
  });
  return { archive, contents, families: [...rows.values()] };
}

function elementsOf({ value, fields }: ArchiveRecord, action: RecordedAction): number {
  if (action === 'listing') return Object.keys(fields ?? {}).length;
  if (!isInParts(action) || value.form !== 'typed') return 0;
  if (value.type === 'stream') return value.value.entries.length;
  return value.value.length;
}

const notHeld = (family: string | null): MeterError => usageError(says('not-in-archive', { family }));

const unknownAction = (path: string, action: string): MeterError =>
  failure(says('archive-newer', { path: safeText(path), action: safeText(action.slice(0, 40)) }), EXIT.failure, 'archive');
