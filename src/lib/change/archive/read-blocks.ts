/** Reads the blocks of an archive one after the other. While one is used, the next is read and inflated. */
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, inflateRaw, type ZlibOptions } from 'node:zlib';
import { openRegularFile } from '../../files/regular-file.js';
import { MeterError } from '../../format/errors.js';
import { readAhead } from '../../format/read-ahead.js';
import {
  BLOCK_HEAD,
  BLOCK_TAIL,
  BlockChain,
  chunkSize,
  FORMATS,
  isBounded,
  KIND,
  MAGIC,
  magicOf,
  VERSION_AT,
  type BlockFacts,
  type Format,
} from './block.js';
import { cannotOpen, cannotRead, damaged, notAnArchive, unknownVersion } from './problems.js';

/** Bytes per read, because blocks may be far smaller. */
const CHUNK = 2 ** 20;

export interface ReadBlock {
  kind: number;
  bytes: Buffer;
  /** Its offset in the file. */
  offset: number;
  format: Format;
}

/** Ends early if the file was cut off, in a block or between two. Throws a MeterError with the byte for any other damage. */
export async function* readBlocks(path: string): AsyncGenerator<ReadBlock, void> {
  const { handle } = await openRegularFile(path).catch((error: unknown) => {
    throw cannotOpen(path, error);
  });
  try {
    yield* readAhead(blocksOf(path, handle));
  } catch (error) {
    throw error instanceof MeterError ? error : cannotRead(path, error);
  } finally {
    await handle.close();
  }
}

async function* blocksOf(path: string, handle: FileHandle): AsyncGenerator<ReadBlock> {
  const window = new FileWindow(handle);
  const format = formatOf(path, await window.take(MAGIC.length));
  const chain = new BlockChain(crc32(magicOf(format)));
  for (;;) {
    const offset = window.position;
    const head = await window.take(BLOCK_HEAD);
    if (head.length < BLOCK_HEAD) return;
    const { kind, stored, length } = opened(path, offset, chain, head);
    const deflated = await window.take(stored);
    const tail = await window.take(BLOCK_TAIL);
    if (tail.length < BLOCK_TAIL) return;
    if (!chain.holds(deflated, tail)) throw damaged(path, offset, 'block-checksum');
    yield { kind, bytes: await inflated(path, offset, deflated, length), offset, format };
    if (kind !== KIND.totals) continue;
    const end = window.position;
    if ((await window.take(1)).length > 0) throw damaged(path, end, 'bytes-after-end');
    return;
  }
}

/** The blocks at these offsets, in this order. Each is checked as when the file is read from its beginning. */
export async function* readBlocksAt(path: string, offsets: Iterable<number>, format: Format): AsyncGenerator<ReadBlock, void> {
  const { handle } = await openRegularFile(path).catch((error: unknown) => {
    throw cannotOpen(path, error);
  });
  try {
    yield* readAhead(blocksAt(path, handle, offsets, format));
  } catch (error) {
    throw error instanceof MeterError ? error : cannotRead(path, error);
  } finally {
    await handle.close();
  }
}

async function* blocksAt(path: string, handle: FileHandle, offsets: Iterable<number>, format: Format): AsyncGenerator<ReadBlock> {
  for (const offset of offsets) yield await blockAt(path, handle, offset, format);
}

async function blockAt(path: string, handle: FileHandle, offset: number, format: Format): Promise<ReadBlock> {
  const [before, head] = divided(await bytesAt(handle, offset - BLOCK_TAIL, BLOCK_TAIL + BLOCK_HEAD), BLOCK_TAIL);
  if (head.length < BLOCK_HEAD) throw damaged(path, offset, 'block-missing');
  const chain = new BlockChain(before.readUInt32LE(0));
  const { kind, stored, length } = opened(path, offset, chain, head);
  const [deflated, tail] = divided(await bytesAt(handle, offset + BLOCK_HEAD, stored + BLOCK_TAIL), stored);
  if (tail.length < BLOCK_TAIL || !chain.holds(deflated, tail)) throw damaged(path, offset, 'block-checksum');
  return { kind, bytes: await inflated(path, offset, deflated, length), offset, format };
}

function opened(path: string, offset: number, chain: BlockChain, head: Buffer): BlockFacts {
  const facts = chain.open(head);
  if (facts === null) throw damaged(path, offset, 'length-checksum');
  if (!isBounded(facts)) throw damaged(path, offset, 'block-too-large');
  return facts;
}

const divided = (bytes: Buffer, at: number): [Buffer, Buffer] => [bytes.subarray(0, at), bytes.subarray(at)];

async function bytesAt(handle: FileHandle, position: number, count: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, position);
  return buffer.subarray(0, bytesRead);
}

function formatOf(path: string, magic: Buffer): Format {
  const format = FORMATS.find((each) => magic.equals(magicOf(each)));
  if (format !== undefined) return format;
  const isArchive = magic.length === MAGIC.length && magic.subarray(0, VERSION_AT).equals(MAGIC.subarray(0, VERSION_AT));
  throw isArchive ? unknownVersion(path, magic[VERSION_AT]!) : notAnArchive(path);
}

/** Reads a file from its beginning in large pieces. */
class FileWindow {
  position = 0;
  #bytes: Buffer = Buffer.alloc(0);
  /** Index in `#bytes` of the next byte. */
  #at = 0;

  constructor(private readonly handle: FileHandle) {}

  /** The next bytes; fewer at the end of the file. Reserves memory only for bytes that exist. */
  async take(count: number): Promise<Buffer> {
    if (this.#bytes.length - this.#at < count) await this.#fill(count);
    const taken = this.#bytes.subarray(this.#at, this.#at + count);
    this.#at += taken.length;
    this.position += taken.length;
    return taken;
  }

  async #fill(count: number): Promise<void> {
    const rest = this.#bytes.subarray(this.#at);
    const from = this.position + rest.length;
    const { size } = await this.handle.stat();
    const bytes = Buffer.allocUnsafe(rest.length + Math.max(0, Math.min(Math.max(count - rest.length, CHUNK), size - from)));
    let filled = rest.copy(bytes);
    while (filled < bytes.length) {
      const { bytesRead } = await this.handle.read(bytes, filled, bytes.length - filled, this.position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    this.#bytes = bytes.subarray(0, filled);
    this.#at = 0;
  }
}

const inflate = promisify<Buffer, ZlibOptions, Buffer>(inflateRaw);

async function inflated(path: string, offset: number, deflated: Buffer, length: number): Promise<Buffer> {
  try {
    const bytes = await inflate(deflated, { maxOutputLength: Math.max(1, length), chunkSize: chunkSize(length) });
    if (bytes.length === length) return bytes;
  } catch {}
  throw damaged(path, offset, 'block-inflate');
}
