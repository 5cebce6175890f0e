/**
 * The file: nine bytes with its name and version, then blocks. A block: kind (one byte), bytes in the file (u32), bytes when
 * inflated (u32), checksum (u32), the deflated bytes, checksum (u32); all little-endian. Both checksums are CRC-32 of everything
 * before them except checksums, from the first byte of the file on, so a missing, changed or moved block is noticed. The checksum
 * of the lengths separates a damaged length from a file that was cut off. The inflated size of a block is bounded: see
 * `isBounded`.
 */
import { crc32 } from 'node:zlib';
import type { BatchOutcome } from './record.js';

/** The last byte is the version of the format. Format 1 has no batches in records, and no blocks of outcomes. */
export const FORMATS = [1, 2] as const;
export type Format = (typeof FORMATS)[number];
/** The format that is written. */
export const FORMAT: Format = 2;
export const magicOf = (format: Format): Buffer => Buffer.from(`METERARC${String.fromCharCode(format)}`, 'latin1');
export const MAGIC = magicOf(FORMAT);
export const VERSION_AT = MAGIC.length - 1;

/** The first block is the head, the last one the totals. They and the outcomes are JSON in UTF-8. */
export const KIND = { head: 1, records: 2, totals: 3, outcomes: 4 } as const;

/** Approximate bytes of a block before it is deflated, which a reader needs in memory. A record is never divided. */
export const BLOCK = 2 ** 20;
/** Of zlib, in bytes. */
const SMALLEST_CHUNK = 64;

/** Bytes per piece of zlib's output. Room for all of a block: each further piece is another change to the other thread and back. */
export const chunkSize = (length: number): number => Math.min(Math.max(SMALLEST_CHUNK, length), BLOCK);

/** Maximum inflated size of a block: the value of one key, which is at most one argument of Redis, and the records before it. */
const LARGEST = 2 ** 29 + 2 ** 24;
/** Blocks up to this size are always inflated. Larger ones may inflate only by a limited factor. */
const FREE = 2 ** 24;
const MOST_RATIO = 16;

/**
 * True when a block may be inflated, so that memory is at most a small multiple of the file. A writer stores a block that would
 * break this uncompressed.
 */
export const isBounded = ({ stored, length }: Pick<BlockFacts, 'stored' | 'length'>): boolean =>
  length <= LARGEST && stored <= 2 * LARGEST && (length <= FREE || length <= stored * MOST_RATIO);

/** Bytes of kind and lengths. */
const LENGTHS = 9;
const CHECKSUM = 4;
export const BLOCK_HEAD = LENGTHS + CHECKSUM;
export const BLOCK_TAIL = CHECKSUM;

export interface BlockFacts {
  kind: number;
  stored: number;
  length: number;
}

/** The contents of the last block. */
export interface Totals {
  records: number;
  /** Records of each family. */
  families: Record<string, number>;
  /** Batches whose outcome is recorded. */
  batches?: number | undefined;
}

export interface OutcomesBlock {
  outcomes: [batch: number, outcome: BatchOutcome][];
}

/** The checksum that continues from block to block. */
export class BlockChain {
  #crc: number;

  /** `before`: the checksum at the end of the previous block; for the first block, that of the first bytes of the file. */
  constructor(before: number) {
    this.#crc = before;
  }

  /** The head and tail of the block, around `deflated`. */
  frame(kind: number, length: number, deflated: Buffer): { head: Buffer; tail: Buffer } {
    const head = Buffer.allocUnsafe(BLOCK_HEAD);
    head.writeUInt8(kind, 0);
    head.writeUInt32LE(deflated.length, 1);
    head.writeUInt32LE(length, 5);
    this.#crc = crc32(head.subarray(0, LENGTHS), this.#crc);
    head.writeUInt32LE(this.#crc, LENGTHS);
    this.#crc = crc32(deflated, this.#crc);
    const tail = Buffer.allocUnsafe(BLOCK_TAIL);
    tail.writeUInt32LE(this.#crc, 0);
    return { head, tail };
  }

  /** The contents of a block's head; `null`: damaged. */
  open(head: Buffer): BlockFacts | null {
    this.#crc = crc32(head.subarray(0, LENGTHS), this.#crc);
    if (this.#crc !== head.readUInt32LE(LENGTHS)) return null;
    return { kind: head.readUInt8(0), stored: head.readUInt32LE(1), length: head.readUInt32LE(5) };
  }

  /** True when the bytes of the opened block are those that were written. */
  holds(deflated: Buffer, tail: Buffer): boolean {
    this.#crc = crc32(deflated, this.#crc);
    return this.#crc === tail.readUInt32LE(0);
  }
}
