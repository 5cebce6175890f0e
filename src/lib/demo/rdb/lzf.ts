/**
 * LZF, in which the server stores the longer strings of a snapshot: runs of up to 32 bytes as they are, and copies of 3 to 264 bytes that
 * stood up to 8 KiB before (the format is that of liblzf's `lzf_d.c`; which copies are found is up to the writer).
 */
const LONGEST_RUN = 32;
const SHORTEST_COPY = 3;
const LONGEST_COPY = 264;
const FARTHEST_COPY = 8192;
/** The length of a copy less two stands in three bits; when they are all set, the next byte adds to it. */
const LONG_COPY = 7;
const TABLE_BITS = { least: 6, most: 13 };

/** The bytes compressed, which may come out longer than they are. */
export function compressLzf(input: Uint8Array): Uint8Array {
  const output = new Uint8Array(input.length + Math.ceil(input.length / LONGEST_RUN));
  const earlier = new EarlierBytes(input);
  let length = 0;
  let runStart = 0;
  const endRun = (end: number): void => {
    for (let from = runStart; from < end; from += LONGEST_RUN) {
      const run = input.subarray(from, Math.min(from + LONGEST_RUN, end));
      output[length++] = run.length - 1;
      output.set(run, length);
      length += run.length;
    }
  };
  for (let at = 0; at < input.length;) {
    const source = earlier.find(at);
    if (source === null) {
      at++;
      continue;
    }
    endRun(at);
    const copied = commonLength(input, source, at);
    const [count, back] = [copied - 2, at - source - 1];
    output[length++] = (Math.min(count, LONG_COPY) << 5) | (back >> 8);
    if (count >= LONG_COPY) output[length++] = count - LONG_COPY;
    output[length++] = back & 0xff;
    at += copied;
    runStart = at;
  }
  endRun(input.length);
  return output.subarray(0, length);
}

/** Remembers where bytes were last seen, three at a time. */
class EarlierBytes {
  readonly #input: Uint8Array;
  readonly #bits: number;
  /** By hash, the place after which the three bytes begin; 0: nowhere yet. */
  readonly #seen: Int32Array;

  constructor(input: Uint8Array) {
    this.#input = input;
    this.#bits = Math.min(TABLE_BITS.most, Math.max(TABLE_BITS.least, Math.ceil(Math.log2(input.length))));
    this.#seen = new Int32Array(2 ** this.#bits);
  }

  /** Where the three bytes from here on stand before, near enough for a copy; `null`: nowhere that is known. */
  find(at: number): number | null {
    const input = this.#input;
    if (at + SHORTEST_COPY > input.length) return null;
    const bytes = (input[at]! << 16) | (input[at + 1]! << 8) | input[at + 2]!;
    // Knuth's multiplicative hash.
    const hash = Math.imul(bytes, 0x9e3779b1) >>> (32 - this.#bits);
    const source = this.#seen[hash]! - 1;
    this.#seen[hash] = at + 1;
    const isNear = source >= 0 && at - source <= FARTHEST_COPY;
    return isNear && commonLength(input, source, at) >= SHORTEST_COPY ? source : null;
  }
}

/** How many bytes from `source` on are the same as from `at` on, as far as one copy goes. */
function commonLength(input: Uint8Array, source: number, at: number): number {
  const most = Math.min(LONGEST_COPY, input.length - at);
  let length = 0;
  while (length < most && input[source + length] === input[at + length]) length++;
  return length;
}
