import type { ArchiveRecord } from '../archive/record.js';

/** A record that is to be undone. */
export interface Entry {
  record: ArchiveRecord;
  number: number;
  /** The key that notes it; see `marker.ts`. */
  marker: string;
  /** The run ended before it could say whether it had carried this out. */
  unsure: boolean;
  /** The server has refused its payload. */
  typed: boolean;
}

/** What is to be done with a key that has come to life again. */
export type Mode = 'keep' | 'merge' | 'replace';

/**
 * `restored`. `there`: nothing was missing, or it has been brought back before. `expired`: its life is over. `alive`: it has come to life again, and
 * stays as it is. `altered`: somebody kept changing it. `gone`: there is nothing to undo it on. `refused`: it cannot be joined with what is there.
 */
export type Fate = 'restored' | 'there' | 'expired' | 'alive' | 'altered' | 'gone' | 'refused';
