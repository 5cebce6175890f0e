/** The result of an export. */
import type { Count } from '../../format/json-types.js';
export interface ExportData {
  /** Path of the archive. */
  archive: string;
  /** The command that restores its keys, on the same server. */
  restore: string;
  /** Bytes of the file. */
  bytes: number;
  keys: Count;
  /** Number of keys that were read. */
  seen: Count;
  /** Keys that no profile knows, copied or not. */
  unrecognised: Count;
  /** True when every key was read. */
  complete: boolean;
  /** `pattern`: `null` for keys that no profile knows. */
  families: { id: string; pattern: string | null; keys: Count }[];
}
