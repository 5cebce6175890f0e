/**
 * Key names split at their colons, for transfer between threads. Most segments repeat, so each text is sent once, and then by its
 * place in a table that both sides keep. The receiver has one object per distinct text, and the names themselves are not sent.
 */

import type { NameSegment } from '../snapshot-key.js';

/**
 * Places in the table; a new segment replaces the one at its place. One extra place is for segments that are sent as text every
 * time.
 */
const PLACES = 2 ** 15;
/** Longer segments are sent as text every time, because they rarely repeat. In words of four bytes. */
const LONGEST = 10;
/** Names of fewer segments are read into reused arrays. */
const MANY = 64;
const COLONS = 0x3a3a3a3a;

/** Maximum codes for a name of `nameLength` bytes: the number of segments, and three codes per segment. */
export const mostCodes = (nameLength: number): number => 1 + 3 * (nameLength + 1);

/** Data seen by both sides: codes, and the concatenated texts of the segments that are sent as text. */
export interface CodedNames {
  codes: Int32Array;
  texts: Uint8Array;
}

export class SegmentWriter {
  /** The text at each place, with its last word zero-padded. */
  readonly #known = new Int32Array(PLACES * LONGEST);
  /** Length of the text at each place, plus one; 0: empty place. */
  readonly #lengths = new Uint8Array(PLACES);
  /**
   * Whether the other side has the text. A text is sent for keeping only when it repeats, so that single texts are not kept
   * there.
   */
  readonly #sent = new Uint8Array(PLACES);
  /** The segment being read; a longer segment wraps around. */
  readonly #words = new Int32Array(16);
  #names = new WordReader();
  /** End of the written codes, and end of the written texts. */
  codesEnd = 0;
  textsEnd = 0;

  /** Discards everything written. */
  reset(): void {
    this.codesEnd = this.textsEnd = 0;
  }

  /**
   * Writes the codes of the name between `start` and `end` of `bytes`: the number of segments, then per segment its place or, if
   * it is new, the complement of its place and its start and end in the texts.
   */
  write(bytes: Uint8Array, start: number, end: number, { codes, texts }: CodedNames): void {
    const words = this.#words;
    const names = this.#names.of(bytes);
    const from = this.codesEnd;
    let to = from + 1;
    let segments = 0;
    for (let at = start; at <= end; at++) {
      const begin = at;
      let hash = 0;
      let count = 0;
      let length = 4;
      while (length === 4) {
        const word = names.word(at);
        length = Math.min(colonAt(word), end - at);
        const kept = length === 4 ? word : word & ((1 << (8 * length)) - 1);
        words[count++ & 15] = kept;
        hash = Math.imul(hash ^ kept, 0x9e3779b1);
        hash ^= hash >>> 15;
        at += length;
      }
      segments++;
      const code = at - begin > LONGEST * 4 ? ~PLACES : this.#codeOf(hash & (PLACES - 1), at - begin, count);
      codes[to++] = code;
      if (code >= 0) continue;
      codes[to++] = this.textsEnd;
      for (let index = begin; index < at; index++) texts[this.textsEnd++] = bytes[index]!;
      codes[to++] = this.textsEnd;
    }
    codes[from] = segments;
    this.codesEnd = to;
  }

  /** The code of the segment that was read into `count` words. The segment may be at either of two places. */
  #codeOf(place: number, length: number, count: number): number {
    const found = this.#isAt(place, length, count) ? place : this.#isAt(place ^ 1, length, count) ? place ^ 1 : null;
    if (found === null) {
      // Replaces a text that has occurred only once first.
      this.#put(this.#sent[place] === 0 ? place : place ^ 1, length, count);
      return ~PLACES;
    }
    if (this.#sent[found] !== 0) return found;
    this.#sent[found] = 1;
    return ~found;
  }

  #isAt(place: number, length: number, count: number): boolean {
    if (this.#lengths[place] !== length + 1) return false;
    const known = this.#known;
    const words = this.#words;
    const from = place * LONGEST;
    const whole = Math.min(count, LONGEST);
    for (let at = 0; at < whole; at++) if (known[from + at] !== words[at]) return false;
    return true;
  }

  #put(place: number, length: number, count: number): void {
    this.#lengths[place] = length + 1;
    this.#sent[place] = 0;
    const from = place * LONGEST;
    const whole = Math.min(count, LONGEST);
    for (let at = 0; at < whole; at++) this.#known[from + at] = this.#words[at]!;
  }
}

/** Position of the first colon among the four bytes of a word, lowest first; 4: none. */
function colonAt(word: number): number {
  const rest = word ^ COLONS;
  // The lowest zero byte has its high bit set here; only bytes above it may be false positives.
  const zeros = (rest - 0x01010101) & ~rest & 0x80808080;
  return zeros === 0 ? 4 : (31 - Math.clz32(zeros & -zeros)) >> 3;
}

/** Reads four bytes at a time from any position; bytes beyond the end are zero. */
class WordReader {
  #bytes: Uint8Array = new Uint8Array(0);
  #buffer: ArrayBufferLike | null = null;
  #view: DataView<ArrayBufferLike> = new DataView(new ArrayBuffer(0));
  #offset = 0;
  #end = 0;

  of(bytes: Uint8Array): this {
    if (bytes.buffer !== this.#buffer) {
      this.#buffer = bytes.buffer;
      this.#view = new DataView(bytes.buffer);
    }
    this.#bytes = bytes;
    this.#offset = bytes.byteOffset;
    this.#end = this.#view.byteLength - 4;
    return this;
  }

  word(at: number): number {
    const from = this.#offset + at;
    if (from <= this.#end) return this.#view.getInt32(from, true);
    let word = 0;
    for (let index = 3; index >= 0; index--) word = (word << 8) | (this.#bytes[at + index] ?? 0);
    return word;
  }
}

export class SegmentReader<Segment extends NameSegment> {
  readonly #segments: (Segment | undefined)[] = Array.from({ length: PLACES });
  /** Reused arrays, one for each number of segments. */
  readonly #names: Segment[][] = [];
  /** End of the codes of the last name read. */
  end = 0;

  constructor(private readonly newSegment: (text: string) => Segment) {}

  /** The segments of the name whose codes start at `from`, valid until the next call. Every name must be read once, in order. */
  read(codes: Int32Array, from: number, texts: Buffer): readonly Segment[] {
    const count = codes[from]!;
    const name = count < MANY ? (this.#names[count] ??= []) : [];
    let at = from + 1;
    for (let index = 0; index < count; index++) {
      const code = codes[at++]!;
      if (code >= 0) {
        name[index] = this.#segments[code]!;
        continue;
      }
      const segment = this.newSegment(texts.toString('latin1', codes[at], codes[at + 1]));
      if (~code < PLACES) this.#segments[~code] = segment;
      at += 2;
      name[index] = segment;
    }
    this.end = at;
    return name;
  }
}
