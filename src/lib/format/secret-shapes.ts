/** What secrets look like, whatever they stand in: the prefixes that issuers give them, and what reads as random text. */

/** Issuers document these prefixes, so that leaked credentials can be found. Each begins where a word begins, but for the first. */
const ISSUED = [
  String.raw`sk-ant-[\w-]+`,
  ...[
    // OpenAI, DeepSeek, OpenRouter and most relays; Stripe.
    String.raw`sk-[\w-]{8,}`,
    String.raw`[sr]k_(?:live|test)_\w{8,}`,
    // claude-relay-service.
    String.raw`cr_[A-Za-z0-9]{16,}`,
    // Google: API keys, OAuth clients and tokens.
    String.raw`AIza[\w-]{20,}`,
    String.raw`GOCSPX-[\w-]{8,}`,
    String.raw`ya29\.[\w-]{8,}`,
    // GitHub, GitLab, Slack, Hugging Face, Groq, xAI, npm.
    String.raw`gh[oprsu]_[A-Za-z0-9]{16,}`,
    String.raw`github_pat_\w{16,}`,
    String.raw`glpat-[\w-]{8,}`,
    String.raw`xox[a-z]-[A-Za-z0-9-]{8,}`,
    String.raw`hf_[A-Za-z0-9]{16,}`,
    String.raw`gsk_[A-Za-z0-9]{16,}`,
    String.raw`xai-[A-Za-z0-9]{16,}`,
    String.raw`npm_[A-Za-z0-9]{16,}`,
    // AWS access keys.
    String.raw`A(?:KI|SI|BI|CC)A[A-Z0-9]{16}`,
    // JSON Web Tokens: the head begins with {" in base64.
    String.raw`eyJ[\w-]{6,}\.[\w-]{4,}(?:\.[\w-]*)?`,
  ].map((shape) => String.raw`(?<![A-Za-z0-9_-])${shape}`),
].join('|');

export const ISSUED_SECRET = new RegExp(ISSUED, 'g');

/** What follows these words is a credential. */
export const ANNOUNCED_SECRET = /\b(Bearer|Basic)(\s+)[\w.~+/=-]{8,}/gi;

export const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g;

/** Runs that may be tokens; what stands beside a slash is part of a path, and what Redis calls a script is its digest. */
export const TOKEN = /(?<![\w+=/-]|\bscript: )[\w+-]{32,}={0,2}(?![\w/])/g;
/** The same in a key name, where a slash may be of the token's own alphabet. */
export const TOKEN_IN_NAME = /(?<![\w+=/-])[\w+/-]{32,}={0,2}(?!\w)/g;

const UUIDS = /(?<![0-9a-z])[0-9a-f]{8}-?[0-9a-f]{4}-?[1-8][0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}(?![0-9a-z])/gi;

/** Letters and digits that a token has at least once its separators are gone. */
const SHORTEST = 28;
/** Share of neighbours of another kind: 0.64 in random base64, 0.40 in random base36, below 0.25 in words, versions and dates. */
const MIXED = 0.32;
/** Without digits: half in random letters, a third in camelCase. */
const MIXED_LETTERS = 0.45;
/** Of 16 hexadecimal digits random text of 32 has 14 on average. */
const FEWEST_DIFFERENT = 10;

/** True for text that only a random generator writes. An id of the form of a UUID is none: redaction says whether ids are shown. */
export function looksRandom(token: string): boolean {
  const text = token.replace(UUIDS, '').replace(/[^A-Za-z0-9]/g, '');
  if (text.length < SHORTEST || !/[A-Za-z]/.test(text) || new Set(text).size < FEWEST_DIFFERENT) return false;
  const digits = /\d/.test(text);
  if (digits && /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(text)) return true;
  const changes = text.match(/[a-z](?=[^a-z])|[A-Z](?=[^A-Z])|\d(?=\D)/g)?.length ?? 0;
  return changes / (text.length - 1) >= (digits ? MIXED : MIXED_LETTERS);
}
