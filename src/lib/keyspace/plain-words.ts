/**
 * Decides which parts of an unknown key name may be shown: a word describes the key; any other text may be an identifier or a
 * secret.
 */

/** Words, joined by `-`, `_`, `.` or spaces, or a version such as `v2`. Bytes beyond ASCII count as letters. */
const WORDS = /^(?:[A-Za-z\x80-\xff]{0,20}[-_. ]?){1,6}$/;
const VERSION = /^v\d{1,3}$/i;

/** Words after which an identifier or a secret usually follows. */
const ANNOUNCING = new Set(
  [
    ['user', 'username', 'account', 'customer', 'member', 'email', 'mail', 'login', 'phone'],
    ['session', 'token', 'secret', 'password', 'passwd', 'pwd', 'apikey', 'api_key', 'api-key', 'otp'],
  ]
    .flat()
    .flatMap((word) => [word, `${word}s`]),
);

/** True for text (one character per byte) that reads as a word. Text that mixes letters and digits never does. */
export const isPlainWord = (text: string): boolean => WORDS.test(text) || VERSION.test(text);

/** True when the next segment is probably an identifier or a secret, even if it reads as a word. */
export const announcesIdentifier = (segment: string): boolean => ANNOUNCING.has(segment.toLowerCase());
