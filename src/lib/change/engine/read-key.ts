import type { ArchivedValue } from '../archive/record.js';

/** What was read of a key. */
export interface ReadKey {
  value: ArchivedValue;
  /** When it expires, ms since the epoch by the clock of this machine; `null`: never. */
  expireAtMs: number | null;
  /** The same by the clock of the server; absent where it was not asked for. */
  serverExpireAtMs?: number | null;
}
