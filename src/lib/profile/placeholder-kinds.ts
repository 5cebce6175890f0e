import type { Placeholder, PlaceholderKind } from './types.js';

/** Number of `:`-separated segments that a kind takes: a fixed number, or at least one. */
type Span = 1 | 2 | 'many';

interface KindRule {
  span: Span;
  /** Tests the whole text, including `:` if the kind spans segments. */
  text: RegExp | null;
  /** Stricter kinds are tried first when two placeholders share a position. */
  strictness: number;
}

const DATE = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const HOUR = String.raw`(?:[01]\d|2[0-3])`;
const MONTH = String.raw`\d{4}-(?:0[1-9]|1[0-2])`;
const WEEK = String.raw`\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])`;
const IPV4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;
const IPV6 = String.raw`[0-9a-fA-F]*:[0-9a-fA-F:]*(?:${IPV4})?(?:%\w+)?`;

const exactly = (source: string): RegExp => new RegExp(`^(?:${source})$`);

const RULES: Record<PlaceholderKind, KindRule> = {
  date: { span: 1, text: exactly(DATE), strictness: 9 },
  month: { span: 1, text: exactly(MONTH), strictness: 9 },
  hour: { span: 2, text: exactly(`${DATE}:${HOUR}`), strictness: 9 },
  'date-hour': { span: 1, text: exactly(`${DATE}T${HOUR}`), strictness: 9 },
  week: { span: 1, text: exactly(WEEK), strictness: 9 },
  'week-start': { span: 1, text: exactly(`${WEEK}|${DATE}T${HOUR}`), strictness: 8 },
  uuid: { span: 1, text: /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, strictness: 8 },
  'date-minute': { span: 1, text: exactly(`${DATE}-${HOUR}-[0-5]\\d`), strictness: 9 },
  'hour-minute': { span: 1, text: exactly(`${HOUR}-[0-5]\\d`), strictness: 9 },
  minute: { span: 1, text: /^\d{7,9}$/, strictness: 7 },
  integer: { span: 1, text: /^-?\d+$/, strictness: 6 },
  sha256: { span: 1, text: /^[0-9a-fA-F]{64}$/, strictness: 5.5 },
  hex: { span: 1, text: /^[0-9a-fA-F]{16,}$/, strictness: 5 },
  segment: { span: 1, text: null, strictness: 1 },
  ip: { span: 'many', text: exactly(`${IPV4}|${IPV6}`), strictness: 4 },
  greedy: { span: 'many', text: null, strictness: 0 },
};

export interface PlaceholderRule {
  span: Span;
  strictness: number;
  /** True when the placeholder accepts the text. */
  accepts: (text: string) => boolean;
}

export function placeholderRule(placeholder: Placeholder): PlaceholderRule {
  const rule = RULES[placeholder.kind];
  if (placeholder.oneOf) {
    const allowed = new Set(placeholder.oneOf);
    return { span: rule.span, strictness: 10, accepts: (text) => allowed.has(text) };
  }
  const { text: pattern } = rule;
  return {
    span: rule.span,
    strictness: rule.strictness,
    accepts: pattern ? (text) => pattern.test(text) : (text) => text !== '',
  };
}
