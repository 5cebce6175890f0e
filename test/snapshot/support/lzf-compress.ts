/** LZF, slow and simple: at each place the longest copy of what came before, found by trying them all. */

const FARTHEST = 8192;
const LONGEST = 264;
const SHORTEST = 3;
const LITERALS = 32;

/** One step of the expansion: bytes as they are, or a copy of what came so many bytes before. */
export type LzfStep = { literal: Uint8Array } | { distance: number; length: number };

export function encodeSteps(steps: readonly LzfStep[]): Buffer {
  return Buffer.concat(
    steps.map((step) => ('literal' in step ? literalBytes(step.literal) : copyBytes(step.distance, step.length))),
  );
}

const literalBytes = (literal: Uint8Array): Uint8Array => Buffer.concat([Buffer.of(literal.length - 1), literal]);

function copyBytes(distance: number, length: number): Buffer {
  const [high, low] = [(distance - 1) >> 8, (distance - 1) & 0xff];
  return length < 9 ? Buffer.of(((length - 2) << 5) | high, low) : Buffer.of((7 << 5) | high, length - 9, low);
}

export function compressLzf(input: Buffer): Buffer {
  const steps: LzfStep[] = [];
  let pending = 0;
  let at = 0;
  const flush = (): void => {
    for (; pending < at; pending += LITERALS) steps.push({ literal: input.subarray(pending, Math.min(at, pending + LITERALS)) });
    pending = at;
  };
  while (at < input.length) {
    const copy = longestCopy(input, at);
    if (copy.length < SHORTEST) {
      at++;
      continue;
    }
    flush();
    steps.push(copy);
    at += copy.length;
    pending = at;
  }
  flush();
  return encodeSteps(steps);
}

function longestCopy(input: Buffer, at: number): { distance: number; length: number } {
  let best = { distance: 0, length: 0 };
  for (let distance = 1; distance <= Math.min(at, FARTHEST); distance++) {
    let length = 0;
    while (length < LONGEST && at + length < input.length && input[at + length] === input[at + length - distance]) length++;
    if (length > best.length) best = { distance, length };
  }
  return best;
}
