/** What an archive of changed keys holds. */
import type { TypedValue } from '../value/typed-value.js';

/** What the run was; the first block of the file. */
export interface ArchiveHead {
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

/** A key's value before the change. */
export type ArchivedValue =
  /** `payload`: what DUMP answered, a byte string. */
  { form: 'dump'; payload: string } | ({ form: 'typed' } & TypedValue) | { form: 'absent' };

/** Said of a change that was archived and then not made: it takes back the record before it of the same key. */
export const KEPT = 'kept';

/** `db`, `name` and `family` are those of the record that is taken back. */
export const keptRecord = ({ db, name, family }: Pick<ArchiveRecord, 'db' | 'name' | 'family'>): ArchiveRecord => {
  return { db, name, family, action: KEPT, value: { form: 'absent' }, expireAtMs: null };
};

/** Said of members that were put into an index; `details.keys` has the key that each of them stands for. */
export const LISTED = 'listed';

/** One key, as it was before one change. */
export interface ArchiveRecord {
  db: number;
  /** Byte string. */
  name: string;
  /** The family's id. */
  family: string;
  /**
   * What was about to be done, such as `delete`, `members` (taken out of an index), `trim`, `expire`, `raise` (of counters), `set`, `listing` (members
   * with their scores or values), `rename`, `listed`: see `LISTED`;
   * or `kept`: see `KEPT`.
   */
  action: string;
  value: ArchivedValue;
  /** Milliseconds since the epoch; `null`: the key stays. */
  expireAtMs: number | null;
  /** Of counters: each changed field's decimal text before and after, `null` where it is absent. */
  fields?: Record<string, { before: string | null; after: string | null }>;
  /** What else the undo of this action needs, such as the new name; byte strings. */
  details?: Record<string, string | string[]>;
}
