import type { SnapshotProblemCode } from './problem.js';

/** What is known of a snapshot once it has been read. */
export interface SnapshotSummary {
  magic: 'REDIS' | 'VALKEY' | null;
  /** Version of the format; `null` where the file has none that can be read. */
  format: number | null;
  /** The format is newer than those whose opcodes and types are all known: what was read may lack something. */
  newerThanKnown: boolean;
  /** Auxiliary fields; of a repeated one the last. */
  aux: Map<string, string>;
  /** Function libraries. */
  functions: number;
  /** Slots of a cluster that hold keys. */
  slots: number;
  /** Complete keys. */
  keys: number;
  /** Collections without any element, which are no keys: a server that loads the file leaves them out. */
  emptyKeys: number;
  /** Keys that the file says it holds, in all of its databases; `null`: it does not say. */
  keysTold: number | null;
  /** Records of Redis Enterprise that say nothing of keys or values. */
  enterpriseRecords: number;
  /** `none`: the format has none; `off`: the server was told not to make one; `unread`: the end was not reached. */
  checksum: 'ok' | 'wrong' | 'off' | 'none' | 'unread';
  /** Bytes after the end. */
  trailingBytes: number;
  /** Bytes looked at, after decompression. */
  bytes: number;
  /** `null`: the snapshot was read to its end. */
  problem: { code: SnapshotProblemCode; offset: number; message: string } | null;
}
