/** The fault of a snapshot, and its position. Everything before the offset was read. */
export type SnapshotProblemCode =
  | 'empty'
  | 'not-a-snapshot'
  | 'bad-version'
  | 'truncated'
  | 'absurd-length'
  | 'corrupt-string'
  | 'corrupt-value'
  | 'unknown-opcode'
  | 'unknown-type'
  | 'unreadable-module'
  | 'checksum';

export class SnapshotProblem extends Error {
  constructor(
    readonly code: SnapshotProblemCode,
    /** Bytes from the start of the (decompressed) snapshot. */
    readonly offset: number,
    message: string,
  ) {
    super(message);
    this.name = 'SnapshotProblem';
  }
}
