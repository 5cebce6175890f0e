import { keySegments } from '../profile/pattern.js';
import { Segment } from '../profile/segment.js';

/** A segment of key names, with cached results of counting. */
export class KeySegment extends Segment {
  /** The place of this value in the table that counted it last: an identifier nearly always belongs to one dimension. */
  place = 0;
  /** Tells the table, and whether it still holds the value at this place. */
  generation: object | null = null;
  /** Two independent hashes of the text. */
  low = 0;
  high = 0;
  #isHashed = false;

  /** Computes the hashes: FNV-like and mixed, so that all their bits depend on all characters. */
  hashed(): this {
    if (this.#isHashed) return this;
    let low = 0x811c9dc5;
    let high = 0x9e3779b9;
    for (let at = 0; at < this.text.length; at++) {
      const byte = this.text.charCodeAt(at);
      low = Math.imul(low ^ byte, 0x01000193);
      high = Math.imul(high ^ byte, 0x85ebca6b) ^ (high >>> 13);
    }
    this.low = mix(low);
    this.high = mix(high ^ low);
    this.#isHashed = true;
    return this;
  }
}

/** All output bits depend on all input bits. */
export function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}

export const segmentsOf = (name: string): KeySegment[] => keySegments(name).map((text) => new KeySegment(text));
