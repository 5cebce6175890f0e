/** Encodings of text that is not UTF-8, by the names that iconv knows. */
export type OtherEncoding = 'GBK' | 'UTF-16';

const WORD = /\p{Script=Han}{2}/u;
/** With quotes, dashes, arrows and numbers in circles, as Chinese texts have them. */
const CHINESE = /^[\p{Script=Han}\u00b7\u00d7\u2010-\u2027\u2190-\u2193\u2460-\u249b\u3000-\u303f\uff00-\uffef]$/u;

/**
 * `null`: none of these, or not known. Two bytes of any text may be a GBK character, so only text with Chinese words counts, and
 * nothing else in it.
 */
export function otherEncodingOf(bytes: Uint8Array): OtherEncoding | null {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return 'UTF-16';
  if (bytes.includes(0)) return null;
  let text: string;
  try {
    text = new TextDecoder('gbk', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
  const foreign = Array.from(text).filter((character) => character > '\u007f');
  return WORD.test(text) && foreign.every((character) => CHINESE.test(character)) ? 'GBK' : null;
}

/** Where bytes that are no ASCII are kept in a text: characters of private use, which are neither spaces nor letters. */
const KEPT = 0xf700;

/**
 * The bytes as a text whose ASCII is that of the bytes, so that the ASCII in it can be edited. A reader of UTF-8 finds the same
 * ASCII in the same order.
 */
export const byteText = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[\u0080-\u00ff]/g, (byte) => String.fromCharCode(KEPT + byte.charCodeAt(0)));

/** The bytes of such a text. */
export const bytesOfText = (text: string): Buffer =>
  Buffer.from(
    text.replaceAll(/[\uf780-\uf7ff]/g, (kept) => String.fromCharCode(kept.charCodeAt(0) - KEPT)),
    'latin1',
  );

/** For people: bytes of a known encoding as their characters. */
export const readableText = (bytes: Uint8Array, encoding: OtherEncoding | null): string =>
  encoding === 'GBK' ? new TextDecoder('gbk', { ignoreBOM: true }).decode(bytes) : Buffer.from(bytes).toString('utf8');

/** Windows-1252 from byte 80 on. Latin-1 has control characters there. */
const WINDOWS =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** A character of Chinese takes three bytes. */
const LATIN_RUN = new RegExp(`[\\u0080-\\u00ff${WINDOWS}]{3,}`, 'g');

/** True for a text in which UTF-8 was read as Latin-1, or Windows-1252, and written again, such as `ä½¿ç”¨`. */
export const wasReadAsLatin1 = (text: string): boolean =>
  (text.match(LATIN_RUN) ?? []).some((run) => {
    const bytes = Uint8Array.from(Array.from(run, latinByte));
    try {
      return /\p{Script=Han}/u.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      return false;
    }
  });

function latinByte(character: string): number {
  const at = WINDOWS.indexOf(character);
  return at < 0 ? character.charCodeAt(0) : 0x80 + at;
}
