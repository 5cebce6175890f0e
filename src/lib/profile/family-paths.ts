/**
 * Caches the result for a name by the kinds of its segments. The matching families depend only on what each segment matches, and
 * a keyspace has millions of names but only a few hundred sequences of kinds.
 */
import type { CompiledProfile } from './classify.js';
import { textOf, type Segment } from './segment.js';
import { SegmentKinds } from './segment-kinds.js';

/** Maximum cached sequences: names can have any number of segments. */
const MOST_NODES = 20_000;

interface Node<Result> {
  /** Indexed by the kind of the next segment. */
  next: (Node<Result> | undefined)[];
  /** `undefined`: not yet computed. */
  result: Result | undefined;
}

export class FamilyPaths<Result> {
  readonly #kinds: SegmentKinds;
  readonly #resolve: (texts: readonly string[]) => Result;
  readonly #root: Node<Result> = { next: [], result: undefined };
  #nodes = 0;

  /** `resolve` computes the result for a name. It must depend only on the matching families of the profiles. */
  constructor(profiles: readonly CompiledProfile[], resolve: (texts: readonly string[]) => Result) {
    this.#kinds = new SegmentKinds(profiles);
    this.#resolve = resolve;
  }

  of(segments: readonly Segment[]): Result {
    const node = this.#nodeOf(segments);
    if (node === null) return this.#resolve(segments.map(textOf));
    if (node.result === undefined) node.result = this.#resolve(segments.map(textOf));
    return node.result;
  }

  /** `null`: the name must be resolved by itself. */
  #nodeOf(segments: readonly Segment[]): Node<Result> | null {
    let node = this.#root;
    for (let at = 0; at < segments.length; at++) {
      const kind = this.#kinds.of(segments[at]!);
      if (kind === null || (at === 0 && this.#kinds.areTogether(kind))) return null;
      const next = node.next[kind] ?? this.#grow(node, kind);
      if (next === null) return null;
      node = next;
    }
    return node;
  }

  #grow(node: Node<Result>, kind: number): Node<Result> | null {
    if (this.#nodes >= MOST_NODES) return null;
    this.#nodes++;
    const next = { next: [], result: undefined };
    node.next[kind] = next;
    return next;
  }
}
