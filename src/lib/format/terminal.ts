import { characterWidth, displayWidth } from './width.js';

const PLAIN = /^[ -[\]-~]*$/;

/** One well-formed UTF-8 sequence (table of RFC 3629), or else a single byte. The string holds one byte per character. */
const SEQUENCE = new RegExp(
  [
    '[^\\x80-\\xff]',
    '[\\xc2-\\xdf][\\x80-\\xbf]',
    '\\xe0[\\xa0-\\xbf][\\x80-\\xbf]',
    '[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}',
    '\\xed[\\x80-\\x9f][\\x80-\\xbf]',
    '\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}',
    '[\\xf1-\\xf3][\\x80-\\xbf]{3}',
    '\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2}',
    '[\\x80-\\xff]',
  ].join('|'),
  'g',
);

/**
 * Code points that are never shown raw: control, format, bidi and invisible characters, unassigned code points, and every space
 * except U+0020.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;
const ALL_UNSAFE = new RegExp(UNSAFE, 'gu');

/** Text that would turn a preceding backslash into an escape. */
const ESCAPE_TAIL = /^(?:\\|x[0-9a-f]{2}|u\{)/i;

/**
 * A key name (one character per byte) as text that is safe to show. Decodes well-formed UTF-8. Other bytes become `\xNN`, harmful
 * code points `\u{…}`. A backslash is doubled only before text that would read as an escape, so that different names never look
 * alike.
 */
export function printable(name: string): string {
  if (PLAIN.test(name)) return name;
  const pieces = (name.match(SEQUENCE) ?? []).map(decodeSequence);
  return pieces
    .map((piece, index) => (piece === '\\' && ESCAPE_TAIL.test(pieces.slice(index + 1, index + 4).join('')) ? '\\\\' : piece))
    .join('');
}

/** Escapes everything in decoded text that could harm a terminal. Does not change the output of `printable`. */
export const safeText = (text: string): string => (PLAIN.test(text) ? text : text.replace(ALL_UNSAFE, escapeCharacter));

/** The styles of our own output: one number of at most two digits. */
const STYLE = '\\x1b\\[\\d{1,2}m';
/** Excludes line breaks from the match, which is faster than restoring them: long reports have many. */
const UNSAFE_IN_LINES = `(?!\\n)(?:${UNSAFE.source})`;
const ALL_UNSAFE_IN_LINES = new RegExp(UNSAFE_IN_LINES, 'gu');
const STYLE_OR_UNSAFE = new RegExp(`${STYLE}|${UNSAFE_IN_LINES}`, 'gu');

/** Keeps line breaks and, if `styled`, the styles; escapes everything else that could harm a terminal. */
export const safeLines = (text: string, { styled }: { styled: boolean } = { styled: false }): string =>
  text.replace(styled ? STYLE_OR_UNSAFE : ALL_UNSAFE_IN_LINES, (found) => (found.length > 2 ? found : escapeCharacter(found)));

/** Equivalent JSON with JSON escapes for everything that could harm a terminal. */
export const safeJson = (json: string): string =>
  json.replace(ALL_UNSAFE_IN_LINES, (found) =>
    found.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );

function decodeSequence(bytes: string): string {
  if (bytes.length === 1) return bytes >= '\x80' && bytes <= '\xff' ? hexByte(bytes) : safeText(bytes);
  return safeText(Buffer.from(bytes, 'latin1').toString('utf8'));
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? hexByte(character) : `\\u{${code.toString(16)}}`;
}

const hexByte = (byte: string): string => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** Shortens text to `width` columns by replacing its middle with `…`: both ends of a key name carry the most information. */
export function truncateMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return '';
  const characters = Array.from(text);
  const head = takeColumns(characters, Math.ceil((width - 1) / 2));
  const tail = takeColumns(characters.toReversed(), width - 1 - displayWidth(head.join(''))).toReversed();
  return `${head.join('')}…${tail.join('')}`;
}

function takeColumns(characters: readonly string[], columns: number): string[] {
  let used = 0;
  const taken: string[] = [];
  for (const character of characters) {
    used += characterWidth(character);
    if (used > columns) break;
    taken.push(character);
  }
  return taken;
}
