import type { SnapshotFault } from '../errors/files.js';

/** The fault of a snapshot, and its position. Everything before the offset was read. */
export class SnapshotProblem extends Error {
  constructor(
    readonly code: SnapshotFault,
    /** Bytes from the start of the (decompressed) snapshot. */
    readonly offset: number,
    message: string,
  ) {
    super(message);
    this.name = 'SnapshotProblem';
  }
}
