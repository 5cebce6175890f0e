/**
 * Key names cut at their colons, on the way between threads. Most segments come again and again: each is told once, and then by its place in a
 * table that both sides keep. So the receiver has one string for all of them, whose hash is known, and need not read the names themselves.
 */

/** Places of the table; a segment that is new takes that of another. One more is for those that are told each time. */
const PLACES = 2 ** 15;
/** Longer segments are told each time: hardly one comes twice. In words of four bytes. */
const LONGEST = 10;
const COLON = 0x3a;

/** Most codes that a name of so many bytes takes: the number of its segments, and three for each. */
export const mostCodes = (nameLength: number): number => 1 + 3 * (nameLength + 1);

export class SegmentWriter {
  /** The text at each place, the last word filled up with zeros. */
  readonly #texts = new Int32Array(PLACES * LONGEST);
  /** Of the text at each place, plus one; 0: there is none. */
  readonly #lengths = new Uint8Array(PLACES);
  /** Whether the other side has it: only once a text comes again, so that those that come once are not kept there. */
  readonly #told = new Uint8Array(PLACES);
  /** The segment that is being read; a longer one goes round. */
  readonly #words = new Int32Array(16);

  /**
   * Writes the codes of the name between `start` and `end` of `bytes`: the number of its segments, then of each its place or, when it is new,
   * the complement of its place and where it begins and ends. Returns where the codes end.
   */
  write(bytes: Uint8Array, start: number, end: number, codes: Int32Array, from: number): number {
    const words = this.#words;
    let at = from + 1;
    let segments = 0;
    let begin = start;
    let [hash, word, count] = [0, 0, 0];
    for (let index = start; index <= end; index++) {
      const byte = index < end ? bytes[index]! : COLON;
      const length = index - begin;
      if (byte !== COLON) {
        word |= byte << (8 * (length & 3));
        if ((length & 3) < 3) continue;
      }
      words[count++ & 15] = word;
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      word = 0;
      if (byte !== COLON) continue;
      segments++;
      const place = length > LONGEST * 4 ? PLACES : (hash ^ (hash >>> 15)) & (PLACES - 1);
      const code = place === PLACES ? ~PLACES : this.#codeOf(place, length, count);
      codes[at++] = code;
      if (code < 0) {
        codes[at++] = begin;
        codes[at++] = index;
      }
      begin = index + 1;
      hash = count = 0;
    }
    codes[from] = segments;
    return at;
  }

  /** The code of the segment that has been read into so many words. */
  #codeOf(place: number, length: number, count: number): number {
    if (!this.#isAt(place, length, count)) {
      this.#put(place, length, count);
      return ~PLACES;
    }
    if (this.#told[place] !== 0) return place;
    this.#told[place] = 1;
    return ~place;
  }

  #isAt(place: number, length: number, count: number): boolean {
    if (this.#lengths[place] !== length + 1) return false;
    const [texts, words] = [this.#texts, this.#words];
    const from = place * LONGEST;
    const whole = Math.min(count, LONGEST);
    for (let at = 0; at < whole; at++) if (texts[from + at] !== words[at]) return false;
    return true;
  }

  #put(place: number, length: number, count: number): void {
    this.#lengths[place] = length + 1;
    this.#told[place] = 0;
    const from = place * LONGEST;
    const whole = Math.min(count, LONGEST);
    for (let at = 0; at < whole; at++) this.#texts[from + at] = this.#words[at]!;
  }
}

export class SegmentReader {
  readonly #texts: string[] = Array.from({ length: PLACES + 1 }, () => '');
  /** Where the codes of the name that was read last end. */
  end = 0;

  /** The segments of the name whose codes are at `from`. Every name has to be asked for once, in order. */
  read(codes: Int32Array, from: number, names: Buffer): string[] {
    const segments: string[] = [];
    let at = from + 1;
    for (let left = codes[from]!; left > 0; left--) {
      const code = codes[at++]!;
      let text: string;
      if (code >= 0) {
        text = this.#texts[code]!;
      } else {
        text = names.toString('latin1', codes[at], codes[at + 1]);
        this.#texts[~code] = text;
        at += 2;
      }
      segments.push(text);
    }
    this.end = at;
    return segments;
  }
}
