/** What stays of a list or stream: the newest elements, so many or so young. */
export interface TrimRule {
  /** Elements that stay; `null`: as many as are young enough. */
  keep: number | null;
  /** ms since the epoch; older elements are removed. `null`: age does not matter. */
  before: number | null;
}
