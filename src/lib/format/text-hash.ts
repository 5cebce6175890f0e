/**
 * 53-bit hashes of texts, which fit a number. Among a million groups two share a hash with a probability of 1 in 20,000; their
 * names then distinguish them.
 */

const LANE = 4_294_967_296;

/** Hash of the characters from `start` (inclusive) to `end` (exclusive). */
export function hashText(text: string, start = 0, end = text.length): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = start; i < end; i++) {
    const char = text.charCodeAt(i);
    a = Math.imul(a ^ char, 2_654_435_761);
    b = Math.imul(b ^ char, 1_597_334_677);
  }
  return finish(a, b);
}

/** Hash of the concatenated texts, without concatenating them. */
export function hashTexts(texts: readonly string[]): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      const char = text.charCodeAt(i);
      a = Math.imul(a ^ char, 2_654_435_761);
      b = Math.imul(b ^ char, 1_597_334_677);
    }
  }
  return finish(a, b);
}

/** Hash of two hashes, in this order. */
export function joinHashes(first: number, second: number): number {
  const a = Math.imul((first | 0) ^ 0x9e3779b9, 2_654_435_761) ^ (second | 0);
  const b = Math.imul(Math.floor(first / LANE) ^ (second | 0), 1_597_334_677) ^ Math.floor(second / LANE);
  return finish(a, b);
}

function finish(left: number, right: number): number {
  let a = Math.imul(left ^ (left >>> 16), 2_246_822_507);
  a ^= Math.imul(right ^ (right >>> 13), 3_266_489_909);
  let b = Math.imul(right ^ (right >>> 16), 2_246_822_507);
  b ^= Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return LANE * (b & 0x1fffff) + (a >>> 0);
}
