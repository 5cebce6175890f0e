/** What hashes of Redis 8.10 refer to: templates with the names of their fields, told before the first key. */

export interface HashTemplate {
  fields: number;
  /** `null` where they are too many, or too long, to be kept. */
  names: readonly (string | null)[] | null;
}

/** Characters of all names that are kept. */
const MOST_TEXT = 4 * 2 ** 20;
const MOST_TEMPLATES = 2 ** 17;
/** Names of one template that are kept. */
export const MOST_NAMES = 4096;
/** Bytes of a name that is kept. */
export const LONGEST_FIELD = 4096;

export class HashTemplates {
  readonly #known = new Map<number, HashTemplate>();
  #text = 0;

  /** False: there are more of them than can be kept. */
  add(id: number, { fields, names }: HashTemplate): boolean {
    if (this.#known.size >= MOST_TEMPLATES) return false;
    const text = names?.reduce((sum, name) => sum + (name?.length ?? 0), 0) ?? 0;
    this.#text += text;
    this.#known.set(id, { fields, names: this.#text > MOST_TEXT ? null : names });
    return true;
  }

  get(id: number): HashTemplate | undefined {
    return this.#known.get(id);
  }
}
