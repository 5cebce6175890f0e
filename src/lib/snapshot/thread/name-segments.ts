/**
 * Key names cut at their colons, on the way between threads. Most segments come again and again: each is told once, and then by its place in a
 * table that both sides keep. So the receiver has one object for all of them, and the names themselves are not handed over.
 */

import type { NameSegment } from '../snapshot-key.js';

/** Places of the table; a segment that is new takes that of another. One more is for those that are told each time. */
const PLACES = 2 ** 15;
/** Longer segments are told each time: hardly one comes twice. In words of four bytes. */
const LONGEST = 10;
/** Names of fewer segments are read into arrays that are there. */
const MANY = 64;
const COLONS = 0x3a3a3a3a;

/** Most codes that a name of so many bytes takes: the number of its segments, and three for each. */
export const mostCodes = (nameLength: number): number => 1 + 3 * (nameLength + 1);

/** What both sides see: codes, and the texts of the segments that are told, one after the other. */
export interface CodedNames {
  codes: Int32Array;
  texts: Uint8Array;
}

export class SegmentWriter {
  /** The text at each place, the last word filled up with zeros. */
  readonly #known = new Int32Array(PLACES * LONGEST);
  /** Of the text at each place, plus one; 0: there is none. */
  readonly #lengths = new Uint8Array(PLACES);
  /** Whether the other side has it: only once a text comes again, so that those that come once are not kept there. */
  readonly #told = new Uint8Array(PLACES);
  /** The segment that is being read; a longer one goes round. */
  readonly #words = new Int32Array(16);
  #names = new WordReader();
  /** Where the codes and the texts that have been written end. */
  codesEnd = 0;
  textsEnd = 0;

  /** Begins anew: what has been written is not needed any more. */
  reset(): void {
    this.codesEnd = this.textsEnd = 0;
  }

  /**
   * Writes the codes of the name between `start` and `end` of `bytes`: the number of its segments, then of each its place or, when it is new,
   * the complement of its place and where it begins and ends among the texts.
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

  /** The code of the segment that has been read into so many words. It may lie at either of two places. */
  #codeOf(place: number, length: number, count: number): number {
    const found = this.#isAt(place, length, count) ? place : this.#isAt(place ^ 1, length, count) ? place ^ 1 : null;
    if (found === null) {
      // What has come once only makes way first.
      this.#put(this.#told[place] === 0 ? place : place ^ 1, length, count);
      return ~PLACES;
    }
    if (this.#told[found] !== 0) return found;
    this.#told[found] = 1;
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
    this.#told[place] = 0;
    const from = place * LONGEST;
    const whole = Math.min(count, LONGEST);
    for (let at = 0; at < whole; at++) this.#known[from + at] = this.#words[at]!;
  }
}

/** Where the first colon is among the four bytes of a word, the lowest first; 4: there is none. */
function colonAt(word: number): number {
  const rest = word ^ COLONS;
  // The lowest byte that is zero has its high bit set here; only bytes above it may have theirs for no reason.
  const zeros = (rest - 0x01010101) & ~rest & 0x80808080;
  return zeros === 0 ? 4 : (31 - Math.clz32(zeros & -zeros)) >> 3;
}

/** Four bytes at a time, from any place; those beyond the end are zeros. */
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
  /** The name that was read last of those with so many segments. */
  readonly #names: Segment[][] = [];
  /** Where the codes of the name that was read last end. */
  end = 0;

  constructor(private readonly newSegment: (text: string) => Segment) {}

  /** The segments of the name whose codes are at `from`, good until the next call. Every name has to be asked for once, in order. */
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
