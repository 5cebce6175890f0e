/** Maximum number of names that are kept. Beyond it, index sets or another scan find the names that a report needs. */
const MOST = 100_000;

/** The names that were seen while the application was recognised. */
export class SeenNames {
  readonly #names: string[] = [];
  #left = MOST;

  readonly take = (names: readonly string[]): void => {
    this.#left -= names.length;
    if (this.#left < 0) this.#names.length = 0;
    else for (const name of names) this.#names.push(name);
  };

  /** `null`: there were more. */
  all({ whole }: { whole: boolean }): readonly string[] | null {
    if (whole && this.#left >= 0) return this.#names;
    this.#names.length = 0;
    return null;
  }
}
