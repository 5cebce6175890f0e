import { KIND, type Totals } from './block.js';
import { damaged, noHead } from './problems.js';
import { readBlocks, type ReadBlock } from './read-blocks.js';
import { decodeRecords } from './record-bytes.js';
import type { ArchiveHead, ArchiveRecord } from './record.js';

export interface ArchiveContents {
  /** False: the run was cut off while it wrote. All records that are there are whole. */
  complete: boolean;
  records: number;
  /** By the families' ids; `keys` counts records, which is once for each change of a key. */
  families: Map<string, { keys: number }>;
}

export interface Archive {
  head: ArchiveHead;
  /** Reads it from end to end. Rejects with a MeterError that names the byte where it is damaged. */
  verify(): Promise<ArchiveContents>;
  /** In the order they were written, holding one block at a time. Throws as `verify` does, after the records before the damage. */
  records(): AsyncIterable<ArchiveRecord>;
}

/** Opens an archive to be read as often as one likes. It may still be written to: what is whole so far is read. */
export async function openArchive(path: string): Promise<Archive> {
  const { value } = await readFirst(path);
  if (!value) throw noHead(path);
  if (value.kind !== KIND.head) throw damaged(path, value.offset, 'it does not begin with its head');
  return {
    head: parsed<ArchiveHead>(path, value),
    verify: () => verify(path),
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

async function verify(path: string): Promise<ArchiveContents> {
  const found: ArchiveContents = { complete: false, records: 0, families: new Map() };
  for await (const block of readBlocks(path)) {
    if (block.kind === KIND.records) {
      for (const { family } of recordsOf(path, block)) count(found, family);
    } else if (block.kind === KIND.totals) {
      if (!isSum(found, parsed<Totals>(path, block)))
        throw damaged(path, block.offset, 'its totals are not those of its records');
      found.complete = true;
    }
  }
  return found;
}

async function* records(path: string): AsyncGenerator<ArchiveRecord> {
  for await (const block of readBlocks(path)) if (block.kind === KIND.records) yield* recordsOf(path, block);
}

/** A block whose checksum is right can still be another program's. */
function* recordsOf(path: string, { bytes, offset }: ReadBlock): Generator<ArchiveRecord> {
  try {
    yield* decodeRecords(bytes);
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) throw damaged(path, offset, 'its records cannot be read');
    throw error;
  }
}

function parsed<Data>(path: string, { bytes, offset }: ReadBlock): Data {
  try {
    return JSON.parse(bytes.toString('utf8')) as Data;
  } catch {
    throw damaged(path, offset, 'it holds no JSON where it should');
  }
}

function count(found: ArchiveContents, family: string): void {
  found.records++;
  const known = found.families.get(family);
  if (known) known.keys++;
  else found.families.set(family, { keys: 1 });
}

const isSum = ({ records, families }: ArchiveContents, totals: Totals): boolean =>
  totals.records === records &&
  Object.keys(totals.families).length === families.size &&
  [...families].every(([family, { keys }]) => totals.families[family] === keys);
