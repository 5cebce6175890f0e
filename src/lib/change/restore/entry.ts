import type { ArchiveRecord } from '../archive/record.js';

/** A record that is to be undone. */
export interface Entry {
  record: ArchiveRecord;
  number: number;
  /** The key that notes it; see `marker.ts`. */
  marker: string;
  /** The key that says that the whole archive has been brought back; `null`: it lies in another slot. */
  whole: string | null;
  /** Place of its archive among those that are undone. */
  source: number;
  /** It is known that the change was made. */
  certain: boolean;
  /** It is not known whether the change was made. Neither: an archive of format 1 does not tell, or nothing was taken away. */
  unsure: boolean;
  /** The server has refused its payload. */
  typed: boolean;
}

/** What is to be done with a key that exists again. */
export type Mode = 'keep' | 'merge' | 'replace';

/**
 * `restored`. `there`: nothing was missing, or it has been brought back before. `same`: what is there looks as if nothing was missing, but may have been
 * made anew. `expired`: its life is over. `alive`: it exists again, and
 * stays as it is. `altered`: somebody kept changing it. `gone`: there is nothing to undo it on. `refused`: it cannot be joined with what is there. `untaken`: the server does
 * not take it.
 */
export type Fate = 'restored' | 'there' | 'same' | 'expired' | 'alive' | 'altered' | 'gone' | 'refused' | 'untaken';
