import type { SnapshotFault } from '../errors/files.js';

/** The facts about a snapshot after reading. */
export interface SnapshotSummary {
  magic: 'REDIS' | 'VALKEY' | null;
  /** Format version; `null`: the file has no readable one. */
  format: number | null;
  /** True when the format is newer than the known opcodes and types, so the result may be incomplete. */
  newerThanKnown: boolean;
  /** Auxiliary fields; the last of a repeated field wins. */
  aux: Map<string, string>;
  /** Number of function libraries. */
  functions: number;
  /** Number of cluster slots that hold keys. */
  slots: number;
  /** Number of complete keys. */
  keys: number;
  /** Number of empty collections. A server that loads the file skips them. */
  emptyKeys: number;
  /** Total keys over all databases, as stored in the file; `null`: not stored. */
  statedKeys: number | null;
  /** Number of Redis Enterprise records that contain nothing about keys or values. */
  enterpriseRecords: number;
  /** `none`: the format has none; `off`: disabled on the server; `unread`: the end was not reached. */
  checksum: 'ok' | 'wrong' | 'off' | 'none' | 'unread';
  /** Bytes after the end of the snapshot. */
  trailingBytes: number;
  /** Bytes read, after decompression. */
  bytes: number;
  /** `null`: the snapshot was read to its end. */
  problem: { code: SnapshotFault; offset: number; message: string } | null;
}
