import type { Worker } from 'node:worker_threads';
import type { AuditOptions } from './options.js';

/** Options of the audit of snapshots. */
export type SnapshotOptions = Pick<
  AuditOptions,
  | 'profiles'
  | 'profilesAsked'
  | 'pattern'
  | 'type'
  | 'limit'
  | 'databases'
  | 'now'
  | 'offset'
  | 'showIds'
  | 'signal'
  | 'onProgress'
> & {
  /** There is more than one file. */
  several: boolean;
  /** The thread that reads the first file; `null`: none. */
  reader: Worker | null;
};
