/** Encodings of text that is not UTF-8, by the names that iconv knows. */
export type OtherEncoding = 'GBK' | 'UTF-16';

const WORD = /\p{Script=Han}{2}/u;
const CHINESE = /^[\p{Script=Han}\u3000-\u303f\uff00-\uffef]$/u;

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
