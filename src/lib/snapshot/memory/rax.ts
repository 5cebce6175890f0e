/**
 * Counts the nodes of the radix tree in which the server keeps stream nodes and pending entries, for keys that come in order: a node for
 * each branching, for each run of bytes between two branchings, and for each key's end. Source: rax.c.
 */
export class RaxNodes {
  keys = 0;
  #nodes = 0;
  #previous: Buffer | null = null;
  /** Depths of the branchings on the way to the previous key, outermost first. */
  readonly #branches: number[] = [];

  /** Keys must be of one length and ascend; equal ones are counted once. */
  add(key: Buffer): void {
    const previous = this.#previous;
    this.#previous = key;
    if (!previous) {
      this.keys = 1;
      return;
    }
    const common = commonPrefix(previous, key);
    if (common >= key.length) return;
    this.keys++;
    this.#close(common, previous.length);
    if (this.#branches.at(-1) !== common) this.#branches.push(common);
  }

  /** Counts what lies on the way to the previous key below a depth that the next key does not share. */
  #close(depth: number, keyLength: number): void {
    let below = keyLength;
    this.#nodes++;
    for (;;) {
      const branch = this.#branches.at(-1) ?? -1;
      if (branch < depth) {
        // The new branching at `depth` takes one byte of the run.
        if (below - depth - 1 > 0) this.#nodes++;
        return;
      }
      if (below - branch - 1 > 0) this.#nodes++;
      if (branch === depth) return;
      this.#nodes++;
      below = branch;
      this.#branches.pop();
    }
  }

  /** Nodes of the tree; an empty one has its root. */
  get nodes(): number {
    if (!this.#previous) return 1;
    let nodes = this.#nodes + 1;
    let below = this.#previous.length;
    for (const branch of this.#branches.toReversed()) {
      if (below - branch - 1 > 0) nodes++;
      nodes++;
      below = branch;
    }
    return below > 0 ? nodes + 1 : nodes;
  }
}

function commonPrefix(a: Buffer, b: Buffer): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at++;
  return at;
}
