/** Archives that no run of this program has written: every checksum is right, whatever the blocks hold. */
import { crc32, deflateRawSync } from 'node:zlib';
import { BlockChain, KIND, MAGIC } from '../../../../src/lib/change/archive/block.js';
import { RecordEncoder } from '../../../../src/lib/change/archive/record-bytes.js';
import type { ArchiveRecord } from '../../../../src/lib/change/archive/record.js';

export interface CraftedBlock {
  kind: number;
  bytes: Buffer;
  /** What the head says of the bytes when inflated, where that is not true. */
  length?: number;
}

export function craftedArchive(blocks: readonly CraftedBlock[]): Buffer {
  const chain = new BlockChain(crc32(MAGIC));
  const known = new Map<Buffer, Buffer>();
  const pieces = blocks.flatMap(({ kind, bytes, length = bytes.length }) => {
    const deflated = known.get(bytes) ?? deflateRawSync(bytes, { level: 9 });
    known.set(bytes, deflated);
    const { head, tail } = chain.frame(kind, length, deflated);
    return [head, deflated, tail];
  });
  return Buffer.concat([MAGIC, ...pieces]);
}

export const json = (kind: number, data: unknown): CraftedBlock => ({ kind, bytes: Buffer.from(JSON.stringify(data)) });

/** A block of records, whatever they are. */
export function recordBlock(records: readonly unknown[]): CraftedBlock {
  const encoder = new RecordEncoder();
  for (const record of records) encoder.add(record as ArchiveRecord);
  return { kind: KIND.records, bytes: encoder.take() };
}
