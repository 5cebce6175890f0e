import { createHash } from 'node:crypto';
import { printable, safeText } from './terminal.js';

export const SECRET = '‹secret›';

/** Below this length the first characters would be too much of the value. */
const SHOWN_FROM = 12;

/**
 * A short stand-in for an identifier (one character per byte): the same value always gets the same one, and the value cannot be
 * looked up by it. Long ids keep four characters, so that the reader who knows the id recognises it.
 */
export function redactId(value: string): string {
  const digest = createHash('sha256').update(value, 'latin1').digest('hex').slice(0, 4);
  const head = Array.from(printable(value)).slice(0, 4).join('');
  return value.length >= SHOWN_FROM && !head.includes('\\') ? `${head}…${digest}` : `…${digest}`;
}

/**
 * An address without credentials: user, password and the values of query parameters are hidden. Works on text that is no valid
 * URL too, since a password with a bare `/`, `#` or `@` makes one.
 */
export function redactUrl(url: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(url)?.[0] ?? '';
  const rest = url.slice(scheme.length);
  const at = rest.lastIndexOf('@');
  if (at < 0 && rest.startsWith(':')) return `${scheme}${SECRET}`;
  const address = rest.slice(at + 1).replace(/([?&#][^=&#]*=)[^&#]*/g, `$1${SECRET}`);
  return safeText(`${scheme}${at < 0 ? '' : `${SECRET}@`}${address}`);
}
