/** What an archive of changed keys holds. */
import type { RecordedAction } from '../actions.js';
import type { TypedValue } from '../value/typed-value.js';

/** What the run was; the first block of the file. */
export interface ArchiveHead {
  /** Random id of the run, by which its notes on the server are found. Archives of format 1 have none. */
  run?: string | undefined;
  /** Id of the run before it that changed this server's keys, if that is known. */
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

/** What may be done with a key. `listed`: see `LISTED`; `kept`: see `KEPT`. */
export type Action = RecordedAction | typeof KEPT;

/** A key's value before the change. */
export type ArchivedValue =
  /** `payload`: what DUMP answered, a byte string. */
  { form: 'dump'; payload: string } | ({ form: 'typed' } & TypedValue) | { form: 'absent' };

/** In archives of format 1, of a change that was archived and then not made: it takes back the record before it of the same key. */
export const KEPT = 'kept';

/** Said of members that were put into an index; `details.keys` has the key that each of them stands for. */
export const LISTED = 'listed';

/** One key, as it was before one change. */
export interface ArchiveRecord {
  db: number;
  /** Byte string. */
  name: string;
  /** The family's id. */
  family: string;
  /** What was about to be done. */
  action: Action;
  value: ArchivedValue;
  /** Milliseconds since the epoch; `null`: the key stays. */
  expireAtMs: number | null;
  /** Of counters: each changed field's decimal text before and after, `null` where it is absent. */
  fields?: Record<string, { before: string | null; after: string | null }>;
  /** What else the undo of this action needs, such as the new name; byte strings. */
  details?: Record<string, string | string[]>;
  /** Number of the batch that it was changed in. Absent: the change has no note on the server. */
  batch?: number;
  /** Place in the batch, from 0, where its outcome stands. */
  item?: number;
}

/** What became of the items of a batch: a letter for each, or `VOID`. */
export type BatchOutcome = string;
