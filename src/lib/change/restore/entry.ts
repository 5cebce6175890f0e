import type { ArchiveRecord } from '../archive/record.js';

/** A record to undo. */
export interface Entry {
  record: ArchiveRecord;
  number: number;
  /** The key that notes it; see `marker.ts`. */
  marker: string;
  /** The key that says that the whole archive was restored; `null`: it is in another slot. */
  whole: string | null;
  /** Index of its archive among those that are undone. */
  source: number;
  /** True when the change was certainly made. */
  certain: boolean;
  /**
   * True when it is unknown whether the change was made. Neither is true if an archive of format 1 does not say, or if nothing was
   * removed.
   */
  unsure: boolean;
  /** True when the server has refused its payload. */
  typed: boolean;
}

/** What to do with a key that exists again. */
export type Mode = 'keep' | 'merge' | 'replace';

/**
 * `restored`. `there`: nothing was missing, or it was restored before. `same`: the existing key looks as if nothing was missing,
 * but may have been created again. `expired`: it would have expired. `alive`: it exists again, and is not changed. `altered`:
 * others kept writing it. `gone`: the key to undo it on no longer exists. `refused`: it cannot be merged with the existing key.
 * `untaken`: the server refuses it.
 */
export type Fate = 'restored' | 'there' | 'same' | 'expired' | 'alive' | 'altered' | 'gone' | 'refused' | 'untaken';
