/**
 * The radix tree in which the server keeps stream nodes and pending entries, for keys in ascending order. The tree has a node for
 * each branching, for each run of bytes between two branchings, and for each key's end. A node is four bytes, its bytes, padding
 * to eight, and a pointer for each child or value. Source: rax.c.
 */
import { allocated } from './allocator.js';

/** Bytes of the tree itself. */
const TREE = 32;
const POINTER = 8;

interface Branching {
  depth: number;
  children: number;
}

export class RaxNodes {
  keys = 0;
  #nodes = 0;
  #bytes = 0;
  #previous: Buffer | null = null;
  /** Branchings on the path to the previous key, outermost first. */
  readonly #open: Branching[] = [];

  /** Keys must have the same length and ascend; equal keys are counted once. */
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
    this.#closeTo(common, previous.length);
    const innermost = this.#open.at(-1);
    if (innermost?.depth === common) innermost.children++;
    else this.#open.push({ depth: common, children: 2 });
  }

  /** Nodes of the tree; an empty tree has its root. */
  get size(): { keys: number; nodes: number; bytes: number } {
    if (!this.#previous) return { keys: 0, nodes: 1, bytes: TREE + allocated(nodeBytes(0, 0)) };
    const whole = new RaxNodes();
    whole.#nodes = this.#nodes;
    whole.#bytes = this.#bytes;
    for (const node of this.#open) whole.#open.push(node);
    whole.#closeTo(-1, this.#previous.length);
    return { keys: this.keys, nodes: whole.#nodes, bytes: TREE + whole.#bytes };
  }

  /**
   * Counts the nodes on the path to the previous key below `depth`. The path branches there, unless the depth is before the root.
   */
  #closeTo(depth: number, keyLength: number): void {
    this.#count(0, 1);
    let below = keyLength;
    for (;;) {
      const innermost = this.#open.at(-1);
      const branch = innermost && innermost.depth >= depth ? innermost.depth : depth;
      const run = below - branch - 1;
      if (run > 0) this.#count(run, 1);
      if (!innermost || innermost.depth <= depth) return;
      this.#count(innermost.children, innermost.children);
      below = innermost.depth;
      this.#open.pop();
    }
  }

  #count(bytes: number, pointers: number): void {
    this.#nodes++;
    this.#bytes += allocated(nodeBytes(bytes, pointers));
  }
}

const nodeBytes = (bytes: number, pointers: number): number => Math.ceil((4 + bytes) / POINTER) * POINTER + pointers * POINTER;

function commonPrefix(a: Buffer, b: Buffer): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at++;
  return at;
}
