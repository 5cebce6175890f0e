/**
 * LZF as liblzf writes it. A control byte below 32 is followed by so many literal bytes plus one; any other holds in its three high bits
 * the length of a copy less two (7: the next byte adds to it), and in its five low bits with the next byte how far back the copy starts, less one.
 */

/** What `input` expands to, or `null` when it is damaged: control bytes that point outside, or another length than promised. */
export function expandLzf(input: Uint8Array, length: number): Buffer | null {
  const output = Buffer.allocUnsafe(length);
  return fill(input, 0, input.length, output, true) === length ? output : null;
}

/** The first bytes of what a part of `input` expands to, `head.length` at most; returns how many there are, or `null` when they are damaged. */
export function expandLzfHead(input: Uint8Array, head: Buffer, from = 0, to = input.length): number | null {
  return fill(input, from, to, head, false);
}

/** With `all`, the input must end where the output does. */
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

/** The length that a part of `input` expands to, or `null` when it is damaged. Expands nothing. */
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
