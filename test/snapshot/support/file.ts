/** Snapshots put together record by record. */
import { Crc64 } from '../../../src/lib/snapshot/crc64.js';
import { OPCODE } from '../../../src/lib/snapshot/opcodes.js';
import { lengthBytes, rawString, timeBytes } from './strings.js';

export interface FileOptions {
  /** Magic and version. */
  start?: string;
  /** Written in place of the right checksum; `null`: none. */
  checksum?: bigint | null;
}

export function snapshotFile(records: readonly Buffer[], { start = 'REDIS0010', checksum }: FileOptions = {}): Buffer {
  const body = Buffer.concat([Buffer.from(start, 'latin1'), ...records, Buffer.of(OPCODE.end)]);
  if (checksum === null) return body;
  const crc = new Crc64();
  crc.update(body);
  const end = Buffer.alloc(8);
  end.writeBigUInt64LE(checksum ?? crc.digest());
  return Buffer.concat([body, end]);
}

export const aux = (name: string, value: string): Buffer =>
  Buffer.concat([Buffer.of(OPCODE.aux), rawString(name), rawString(value)]);

export const selectDb = (db: number): Buffer => Buffer.concat([Buffer.of(OPCODE.selectDb), lengthBytes(db)]);

export const expireAt = (ms: number): Buffer => Buffer.concat([Buffer.of(OPCODE.expireMs), timeBytes(ms)]);

/** A key and its value, as the type has it. */
export const record = (type: number, name: string, ...value: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.of(type), rawString(name), ...value]);

export const stringRecord = (name: string, text: string): Buffer => record(0, name, rawString(text));
