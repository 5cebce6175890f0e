import { safeText } from '../../format/terminal.js';
import { parseBoundedJson } from '../../format/bounded-json.js';
import { BatchLog } from './batch-log.js';
import { KIND, type Format, type Totals } from './block.js';
import { checkedHead, checkedOutcomes, checkedTotals, MOST_FAMILIES } from './check-head.js';
import { wrongPart } from './check-record.js';
import { damaged, noHead } from './problems.js';
import { readBlocks, readBlocksAt, type ReadBlock } from './read-blocks.js';
import { decodeRecords } from './record-bytes.js';
import type { ArchiveHead, ArchiveRecord } from './record.js';

export interface ArchiveContents {
  /** False: the run was interrupted while it wrote. All records in the file are whole. */
  complete: boolean;
  records: number;
  /** By family id. `keys`: number of records, one for each change of a key. */
  families: Map<string, { keys: number }>;
  /** Places of the blocks of records, for reading them in another order. */
  blocks: BlockPlace[];
  /** The outcomes of the batches in the archive. */
  batches: BatchLog;
  format: Format;
}

export interface BlockPlace {
  offset: number;
  /** Number of its first record, from 0. */
  first: number;
}

/** A record and its number in the archive, from 0. */
export interface NumberedRecord {
  record: ArchiveRecord;
  number: number;
}

export interface Archive {
  path: string;
  head: ArchiveHead;
  /** Reads the whole file, and calls `visit` for each record. Rejects with a MeterError with the byte if it is damaged. */
  verify(visit?: (record: ArchiveRecord) => void): Promise<ArchiveContents>;
  /** From the last record to the first, because the last change is undone first. The records of one block at a time. */
  backwards(contents: ArchiveContents): AsyncIterable<NumberedRecord[]>;
  /**
   * In the order in which they were written. Keeps one block at a time. Throws like `verify`, after the records before the damage.
   */
  records(): AsyncIterable<ArchiveRecord>;
}

/** Opens an archive for any number of readings. It may still be written: whole blocks are read. */
export async function openArchive(path: string): Promise<Archive> {
  const { value } = await readFirst(path);
  if (!value) throw noHead(path);
  if (value.kind !== KIND.head) throw damaged(path, value.offset, 'no-head');
  return {
    path,
    head: checked(path, value, checkedHead),
    verify: (visit = () => {}) => verify(path, visit),
    backwards: (contents) => backwards(path, contents),
    records: () => records(path),
  };
}

async function readFirst(path: string): Promise<IteratorResult<ReadBlock, void>> {
  const blocks = readBlocks(path);
  try {
    return await blocks.next();
  } finally {
    await blocks.return();
  }
}

async function verify(path: string, visit: (record: ArchiveRecord) => void): Promise<ArchiveContents> {
  const found: ArchiveContents = {
    complete: false,
    records: 0,
    families: new Map(),
    blocks: [],
    batches: new BatchLog(),
    format: 1,
  };
  for await (const block of readBlocks(path)) {
    found.format = block.format;
    if (block.kind === KIND.outcomes)
      for (const [batch, outcome] of checked(path, block, checkedOutcomes).outcomes) found.batches.end(batch, outcome);
    else if (block.kind === KIND.records) {
      found.blocks.push({ offset: block.offset, first: found.records });
      for (const record of recordsOf(path, block)) {
        count(found, record.family);
        if (found.families.size > MOST_FAMILIES) throw damaged(path, block.offset, 'families');
        if (record.batch !== undefined) found.batches.begin(record.batch, record.name);
        visit(record);
      }
    } else if (block.kind === KIND.totals) {
      if (!isSum(found, checked(path, block, checkedTotals))) throw damaged(path, block.offset, 'totals');
      found.complete = true;
    }
  }
  return found;
}

async function* records(path: string): AsyncGenerator<ArchiveRecord> {
  for await (const block of readBlocks(path)) if (block.kind === KIND.records) yield* recordsOf(path, block);
}

async function* backwards(path: string, { blocks, format }: ArchiveContents): AsyncGenerator<NumberedRecord[]> {
  const places = blocks.toReversed();
  let at = 0;
  for await (const block of readBlocksAt(
    path,
    places.map(({ offset }) => offset),
    format,
  )) {
    const { first } = places[at++]!;
    yield Array.from(recordsOf(path, block), (record, index) => ({ record, number: first + index })).reverse();
  }
}

/** A block with a correct checksum may still come from another program. */
function* recordsOf(path: string, { bytes, offset, format }: ReadBlock): Generator<ArchiveRecord> {
  try {
    for (const record of decodeRecords(bytes, format)) {
      const wrong = wrongPart(record);
      if (wrong !== null) throw damaged(path, offset, { member: wrong });
      yield record;
    }
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) throw damaged(path, offset, 'records');
    throw error;
  }
}

function checked<Data>(path: string, { bytes, offset }: ReadBlock, check: (data: unknown) => Data | string): Data {
  const found = check(parsed(path, bytes, offset));
  if (typeof found === 'string') throw damaged(path, offset, { field: safeText(found) });
  return found;
}

function parsed(path: string, bytes: Buffer, offset: number): unknown {
  try {
    return parseBoundedJson(bytes.toString('utf8'));
  } catch {
    throw damaged(path, offset, 'no-json');
  }
}

function count(found: ArchiveContents, family: string): void {
  found.records++;
  const known = found.families.get(family);
  if (known) known.keys++;
  else found.families.set(family, { keys: 1 });
}

const isSum = ({ records, families, batches }: ArchiveContents, totals: Totals): boolean =>
  totals.records === records &&
  (totals.batches ?? 0) === batches.ended &&
  Object.keys(totals.families).length === families.size &&
  [...families].every(([family, { keys }]) => totals.families[family] === keys);
