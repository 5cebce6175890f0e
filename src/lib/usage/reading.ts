/** What the verbs that read figures have in common. */
import type { Profile } from '../profile/types.js';
import type { Recognised } from '../recognise/recognise.js';
import type { StateNote } from '../recognise/state-note.js';
import type { OffsetGiven } from '../recognise/utc-offset.js';
import type { SessionNotice } from '../redis/notices.js';
import type { SnapshotNotice } from '../snapshot/notices.js';
import type { Label } from './model.js';
import type { Store } from './store.js';

export interface ReadingOptions {
  profiles: readonly Profile[];
  /** True when the user named the profiles. */
  profilesAsked: boolean;
  database: number;
  now: Date;
  offset: OffsetGiven;
  showIds: boolean;
  signal: AbortSignal;
  onProgress: (keys: number, total: number | null) => void;
  /** Receives the id, a byte string, of each label. */
  onLabel?: (label: Label, id: string) => void;
}

/** The keys of a server or of snapshots, opened for one report. */
export interface OpenedKeys {
  recognised: Pick<Recognised, 'profiles' | 'offset'>;
  /** Every name of the database, if all were seen; `null`: not all were seen. */
  names: Iterable<string> | null;
  /** Read all names, even if index sets are enough. */
  scan: boolean;
  state: StateNote;
  store: Store;
  kind: 'live' | 'snapshot';
  files: readonly string[];
}

/** A result that says why it is not complete. */
export interface Sourced {
  source: { partial: string | null };
}

export interface ReadingResult<Data> {
  data: Data;
  warnings: (SessionNotice | SnapshotNotice)[];
}
