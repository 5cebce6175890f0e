import { createHash } from 'node:crypto';
import { ANNOUNCED_SECRET, ISSUED_SECRET, looksRandom, PRIVATE_KEY, TOKEN, TOKEN_IN_NAME } from './secret-shapes.js';
import { printable } from './terminal.js';

export const SECRET = '‹secret›';

/** Stands for text where a number should be: what it says is nobody's business. */
export const NO_NUMBER = '‹no number›';

const NUMBER = /^[+-]?(?:\d{1,60}(?:\.\d{1,60})?(?:e[+-]?\d{1,3})?|inf|nan)$/i;

/** A value that should be a number, as it may be shown. */
export const shownNumber = (text: string): string => (NUMBER.test(text) ? text : NO_NUMBER);

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

/** The beginning of an address in running text: `file:` names the files of the code in a stack, and a path made of an address has lost a slash. */
const SCHEME = String.raw`\b(?!file:)([a-z][a-z0-9+.-]{0,20}:(?:\/\/|\/(?!\/)))`;
/** What our own advice puts in the place of user and password. */
const NO_EXAMPLE = String.raw`(?!(?:user)?:password@)`;
const ADDRESS = new RegExp(String.raw`${SCHEME}${NO_EXAMPLE}(\S*)`, 'gi');
/** User and password, in which a space may stand; what follows a port is none. */
const SPACED_CREDENTIALS = new RegExp(
  String.raw`${SCHEME}${NO_EXAMPLE}[^\s@/]{0,200}:(?!\d{1,5}(?:[\s/,.;)?]|$))[^\n@]{0,200}@`,
  'gi',
);
/** The same where the scheme was forgotten. */
const BARE_CREDENTIALS = /(?<![^\s"'])[^\s@/:]{0,200}:(?!\/)[^\s@]{1,200}@(?=[\w.-]{1,200}:\d{2,5})/g;
const SECRET_PARAMETER = /([?&#][^=&#\s]{0,40}(?:pass|pwd|auth|token|secret|key|cred|sig)[^=&#\s]{0,40}=)[^&#\s]*/gi;

/** Text in which no address gives away user, password or the value of a parameter. */
export function withoutCredentials(text: string): string {
  const inAddresses = text.includes(':/') ? text.replace(SPACED_CREDENTIALS, `$1${SECRET}@`).replace(ADDRESS, withoutUser) : text;
  return inAddresses.replace(BARE_CREDENTIALS, `${SECRET}@`).replace(SECRET_PARAMETER, `$1${SECRET}`);
}

/** Works on what is no valid address too, since a password with a bare `/`, `#` or `@` makes one. */
function withoutUser(address: string, scheme: string, rest: string): string {
  const at = rest.lastIndexOf('@');
  if (at < 0 && !scheme.endsWith('//')) return address;
  if (at < 0 && rest.startsWith(':')) return `${scheme}${SECRET}`;
  const place = rest.slice(at + 1).replace(/([?&#](?!db=)[^=&#]*=)[^&#]*/g, `$1${SECRET}`);
  return `${scheme}${at < 0 ? '' : `${SECRET}@`}${place}`;
}

/** Text in which no secret stands that can be told by its prefix. */
const withoutIssued = (text: string): string =>
  text.length < 8
    ? text
    : text.replace(PRIVATE_KEY, SECRET).replace(ANNOUNCED_SECRET, `$1$2${SECRET}`).replace(ISSUED_SECRET, SECRET);

/** Prose, a path or a figure without credentials, and without what can be told to be a secret by its shape. */
export const maskSecrets = (text: string): string => maskTokens(withoutIssued(withoutCredentials(text)), TOKEN);

/** A key name, or a part of one, without secrets. `ids`: identifiers were asked for, and may be random text. */
export const maskSecretsInName = (name: string, { ids }: { ids: boolean } = { ids: false }): string =>
  ids ? withoutIssued(name) : maskTokens(withoutIssued(name), TOKEN_IN_NAME);

const maskTokens = (text: string, shape: RegExp): string =>
  text.length < 32 ? text : text.replace(shape, (token) => (looksRandom(token) ? SECRET : token));
