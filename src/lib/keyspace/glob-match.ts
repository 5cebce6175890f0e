/**
 * True when a name matches a Redis glob: `*` any bytes, `?` one, `[abc]` and `[a-z]` one of a set, `[^…]` one outside it, `\` the
 * next byte literally. Both are byte strings. Source: stringmatchlen of util.c, without its exponential worst case.
 */
export function globMatch(glob: string, name: string): boolean {
  let [g, n] = [0, 0];
  /** Where to resume when the text after the last `*` does not match: the `*` then takes one more byte. */
  let retry: { glob: number; name: number } | null = null;
  for (;;) {
    if (g < glob.length && glob[g] === '*') {
      while (glob[g] === '*') g++;
      retry = { glob: g, name: n };
      continue;
    }
    if (n < name.length && g < glob.length) {
      const { fits, next } = matchOne(glob, g, name[n]!);
      if (fits) {
        g = next;
        n++;
        continue;
      }
    } else if (n === name.length && g === glob.length) {
      return true;
    }
    if (!retry || retry.name >= name.length) return false;
    retry.name++;
    g = retry.glob;
    n = retry.name;
  }
}

function matchOne(glob: string, at: number, byte: string): { fits: boolean; next: number } {
  const first = glob[at]!;
  if (first === '?') return { fits: true, next: at + 1 };
  if (first === '[') return matchSet(glob, at + 1, byte);
  if (first === '\\' && at + 1 < glob.length) return { fits: glob[at + 1] === byte, next: at + 2 };
  return { fits: first === byte, next: at + 1 };
}

/** An unclosed set ends with the glob, as on the server. */
function matchSet(glob: string, start: number, byte: string): { fits: boolean; next: number } {
  let at = start;
  const isNegated = glob[at] === '^';
  if (isNegated) at++;
  let found = false;
  for (; at < glob.length && glob[at] !== ']'; at++) {
    if (glob[at] === '\\' && at + 1 < glob.length) {
      at++;
      if (glob[at] === byte) found = true;
    } else if (glob[at + 1] === '-' && at + 2 < glob.length) {
      const [from, to] = [glob[at]!, glob[at + 2]!].sort();
      at += 2;
      if (byte >= from! && byte <= to!) found = true;
    } else if (glob[at] === byte) {
      found = true;
    }
  }
  return { fits: found !== isNegated, next: Math.min(at + 1, glob.length) };
}
