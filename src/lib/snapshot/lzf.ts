/**
 * LZF as liblzf writes it. A control byte below 32 is the number of literal bytes that follow, less one. Any other control byte
 * is a copy: its three high bits are the length less two (7: add the next byte), and its five low bits with the next byte are the
 * distance back, less one.
 */

/** Expands `input`. `null`: damaged (a copy from outside the output, or a different length). */
export function expandLzf(input: Uint8Array, length: number): Buffer | null {
  const output = Buffer.allocUnsafe(length);
  return fill(input, 0, input.length, output, true) === length ? output : null;
}

/**
 * Expands at most the first `head.length` bytes of a part of `input`. Returns the number of bytes, or `null` when they are
 * damaged.
 */
export function expandLzfHead(input: Uint8Array, head: Buffer, from = 0, to = input.length): number | null {
  return fill(input, from, to, head, false);
}

/** `all`: input and output must end together. */
function fill(input: Uint8Array, start: number, inputEnd: number, output: Buffer, all: boolean): number | null {
  let from = start;
  let to = 0;
  const end = output.length;
  while (from < inputEnd) {
    if (to >= end) return all ? null : end;
    const control = input[from++]!;
    if (control < 32) {
      const count = control + 1;
      if (from + count > inputEnd) return null;
      if (to + count > end) {
        if (all) return null;
        while (to < end) output[to++] = input[from++]!;
        return end;
      }
      for (let i = 0; i < count; i++) output[to++] = input[from++]!;
      continue;
    }
    let count = control >> 5;
    if (count === 7) count += input[from++] ?? 0;
    if (from >= inputEnd) return null;
    let source = to - ((control & 0x1f) << 8) - input[from++]! - 1;
    count += 2;
    if (source < 0) return null;
    if (to + count > end) {
      if (all) return null;
      count = end - to;
    }
    for (let i = 0; i < count; i++) output[to++] = output[source++]!;
  }
  return to;
}

/** The expanded length of a part of `input`, or `null` when it is damaged. Does not expand anything. */
export function lzfLength(input: Uint8Array, start = 0, end = input.length): number | null {
  let from = start;
  let length = 0;
  while (from < end) {
    const control = input[from++]!;
    if (control < 32) {
      from += control + 1;
      length += control + 1;
      if (from > end) return null;
      continue;
    }
    let count = control >> 5;
    if (count === 7) count += input[from++] ?? 0;
    if (from >= end) return null;
    const distance = ((control & 0x1f) << 8) + input[from++]! + 1;
    if (distance > length) return null;
    length += count + 2;
  }
  return length;
}
