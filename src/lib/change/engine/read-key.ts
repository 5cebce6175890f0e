import type { ArchivedValue } from '../archive/record.js';

/** What was read of a key. */
export interface ReadKey {
  value: ArchivedValue;
  /** When it expires, in ms since the epoch by this machine's clock; `null`: never. */
  expireAtMs: number | null;
  /** The same by the server's clock; absent: not requested. */
  serverExpireAtMs?: number | null;
}
