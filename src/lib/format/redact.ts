import { createHash } from 'node:crypto';
import { ANNOUNCED_SECRET, ISSUED_SECRET, looksRandom, PRIVATE_KEY, TOKEN, TOKEN_IN_NAME } from './secret-shapes.js';
import { printable } from './terminal.js';

export const SECRET = '‹secret›';

/** Replaces text that should be a number; the text may be private. */
export const NO_NUMBER = '‹no number›';

const NUMBER = /^[+-]?(?:\d{1,60}(?:\.\d{1,60})?(?:e[+-]?\d{1,3})?|inf|nan)$/i;

/** Shows a value only if it is a number. */
export const shownNumber = (text: string): string => (NUMBER.test(text) ? text : NO_NUMBER);

/** Four characters would reveal too much of a shorter value. */
const SHOWN_FROM = 12;

/**
 * A short stand-in for an identifier (one character per byte). Equal values get equal stand-ins, and the stand-in does not reveal
 * the value. Long ids keep four characters, so that a reader who knows the id recognises it.
 */
export function redactId(value: string): string {
  const digest = createHash('sha256').update(value, 'latin1').digest('hex').slice(0, 4);
  const head = Array.from(printable(value)).slice(0, 4).join('');
  return value.length >= SHOWN_FROM && !head.includes('\\') ? `${head}…${digest}` : `…${digest}`;
}

/**
 * Where the scheme of an address in running text ends, whatever stands before it, such as a terminal sequence. Excludes `file:`,
 * which names source files in stack traces. A path made of an address has lost one slash.
 */
const SCHEME = String.raw`(:(?<=[a-z][a-z0-9+.-]{0,20}:)(?<!(?<![\w+.-])file:)(?:\/\/|\/(?!\/)))`;
/** The placeholder for user and password in this program's own suggestions. */
const NO_EXAMPLE = String.raw`(?!(?:user)?:password@)`;
const ADDRESS = new RegExp(String.raw`${SCHEME}${NO_EXAMPLE}(\S*)`, 'gi');
/** User and password, which may contain a space. Text after a port is not a password. */
const SPACED_CREDENTIALS = new RegExp(
  String.raw`${SCHEME}${NO_EXAMPLE}[^\s@/]{0,200}:(?!\d{1,5}(?:[\s/,.;)?]|$))[^\n@]{0,200}@`,
  'gi',
);
/** Credentials in an address without a scheme. */
const BARE_CREDENTIALS = /(?<![^\s"'])[^\s@/:]{0,200}:(?!\/)[^\s@]{1,200}@(?=[\w.-]{1,200}:\d{2,5})/g;
const SECRET_PARAMETER = /([?&#][^=&#\s]{0,40}(?:pass|pwd|auth|token|secret|key|cred|sig)[^=&#\s]{0,40}=)[^&#\s]*/gi;

/** Removes user, password and secret parameters from every address in the text. */
export function withoutCredentials(text: string): string {
  const inAddresses = text.includes(':/') ? text.replace(SPACED_CREDENTIALS, `$1${SECRET}@`).replace(ADDRESS, withoutUser) : text;
  return inAddresses.replace(BARE_CREDENTIALS, `${SECRET}@`).replace(SECRET_PARAMETER, `$1${SECRET}`);
}

/** Also handles invalid addresses, because a password with an unescaped `/`, `#` or `@` makes one. */
function withoutUser(address: string, scheme: string, rest: string): string {
  const at = rest.lastIndexOf('@');
  if (at < 0 && !scheme.endsWith('//')) return address;
  if (at < 0 && rest.startsWith(':')) return `${scheme}${SECRET}`;
  const place = rest.slice(at + 1).replace(/([?&#](?!db=)[^=&#]*=)[^&#]*/g, `$1${SECRET}`);
  return `${scheme}${at < 0 ? '' : `${SECRET}@`}${place}`;
}

/** Removes secrets that a known prefix identifies. */
const withoutIssued = (text: string): string =>
  text.length < 8
    ? text
    : text.replace(PRIVATE_KEY, SECRET).replace(ANNOUNCED_SECRET, `$1$2${SECRET}`).replace(ISSUED_SECRET, SECRET);

/** Removes credentials and anything that looks like a secret from prose, a path or a figure. */
export const maskSecrets = (text: string): string => maskTokens(withoutIssued(withoutCredentials(text)), TOKEN);

/** Removes secrets from a key name or a part of one. `ids`: the user asked to see identifiers, which may be random text. */
export const maskSecretsInName = (name: string, { ids }: { ids: boolean } = { ids: false }): string =>
  ids ? withoutIssued(name) : maskTokens(withoutIssued(name), TOKEN_IN_NAME);

const maskTokens = (text: string, shape: RegExp): string =>
  text.length < 32 ? text : text.replace(shape, (token) => (looksRandom(token) ? SECRET : token));
