/** The result of an export. */
export interface ExportData {
  /** Path of the archive. */
  archive: string;
  /** The command that restores its keys, on the same server. */
  restore: string;
  /** Bytes of the file. */
  bytes: number;
  keys: number;
  /** Number of keys that were read. */
  seen: number;
  /** Keys that no profile knows, copied or not. */
  unrecognised: number;
  /** True when every key was read. */
  complete: boolean;
  /** `pattern`: `null` for keys that no profile knows. */
  families: { id: string; pattern: string | null; keys: number }[];
}
