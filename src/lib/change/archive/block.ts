/**
 * The file: nine bytes that name it and its version, then blocks. A block: kind (one byte), bytes as they follow (u32), bytes when inflated (u32),
 * checksum (u32), the deflated bytes, checksum (u32); all little-endian. Both checksums are CRC-32 of everything before them but checksums, from
 * the first byte of the file on, so that no block can be missing, changed or in another place unnoticed. That of the lengths tells a damaged
 * length from a file that was cut off. How much a block may grow is bounded: see `isBounded`.
 */
import { crc32 } from 'node:zlib';
import type { BatchOutcome } from './record.js';

/** The last byte is the version of the format. In format 1 records have no batches, and there are no blocks of outcomes. */
export const FORMATS = [1, 2] as const;
export type Format = (typeof FORMATS)[number];
/** What is written. */
export const FORMAT: Format = 2;
export const magicOf = (format: Format): Buffer => Buffer.from(`METERARC${String.fromCharCode(format)}`, 'latin1');
export const MAGIC = magicOf(FORMAT);
export const VERSION_AT = MAGIC.length - 1;

/** The first block is the head, the last the totals; they and the outcomes are JSON in UTF-8. */
export const KIND = { head: 1, records: 2, totals: 3, outcomes: 4 } as const;

/** The largest block when inflated: the value of one key, at most what Redis takes back in one argument, and the records before it. */
const LARGEST = 2 ** 29 + 2 ** 24;
/** Blocks up to this size are inflated whatever they take in the file; larger ones only to so many times of it. */
const FREE = 2 ** 24;
const MOST_RATIO = 16;

/** Whether a block may be inflated: then memory is not many times what the file takes. A writer stores a block as it is rather than break this. */
export const isBounded = ({ stored, length }: Pick<BlockFacts, 'stored' | 'length'>): boolean =>
  length <= LARGEST && stored <= 2 * LARGEST && (length <= FREE || length <= stored * MOST_RATIO);

/** Kind and lengths. */
const LENGTHS = 9;
const CHECKSUM = 4;
export const BLOCK_HEAD = LENGTHS + CHECKSUM;
export const BLOCK_TAIL = CHECKSUM;

export interface BlockFacts {
  kind: number;
  stored: number;
  length: number;
}

/** What the last block holds. */
export interface Totals {
  records: number;
  /** Records of each family. */
  families: Record<string, number>;
  /** Batches whose outcome is told. */
  batches?: number | undefined;
}

export interface OutcomesBlock {
  outcomes: [batch: number, outcome: BatchOutcome][];
}

/** The checksum as it goes on from block to block. */
export class BlockChain {
  #crc: number;

  /** `before`: the checksum that ends the block before; of the first block that of the file's first bytes. */
  constructor(before: number) {
    this.#crc = before;
  }

  /** The block's head and tail, to be written around `deflated`. */
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

  /** What a block's head says; `null`: it is damaged. */
  open(head: Buffer): BlockFacts | null {
    this.#crc = crc32(head.subarray(0, LENGTHS), this.#crc);
    if (this.#crc !== head.readUInt32LE(LENGTHS)) return null;
    return { kind: head.readUInt8(0), stored: head.readUInt32LE(1), length: head.readUInt32LE(5) };
  }

  /** True when the opened block's bytes are the ones that were written. */
  holds(deflated: Buffer, tail: Buffer): boolean {
    this.#crc = crc32(deflated, this.#crc);
    return this.#crc === tail.readUInt32LE(0);
  }
}
