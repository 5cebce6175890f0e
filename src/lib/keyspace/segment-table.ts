import type { Names } from '../redis/names.js';
import { mostCodes, SegmentReader, SegmentWriter } from '../snapshot/thread/name-segments.js';
import { KeySegment, segmentsOf } from './key-segment.js';

/** Longer names are split without looking their segments up. */
const LONGEST = 4096;

/** Splits key names at their colons. Equal segments are mostly one object, which keeps what is known of its text. */
export class SegmentTable {
  readonly #writer = new SegmentWriter();
  readonly #reader = new SegmentReader((text) => new KeySegment(text));
  readonly #codes = new Int32Array(mostCodes(LONGEST));
  readonly #texts = Buffer.alloc(LONGEST);
  readonly #name = Buffer.alloc(LONGEST);

  /** The segments of the name at this place, valid until the next call. */
  of(names: Names, place: number): readonly KeySegment[] {
    return this.#split(names.bytes[place]!, names.starts[place]!, names.ends[place]!);
  }

  /** The same for a byte string. */
  ofText(name: string): readonly KeySegment[] {
    return name.length > LONGEST ? segmentsOf(name) : this.#split(this.#name, 0, this.#name.write(name, 'latin1'));
  }

  #split(bytes: Buffer, start: number, end: number): readonly KeySegment[] {
    if (end - start > LONGEST) return segmentsOf(bytes.toString('latin1', start, end));
    this.#writer.reset();
    this.#writer.write(bytes, start, end, { codes: this.#codes, texts: this.#texts });
    return this.#reader.read(this.#codes, 0, this.#texts);
  }
}
