/** Which parts of an unknown key name may be shown: a word tells what a key is, anything else may be an identifier or a secret. */

/** Words, joined by `-`, `_`, `.` or spaces, or a version such as `v2`. Bytes beyond ASCII count as letters. */
const WORDS = /^(?:[A-Za-z\x80-\xff]{0,20}[-_. ]?){1,6}$/;
const VERSION = /^v\d{1,3}$/i;

/** What stands behind one of these is whose key it is, or what must not be known, and seldom a word that tells more. */
const ANNOUNCING = new Set(
  [
    ['user', 'username', 'account', 'customer', 'member', 'email', 'mail', 'login', 'phone'],
    ['session', 'token', 'secret', 'password', 'passwd', 'pwd', 'apikey', 'api_key', 'api-key', 'otp'],
  ]
    .flat()
    .flatMap((word) => [word, `${word}s`]),
);

/** True for text (one character per byte) that reads as a word; text in which letters and digits are mixed never does. */
export const isPlainWord = (text: string): boolean => WORDS.test(text) || VERSION.test(text);

/** True when what follows this segment of a key name is likely to be an identifier or a secret, even where it reads as a word. */
export const announcesIdentifier = (segment: string): boolean => ANNOUNCING.has(segment.toLowerCase());
