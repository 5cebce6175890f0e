/** Patterns of secrets: the prefixes that issuers use, and text that looks random. */

/** Issuers document these prefixes so that leaked credentials can be found. A prefix must start a word. */
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

/** A credential follows these words. */
export const ANNOUNCED_SECRET = /\b(Bearer|Basic)(\s+)[\w.~+/=-]{8,}/gi;

export const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g;

/**
 * Runs of characters that may be tokens. Text next to a slash is part of a path; the digest after `script: ` comes from Redis.
 */
export const TOKEN = /(?<![\w+=/-]|\bscript: )[\w+-]{32,}={0,2}(?![\w/])/g;
/** Like `TOKEN`, for a key name, in which a slash may be part of the token. */
export const TOKEN_IN_NAME = /(?<![\w+=/-])[\w+/-]{32,}={0,2}(?!\w)/g;

const UUIDS = /(?<![0-9a-z])[0-9a-f]{8}-?[0-9a-f]{4}-?[1-8][0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}(?![0-9a-z])/gi;

/** Minimum letters and digits of a token, without its separators. */
const SHORTEST = 28;
/**
 * Minimum share of neighbours of a different kind: 0.64 in random base64, 0.40 in random base36, below 0.25 in words, versions
 * and dates.
 */
const MIXED = 0.32;
/** The same minimum for text without digits: a half in random letters, a third in camelCase. */
const MIXED_LETTERS = 0.45;
/** Random text of 32 hexadecimal digits has 14 of the 16 different digits on average. */
const FEWEST_DIFFERENT = 10;

/** True for text that only a random generator writes. Ignores UUIDs: the redaction setting decides whether ids are shown. */
export function looksRandom(token: string): boolean {
  const text = token.replace(UUIDS, '').replace(/[^A-Za-z0-9]/g, '');
  if (text.length < SHORTEST || !/[A-Za-z]/.test(text) || new Set(text).size < FEWEST_DIFFERENT) return false;
  const digits = /\d/.test(text);
  if (digits && /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(text)) return true;
  const changes = text.match(/[a-z](?=[^a-z])|[A-Z](?=[^A-Z])|\d(?=\D)/g)?.length ?? 0;
  return changes / (text.length - 1) >= (digits ? MIXED : MIXED_LETTERS);
}
