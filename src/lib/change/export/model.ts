/** What was copied into an archive. */
export interface ExportData {
  /** Path of the archive. */
  archive: string;
  /** Bytes of the file. */
  bytes: number;
  keys: number;
  /** Keys looked at. */
  seen: number;
  /** Keys that no profile knows, copied or not. */
  unrecognised: number;
  /** Every key was looked at. */
  complete: boolean;
  /** `pattern`: `null` for keys that no profile knows. */
  families: { id: string; pattern: string | null; keys: number }[];
}
