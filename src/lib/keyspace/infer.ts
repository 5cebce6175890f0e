/**
 * Infers families of keys that no profile knows, from the names alone and in bounded memory. Names form a tree of tokens; a
 * position with too many different texts becomes a placeholder. A remaining text that is neither a word nor shared by many keys
 * is not shown either.
 */
import { FamilyStats } from './family-stats.js';
import { announcesIdentifier, isPlainWord } from './plain-words.js';
import { DEEPEST, isLiteral, literalText, tokenize } from './token.js';

/**
 * Maximum different texts at one position before it becomes a placeholder. The first position may hold the prefixes of many
 * applications.
 */
const ROOT_LIMIT = 192;
const LIMIT = 32;
/** Maximum nodes of the tree before its limits, and then its depth, are halved. */
const MOST_NODES = 6_000;
/** Maximum families in a report; the tree is folded until it has no more. */
const MOST_FAMILIES = 200;
/** A text with this many times the keys of the median text is kept when its position becomes a placeholder. */
const STANDS_OUT = 16;
/** A position with this many texts that occur once each becomes a placeholder too. */
const LONELY = 12;
const WILDCARD = '{name}';
/** Placeholder for text that is not a word and may be private. */
const OPAQUE = '{text}';
/**
 * Minimum keys that share a text before it counts as structure: for a text that is not a word, and for a word where identifiers
 * are likely.
 */
const SHARED = 16;
const SHARED_BEHIND_USER = 64;

interface Node {
  keys: number;
  children: Map<string, Node>;
  literals: number;
  stats: FamilyStats | null;
}

export interface InferredFamily {
  pattern: string;
  stats: FamilyStats;
}

export class InferredKeyspace {
  #nodes = 0;
  readonly #root = this.#node();
  #limits = { root: ROOT_LIMIT, inner: LIMIT };
  #depth = DEEPEST;
  keys = 0;

  /** The statistics to which a key with these segments belongs at present. */
  add(segments: readonly string[]): FamilyStats {
    this.keys++;
    let node = this.#root;
    for (const [depth, token] of tokenize(segments, this.#depth).entries()) {
      node.keys++;
      node = this.#child(node, token, depth === 0 ? this.#limits.root : this.#limits.inner);
    }
    node.keys++;
    node.stats ??= new FamilyStats();
    const { stats } = node;
    if (this.#nodes > MOST_NODES) this.#tighten();
    return stats.current;
  }

  /** The families, most keys first. Ends the collection. */
  finish(): InferredFamily[] {
    this.#foldLonely(this.#root);
    this.#hide(this.#root, '', true);
    while (this.#countFamilies(this.#root) > MOST_FAMILIES && (this.#limits.root > 1 || this.#depth > 1)) this.#tighten();
    const found: InferredFamily[] = [];
    collect(this.#root, [], found);
    return found.sort((a, b) => b.stats.keys - a.stats.keys);
  }

  #node(): Node {
    this.#nodes++;
    return { keys: 0, children: new Map(), literals: 0, stats: null };
  }

  #child(node: Node, token: string, limit: number): Node {
    const known = node.children.get(token);
    if (known) return known;
    if (isLiteral(token)) {
      const wildcard = node.children.get(WILDCARD);
      if (wildcard) return wildcard;
      if (node.literals >= limit) return this.#fold(node, limit);
      node.literals++;
    }
    const fresh = this.#node();
    node.children.set(token, fresh);
    return fresh;
  }

  /** Turns the texts at a position into a placeholder, except outstanding ones: at most half the limit. */
  #fold(node: Node, limit: number): Node {
    const literals = literalsOf(node).sort(([, a], [, b]) => b.keys - a.keys);
    const middle = literals[literals.length >> 1]![1].keys;
    const kept = literals.slice(0, limit >> 1).filter(([, child]) => child.keys > STANDS_OUT * middle);
    return this.#replace(node, literals.slice(kept.length));
  }

  /** Replaces these texts by one placeholder. Returns its node. */
  #replace(node: Node, folded: readonly (readonly [string, Node])[], placeholder = WILDCARD): Node {
    const wildcard = node.children.get(placeholder) ?? this.#node();
    for (const [token, child] of folded) {
      node.children.delete(token);
      node.literals--;
      this.#absorb(wildcard, child);
    }
    node.children.set(placeholder, wildcard);
    return wildcard;
  }

  #absorb(into: Node, other: Node): void {
    this.#nodes--;
    into.keys += other.keys;
    takeStats(into, other);
    for (const [token, child] of other.children) {
      const target = into.children.get(token) ?? (isLiteral(token) ? into.children.get(WILDCARD) : undefined);
      if (target) {
        this.#absorb(target, child);
        continue;
      }
      into.children.set(token, child);
      if (isLiteral(token) && ++into.literals > this.#limits.inner) this.#fold(into, this.#limits.inner);
    }
  }

  #tighten(): void {
    if (this.#limits.root === 1) {
      // Few texts remain at each position, but they have too many combinations.
      this.#depth = Math.max(1, this.#depth >> 1);
      this.#cut(this.#root, this.#depth);
      return;
    }
    this.#limits = { root: Math.max(1, this.#limits.root >> 1), inner: Math.max(1, this.#limits.inner >> 1) };
    this.#enforce(this.#root, this.#limits.root);
  }

  #enforce(node: Node, limit: number): void {
    if (node.literals > limit) this.#fold(node, limit);
    for (const child of node.children.values()) this.#enforce(child, this.#limits.inner);
  }

  /** Replaces everything deeper by one placeholder. */
  #cut(node: Node, depth: number): void {
    if (depth > 0) {
      for (const child of node.children.values()) this.#cut(child, depth - 1);
      return;
    }
    if (node.children.size === 0) return;
    const rest = this.#node();
    for (const child of node.children.values()) {
      rest.keys += child.keys;
      this.#gather(rest, child);
    }
    node.children = new Map([[WILDCARD, rest]]);
    node.literals = 0;
  }

  #gather(into: Node, other: Node): void {
    this.#nodes--;
    takeStats(into, other);
    for (const child of other.children.values()) this.#gather(into, child);
  }

  #foldLonely(node: Node): void {
    const lonely = literalsOf(node).filter(([, child]) => child.keys === 1);
    if (lonely.length >= LONELY && lonely.length >= node.literals * 0.8) this.#replace(node, lonely);
    for (const child of node.children.values()) this.#foldLonely(child);
  }

  /** Hides the texts that a report must not show, given the preceding token. */
  #hide(node: Node, before: string, atRoot: boolean): void {
    const opaque = literalsOf(node).filter(([token]) => !isPlainWord(literalText(token)));
    // Several such texts at one position are values, however many keys each has; at the root they may be applications.
    const hidden = opaque.filter(([, child]) => child.keys < SHARED || (!atRoot && opaque.length > 1));
    if (hidden.length > 0) this.#replace(node, hidden, OPAQUE);
    if (announcesIdentifier(before)) {
      const words = literalsOf(node).filter(([token, child]) => token !== '' && child.keys < SHARED_BEHIND_USER);
      if (words.length > 0) this.#replace(node, words);
    }
    for (const [token, child] of node.children) this.#hide(child, token, false);
  }

  #countFamilies(node: Node): number {
    let families = node.stats ? 1 : 0;
    for (const child of node.children.values()) families += this.#countFamilies(child);
    return families;
  }
}

const literalsOf = (node: Node): [string, Node][] => [...node.children].filter(([token]) => isLiteral(token));

function takeStats(into: Node, other: Node): void {
  if (!other.stats) return;
  if (into.stats) into.stats.merge(other.stats);
  else into.stats = other.stats;
}

function collect(node: Node, path: string[], found: InferredFamily[]): void {
  if (node.stats) found.push({ pattern: path.join(':'), stats: node.stats.current });
  for (const [token, child] of node.children) collect(child, [...path, token], found);
}
