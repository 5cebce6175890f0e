/** Templates of Redis 8.10: the field names that many hashes share. The file lists them before the first key. */

export interface HashTemplate {
  fields: number;
  /** `null`: too many or too long to keep. */
  names: readonly (string | null)[] | null;
}

/** Maximum characters of all kept names. */
const MOST_TEXT = 4 * 2 ** 20;
const MOST_TEMPLATES = 2 ** 17;
/** Maximum kept names of one template. */
export const MOST_NAMES = 4096;
/** Maximum bytes of a kept name. */
export const LONGEST_FIELD = 4096;

export class HashTemplates {
  readonly #known = new Map<number, HashTemplate>();
  #text = 0;

  /** Returns false when there are more templates than can be kept. */
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
