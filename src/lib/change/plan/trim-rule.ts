/** The elements of a list or stream that stay: the newest, by number or by age. */
export interface TrimRule {
  /** Number of elements that stay; `null`: all that are young enough. */
  keep: number | null;
  /** ms since the epoch; older elements are removed. `null`: age does not matter. */
  before: number | null;
}
