/** The contents of an archive of changed keys. */
import type { RecordedAction } from '../actions.js';
import type { TypedValue } from '../value/typed-value.js';

/** Facts about the run; the first block of the file. */
export interface ArchiveHead {
  /** Random id of the run, which is part of the names of its notes on the server. Absent in format 1. */
  run?: string | undefined;
  /** Id of the previous run that changed keys of this server, if known. */
  previous?: string | null | undefined;
  meterVersion: string;
  /** As it was typed, such as `prune --hourly`. */
  command: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  /** The target's name, without credentials. */
  target: string;
  /** The server's run id, or that of the cluster. */
  fingerprint: string;
  db: number;
  /** The server's version. */
  server: string;
  /** The profile's name. */
  profile: string;
  /** Hours that the application's periods are ahead of UTC. */
  utcOffset: number;
}

export const profileNames = ({ profile }: ArchiveHead): string[] => profile.split(' ').filter((name) => name !== '');

/** Action on a key. `listed`: see `LISTED`; `kept`: see `KEPT`. */
export type Action = RecordedAction | typeof KEPT;

/** A key's value before the change. */
export type ArchivedValue =
  /** `payload`: the reply to DUMP, a byte string. */
  { form: 'dump'; payload: string } | ({ form: 'typed' } & TypedValue) | { form: 'absent' };

/** In archives of format 1: a change was archived and then not made. It cancels the previous record of the same key. */
export const KEPT = 'kept';

/** Members were added to an index. `details.keys` has the key that each of them stands for. */
export const LISTED = 'listed';

/** One key, as it was before one change. */
export interface ArchiveRecord {
  db: number;
  /** Byte string. */
  name: string;
  /** The family's id. */
  family: string;
  /** The planned action. */
  action: Action;
  value: ArchivedValue;
  /** Milliseconds since the epoch; `null`: the key has no TTL. */
  expireAtMs: number | null;
  /** For counters: the decimal text of each changed field before and after; `null`: absent. */
  fields?: Record<string, { before: string | null; after: string | null }> | undefined;
  /** Other data for the undo of this action, such as the new name; byte strings. */
  details?: Record<string, string | string[]> | undefined;
  /** Number of its batch. Absent: the change has no note on the server. */
  batch?: number;
  /** Index of its outcome in the batch, from 0. */
  item?: number;
}

/** The outcome of a batch: a letter for each item, or `VOID`. */
export type BatchOutcome = string;
