/**
 * Classifies segments of key names by what they match in the profiles' patterns. Segments of one kind lead to the same families.
 */
import type { CompiledProfile } from './classify.js';
import type { SegmentMatcher } from './pattern.js';
import type { Segment } from './segment.js';

export class SegmentKinds {
  readonly #kinds = new Map<string, number>();
  /** The empty segment has its own kind, because placeholders that accept any text reject it. */
  readonly #literals = new Set(['']);
  /** Matchers that are not literals, without duplicates. */
  readonly #tests = new Map<string, Pick<SegmentMatcher, 'accepts'>>();
  /** First segments of patterns with a placeholder that tests several segments together; `null`: any first segment. */
  #together: Set<string> | null = new Set();
  readonly #kindsTogether = new Set<number>();

  constructor(profiles: readonly CompiledProfile[]) {
    for (const matchers of profiles.flatMap((profile) => profile.matchers)) {
      for (const matcher of matchers) {
        if (matcher.literal !== null) this.#literals.add(matcher.literal);
        else if (!matcher.many) this.#tests.set(matcher.key, matcher);
        else if (matcher.edges) this.#addEdges(matcher, matcher.edges);
      }
      if (matchers.every(({ bySegment }) => bySegment)) continue;
      const { literal } = matchers[0]!;
      if (literal === null) this.#together = null;
      else this.#together?.add(literal);
    }
  }

  /** Many segments match if the first and the last do; one segment matches by itself. */
  #addEdges(matcher: SegmentMatcher, { before, after }: NonNullable<SegmentMatcher['edges']>): void {
    this.#tests.set(matcher.key, matcher);
    this.#tests.set(`^${before}`, { accepts: (text) => text.startsWith(before) });
    this.#tests.set(`${after}$`, { accepts: (text) => text.endsWith(after) });
  }

  /** A number from 0; `null` for a segment seen for the first time, because most segments that occur once do not repeat. */
  of(segment: Segment): number | null {
    if (segment.kind !== null) return segment.kind;
    if (segment.hasCome) segment.kind = this.#kindOf(segment.text);
    segment.hasCome = true;
    return segment.kind;
  }

  /** True when the segments after a first segment of this kind must be tested together. */
  areTogether(kind: number): boolean {
    return this.#together === null || this.#kindsTogether.has(kind);
  }

  #kindOf(text: string): number {
    const fits = this.#literals.has(text)
      ? `=${text}`
      : Array.from(this.#tests.values(), (test) => (test.accepts(text) ? '1' : '0')).join('');
    const known = this.#kinds.get(fits);
    if (known !== undefined) return known;
    const kind = this.#kinds.size;
    this.#kinds.set(fits, kind);
    if (this.#together?.has(text)) this.#kindsTogether.add(kind);
    return kind;
  }
}
