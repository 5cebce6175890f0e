/** Parses untrusted JSON. Deep nesting, and far more objects than the text is long, are rejected before the parser runs. */

export interface JsonLimits {
  /** Maximum nesting of arrays and objects. */
  depth: number;
  /** Minimum characters per array or object, beyond the first few. Keeps a small text from becoming a large heap. */
  charactersEach: number;
}

/** Limits for JSON that this program writes, such as plans and archives. */
export const OWN_JSON: JsonLimits = { depth: 16, charactersEach: 8 };

/** Arrays and objects that every text may hold. */
const FREE = 64;

/** Like JSON.parse. Throws a SyntaxError for invalid JSON, and a RangeError for JSON beyond the limits. */
export function parseBoundedJson(text: string, limits = OWN_JSON): unknown {
  checkShape(text, limits);
  return JSON.parse(text);
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

function checkShape(text: string, { depth: deepest, charactersEach }: JsonLimits): void {
  const most = FREE + text.length / charactersEach;
  let [depth, opened] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at);
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (++depth > deepest) throw new RangeError(`it is nested more than ${deepest} deep`);
      if (++opened > most) throw new RangeError('it holds too many lists and objects for its length');
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
  }
}

/** Index of the quote that closes the string starting at `start`. Unclosed: the end of the text, which the parser will reject. */
function endOfText(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}
