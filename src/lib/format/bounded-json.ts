/** JSON of others: nothing that nests deeply or holds far more objects than bytes reaches the parser. */

export interface JsonLimits {
  /** Arrays and objects within each other. */
  depth: number;
  /** Characters for each array or object, beyond the first few: a small text cannot become a large heap. */
  charactersEach: number;
}

/** For plans, archives and what else this program has written: none of it is deeper. */
export const OWN_JSON: JsonLimits = { depth: 16, charactersEach: 8 };

/** Arrays and objects that any text may hold. */
const FREE = 64;

/** As JSON.parse. Throws a SyntaxError for what is no JSON, and a RangeError for what is beyond the limits. */
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

/** Place of the quote that ends the text which begins at `start`; the end where there is none, which the parser will refuse. */
function endOfText(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}
