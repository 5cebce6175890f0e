/** Prices in micro-USD per token. */
interface Price {
  input: number;
  output: number;
  cacheCreate: number;
  cacheRead: number;
}

const SONNET: Price = { input: 3, output: 15, cacheCreate: 3.75, cacheRead: 0.3 };
const FREE: Price = { input: 0, output: 0, cacheCreate: 0, cacheRead: 0 };

/** Includes names with `:`, `/` and `[`, which parsers of key names often get wrong. */
const PRICES: Record<string, Price> = {
  'claude-sonnet-4-5-20250929': SONNET,
  'claude-sonnet-4-5[1m]': SONNET,
  'claude-opus-4-5-20251101': { input: 5, output: 25, cacheCreate: 6.25, cacheRead: 0.5 },
  'claude-haiku-4-5-20251001': { input: 1, output: 5, cacheCreate: 1.25, cacheRead: 0.1 },
  'deepseek/deepseek-r1:free': FREE,
  'gpt-5-codex': { input: 1.25, output: 10, cacheCreate: 0, cacheRead: 0.125 },
  'gpt-5-mini': { input: 0.25, output: 2, cacheCreate: 0, cacheRead: 0.025 },
  'gemini-2.5-pro': { input: 1.25, output: 10, cacheCreate: 0, cacheRead: 0.31 },
};

export const isClaude = (model: string): boolean => model.startsWith('claude-');

export interface Tokens {
  input: number;
  output: number;
  cacheCreate: number;
  cacheRead: number;
  ephemeral5m: number;
  ephemeral1h: number;
}

/** Integer micro-USD; the relay rounds each request. Free for a model without a price. */
export function priceOf(model: string, tokens: Tokens): number {
  const price = PRICES[model] ?? FREE;
  return Math.round(
    tokens.input * price.input +
      tokens.output * price.output +
      tokens.cacheCreate * price.cacheCreate +
      tokens.cacheRead * price.cacheRead,
  );
}
