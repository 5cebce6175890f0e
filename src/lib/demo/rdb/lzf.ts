/**
 * LZF, in which the server stores longer strings of a snapshot: literal runs of up to 32 bytes, and copies of 3 to 264 bytes from
 * up to 8 KiB before (the format of liblzf's `lzf_d.c`; a writer may choose any copies).
 */
const LONGEST_RUN = 32;
const SHORTEST_COPY = 3;
const LONGEST_COPY = 264;
const FARTHEST_COPY = 8192;
/** A copy's length less two is stored in three bits; if all are set, the next byte is added to it. */
const LONG_COPY = 7;
const TABLE_BITS = { least: 6, most: 13 };

/**
 * Compresses strings one after the other in the same memory. Most are short, and an allocation per string would take longer than
 * the compression.
 */
export class LzfCompressor {
  /** By hash of three bytes: the position after their last occurrence; 0: none. */
  readonly #seen = new Int32Array(2 ** TABLE_BITS.most);
  #output = new Uint8Array(1024);

  /** The compressed bytes, which may be longer than the input. The next call overwrites them. */
  compress(input: Uint8Array): Uint8Array {
    const bits = Math.min(TABLE_BITS.most, Math.max(TABLE_BITS.least, Math.ceil(Math.log2(input.length))));
    const most = input.length + Math.ceil(input.length / LONGEST_RUN);
    if (this.#output.length < most) this.#output = new Uint8Array(2 * most);
    const [seen, output] = [this.#seen, this.#output];
    seen.fill(0, 0, 2 ** bits);
    const lastStart = input.length - SHORTEST_COPY;
    let length = 0;
    let runStart = 0;
    for (let at = 0; at <= lastStart;) {
      const bytes = (input[at]! << 16) | (input[at + 1]! << 8) | input[at + 2]!;
      // Knuth's multiplicative hash.
      const hash = Math.imul(bytes, 0x9e3779b1) >>> (32 - bits);
      const source = seen[hash]! - 1;
      seen[hash] = at + 1;
      const copied = source >= 0 && at - source <= FARTHEST_COPY ? commonLength(input, source, at) : 0;
      if (copied < SHORTEST_COPY) {
        at++;
        continue;
      }
      length = writeRuns(input, runStart, at, output, length);
      const [count, back] = [copied - 2, at - source - 1];
      output[length++] = (Math.min(count, LONG_COPY) << 5) | (back >> 8);
      if (count >= LONG_COPY) output[length++] = count - LONG_COPY;
      output[length++] = back & 0xff;
      at += copied;
      runStart = at;
    }
    length = writeRuns(input, runStart, input.length, output, length);
    return output.subarray(0, length);
  }
}

/** Writes these bytes of the input as literals; returns the next output position. */
function writeRuns(input: Uint8Array, start: number, end: number, output: Uint8Array, at: number): number {
  let length = at;
  for (let from = start; from < end; from += LONGEST_RUN) {
    const to = Math.min(from + LONGEST_RUN, end);
    output[length++] = to - from - 1;
    for (let byte = from; byte < to; byte++) output[length++] = input[byte]!;
  }
  return length;
}

/** Number of equal bytes from `source` and from `at`, up to the length of one copy. */
function commonLength(input: Uint8Array, source: number, at: number): number {
  const most = Math.min(LONGEST_COPY, input.length - at);
  let length = 0;
  while (length < most && input[source + length] === input[at + length]) length++;
  return length;
}
