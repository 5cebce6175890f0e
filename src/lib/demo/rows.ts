import { placeholdersOf, type Place } from './entry.js';

/**
 * Rows by pattern and the text of each placeholder. A lookup does not build the key's name, which would take longer than
 * everything else.
 */
export class Rows<Row> {
  readonly #patterns = new Map<string, { names: readonly string[]; branch: Branch<Row> }>();

  /** The row of this key, which is created if missing. */
  at({ pattern, values }: Place, create: () => Row): Row {
    let found = this.#patterns.get(pattern);
    if (found === undefined) {
      found = { names: placeholdersOf(pattern), branch: new Branch() };
      this.#patterns.set(pattern, found);
    }
    const { names } = found;
    let { branch } = found;
    const last = Math.max(names.length - 1, 0);
    for (let level = 0; level < last; level++) branch = branch.below(textOf(values, names[level]));
    return branch.row(textOf(values, names[last]), create);
  }
}

/** A missing text fails later, when the key's name is built. */
const textOf = (values: Place['values'], name: string | undefined): string => (name === undefined ? '' : (values[name] ?? ''));

class Branch<Row> {
  readonly #rows = new Map<string, Row>();
  readonly #branches = new Map<string, Branch<Row>>();

  below(text: string): Branch<Row> {
    let branch = this.#branches.get(text);
    if (branch === undefined) this.#branches.set(text, (branch = new Branch()));
    return branch;
  }

  row(text: string, create: () => Row): Row {
    let row = this.#rows.get(text);
    if (row === undefined) this.#rows.set(text, (row = create()));
    return row;
  }
}
