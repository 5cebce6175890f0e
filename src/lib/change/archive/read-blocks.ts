/** The blocks of an archive one after the other; no more than one is held. */
import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { MeterError } from '../../format/errors.js';
import { BLOCK_HEAD, BLOCK_TAIL, BlockChain, KIND, MAGIC, VERSION_AT } from './block.js';
import { cannotRead, damaged, notAnArchive, unknownVersion } from './problems.js';

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw);

export interface ReadBlock {
  kind: number;
  bytes: Buffer;
  /** Where it begins in the file. */
  offset: number;
}

/** Ends early where the file was cut off, in a block or between two. Throws a MeterError that names the byte for any other damage. */
export async function* readBlocks(path: string): AsyncGenerator<ReadBlock, void> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw cannotRead(path, error);
  });
  try {
    yield* blocksOf(path, handle);
  } catch (error) {
    throw error instanceof MeterError ? error : cannotRead(path, error);
  } finally {
    await handle.close();
  }
}

async function* blocksOf(path: string, handle: FileHandle): AsyncGenerator<ReadBlock, void> {
  await checkMagic(path, handle);
  const chain = new BlockChain();
  let offset = MAGIC.length;
  let head = await bytesAt(handle, offset, BLOCK_HEAD);
  while (head.length === BLOCK_HEAD) {
    const facts = chain.open(head);
    if (facts === null) throw damaged(path, offset, 'the lengths of a block do not match their checksum');
    const { kind, stored, length } = facts;
    const start = offset + BLOCK_HEAD;
    // With the head of the next one, so that each block is one read.
    const found = await bytesAt(handle, start, stored + BLOCK_TAIL + BLOCK_HEAD);
    const end = stored + BLOCK_TAIL;
    if (found.length < end) return;
    const deflated = found.subarray(0, stored);
    if (!chain.holds(deflated, found.subarray(stored, end))) throw damaged(path, offset, 'a block does not match its checksum');
    yield { kind, bytes: await inflated(path, offset, deflated, length), offset };
    offset = start + end;
    head = found.subarray(end);
    if (kind === KIND.totals && head.length > 0) throw damaged(path, offset, 'there are bytes after its end');
  }
}

async function checkMagic(path: string, handle: FileHandle): Promise<void> {
  const magic = await bytesAt(handle, 0, MAGIC.length);
  if (magic.equals(MAGIC)) return;
  const isArchive = magic.length === MAGIC.length && magic.subarray(0, VERSION_AT).equals(MAGIC.subarray(0, VERSION_AT));
  throw isArchive ? unknownVersion(path, magic[VERSION_AT]!) : notAnArchive(path);
}

/** Fewer where the file ends. */
async function bytesAt(handle: FileHandle, position: number, count: number): Promise<Buffer> {
  const { size } = await handle.stat();
  const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(count, size - position)));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

async function inflated(path: string, offset: number, deflated: Buffer, length: number): Promise<Buffer> {
  const bytes = await inflate(deflated, { maxOutputLength: Math.max(1, length) }).catch(() => null);
  if (bytes?.length !== length) throw damaged(path, offset, 'a block cannot be inflated');
  return bytes;
}
