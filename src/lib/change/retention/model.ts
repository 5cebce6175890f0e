/** The result of `meter archives list` and `meter archives prune`. */
import type { Count, Instant } from '../../format/json-types.js';

export interface ArchiveRow {
  file: string;
  bytes: Count;
  /** `cut-off`: a run ended while it wrote; `meter` needs it to finish that run. `damaged`: it cannot be read to its end. */
  state: 'complete' | 'cut-off' | 'damaged';
  /** What is wrong with it; `null`: nothing. */
  problem: string | null;
  /** When, by what, and of which server it was made; `null`: its head cannot be read. */
  createdAt: Instant | null;
  command: string | null;
  target: string | null;
  db: Count | null;
  records: Count | null;
  /**
   * Why it stays: it is `young`, the `newest` of its kind, `cut-off`, `damaged`, or was `changed` meanwhile; `null`: it is older
   * than what is kept.
   */
  stays: 'young' | 'newest' | 'cut-off' | 'damaged' | 'changed' | null;
  removed: boolean;
}

export interface ArchivesData {
  folder: string;
  /** `null`: nothing was to be removed. */
  keepSeconds: number | null;
  /** The newest first. */
  archives: ArchiveRow[];
}
