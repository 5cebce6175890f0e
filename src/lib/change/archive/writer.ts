/**
 * Writes an archive: encodes records immediately, and deflates and syncs them to the disk in groups, whose records share a block.
 */
import { open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { crc32, deflateRaw, type ZlibOptions } from 'node:zlib';
import type { MeterError } from '../../format/errors.js';
import { BLOCK, BlockChain, chunkSize, isBounded, KIND, MAGIC, type OutcomesBlock, type Totals } from './block.js';
import { cannotClose, cannotCreate, cannotWrite, isTaken } from './problems.js';
import { RecordEncoder } from './record-bytes.js';
import type { ArchiveHead, ArchiveRecord, BatchOutcome } from './record.js';

/** Number of outcomes in one block. */
const OUTCOMES = 2 ** 15;
/** The fastest level: payloads hardly get smaller with others. */
const LEVEL = 1;

const deflate = promisify<Buffer, ZlibOptions, Buffer>(deflateRaw);

export interface ArchiveWriter {
  readonly path: string;
  /** Number of records that are synced to the disk. */
  readonly records: number;
  /** Bytes of the file. */
  readonly bytes: number;
  /**
   * Resolves when the records are synced to the disk. Calls may overlap: they are written in order. After a failure every later
   * call with records fails in the same way, with a MeterError.
   */
  append(records: readonly ArchiveRecord[]): Promise<void>;
  /**
   * Records the outcome of a batch. It is written with the next records, or by `flush`. Until then it is in the note on the server.
   */
  end(batch: number, outcome: BatchOutcome): void;
  /** Resolves when all outcomes are synced to the disk. Rejects with a MeterError. */
  flush(): Promise<void>;
  /**
   * Writes the totals, unless something has failed, and closes the file. `settled: false`: it is unknown whether the last records
   * were carried out. The totals are then left out, as after an interrupted run.
   */
  close(settled?: boolean): Promise<void>;
}

/**
 * Creates the file under the first free path, readable by its owner only. Fails if none is free. Resolves when the file and its
 * head are synced to the disk.
 */
export async function createArchive(paths: string | Iterable<string>, head: ArchiveHead): Promise<ArchiveWriter> {
  const { path, handle } = await openFirst(typeof paths === 'string' ? [paths] : paths);
  const writer = new FileWriter(path, handle);
  try {
    await writer.begin(head);
    await syncFolder(dirname(path));
    return writer;
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(path, { force: true }).catch(() => {});
    throw cannotCreate(path, error);
  }
}

async function openFirst(paths: Iterable<string>): Promise<{ path: string; handle: FileHandle }> {
  let taken: MeterError | null = null;
  for (const path of paths) {
    try {
      return { path, handle: await open(path, 'wx', 0o600) };
    } catch (error) {
      taken = cannotCreate(path, error);
      if (!isTaken(error)) throw taken;
    }
  }
  throw taken ?? new Error('no path for the archive');
}

/** Without this, a power failure may remove the file's name. Some file systems refuse it, and do not need it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EINVAL' && error.code !== 'EPERM' && error.code !== 'ENOTSUP') throw error;
    });
  } finally {
    await handle.close();
  }
}

interface Block {
  kind: number;
  length: number;
  deflated: Promise<Buffer>;
}

/** A call that waits for its records to be synced. */
interface Waiting {
  records: number;
  resolve(): void;
  reject(error: MeterError): void;
}

class FileWriter implements ArchiveWriter {
  records = 0;
  bytes = 0;
  readonly #handle: FileHandle;
  readonly #chain = new BlockChain(crc32(MAGIC));
  readonly #encoder = new RecordEncoder();
  readonly #families = new Map<string, number>();
  #waiting: Waiting[] = [];
  /** Of records that wait. The last records are still in the encoder. */
  #blocks: Block[] = [];
  /** Not yet written. */
  #outcomes: OutcomesBlock['outcomes'] = [];
  #ended = 0;
  #writing: Promise<void> | null = null;
  #failure: MeterError | null = null;
  #closing: Promise<void> | null = null;

  constructor(
    readonly path: string,
    handle: FileHandle,
  ) {
    this.#handle = handle;
  }

  async begin(head: ArchiveHead): Promise<void> {
    await this.#write([MAGIC, ...(await this.#framed(jsonBlock(KIND.head, head)))]);
  }

  append(records: readonly ArchiveRecord[]): Promise<void> {
    if (this.#closing) return Promise.reject(new Error('the archive is closed'));
    if (records.length === 0) return Promise.resolve();
    if (this.#failure) return Promise.reject(this.#failure);
    this.#encode(records);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records: records.length, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  end(batch: number, outcome: BatchOutcome): void {
    this.#outcomes.push([batch, outcome]);
    this.#ended++;
  }

  async flush(): Promise<void> {
    await this.#writing;
    if (this.#failure) throw this.#failure;
    try {
      const pieces = await this.#outcomesSoFar();
      if (pieces.length > 0) await this.#write(pieces);
    } catch (error) {
      this.#failure = cannotWrite(this.path, error);
      throw this.#failure;
    }
  }

  close(settled = true): Promise<void> {
    this.#closing ??= this.#close(settled);
    return this.#closing;
  }

  #encode(records: readonly ArchiveRecord[]): void {
    for (const record of records) {
      this.#encoder.add(record);
      this.#families.set(record.family, (this.#families.get(record.family) ?? 0) + 1);
      if (this.#encoder.length >= BLOCK) this.#endBlock();
    }
  }

  #endBlock(): void {
    if (this.#encoder.length > 0) this.#blocks.push(block(KIND.records, this.#encoder.take()));
  }

  /** Records that arrive while one group is written form the next group, so that they share one block and one wait for the disk. */
  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0);
      this.#endBlock();
      const blocks = this.#blocks.splice(0);
      try {
        const pieces = await this.#outcomesSoFar();
        for (const next of blocks) for (const piece of await this.#framed(next)) pieces.push(piece);
        await this.#write(pieces);
      } catch (error) {
        this.#failure = cannotWrite(this.path, error);
        for (const call of [...group, ...this.#waiting.splice(0)]) call.reject(this.#failure);
        break;
      }
      for (const call of group) {
        this.records += call.records;
        call.resolve();
      }
    }
    this.#writing = null;
  }

  async #outcomesSoFar(): Promise<Buffer[]> {
    const pieces: Buffer[][] = [];
    while (this.#outcomes.length > 0) {
      const outcomes = this.#outcomes.splice(0, OUTCOMES);
      pieces.push(await this.#framed(jsonBlock(KIND.outcomes, { outcomes })));
    }
    return pieces.flat();
  }

  async #framed({ kind, length, deflated }: Block): Promise<Buffer[]> {
    const bytes = await deflated;
    const { head, tail } = this.#chain.frame(kind, length, bytes);
    return [head, bytes, tail];
  }

  async #write(pieces: readonly Buffer[]): Promise<void> {
    const bytes = Buffer.concat(pieces);
    await this.#handle.writeFile(bytes);
    await this.#handle.datasync();
    this.bytes += bytes.length;
  }

  async #close(settled: boolean): Promise<void> {
    await this.#writing;
    try {
      const totals: Totals = { records: this.records, families: Object.fromEntries(this.#families), batches: this.#ended };
      if (!this.#failure) {
        const outcomes = await this.#outcomesSoFar();
        const pieces = settled ? outcomes.concat(await this.#framed(jsonBlock(KIND.totals, totals))) : outcomes;
        if (pieces.length > 0) await this.#write(pieces);
      }
      await this.#handle.close();
    } catch (error) {
      await this.#handle.close().catch(() => {});
      throw cannotClose(this.path, error);
    }
  }
}

function block(kind: number, bytes: Buffer): Block {
  const deflated = boundedDeflate(bytes);
  // A failure is thrown when the block is written, which may be after others.
  deflated.catch(() => {});
  return { kind, length: bytes.length, deflated };
}

/** Stores a block uncompressed if a reader would refuse to inflate it. */
async function boundedDeflate(bytes: Buffer): Promise<Buffer> {
  const { length } = bytes;
  const room = { chunkSize: chunkSize(length) };
  const deflated = await deflate(bytes, { level: LEVEL, ...room });
  if (isBounded({ stored: deflated.length, length })) return deflated;
  const stored = await deflate(bytes, { level: 0, ...room });
  if (isBounded({ stored: stored.length, length })) return stored;
  throw Object.assign(new Error('a record is larger than any that can be read back'), { code: 'EFBIG' });
}

const jsonBlock = (kind: number, data: unknown): Block => block(kind, Buffer.from(JSON.stringify(data)));
