/** What is counted: amounts as texts, and the sums of a batch. */
import { periodOf, usageKey, type KeyOptions, type PeriodOptions } from './keys.js';
import type { Increment } from './model.js';
import { amountText, type Tokens } from './tokens.js';

export interface Amounts {
  prompt: string;
  completion: string;
  total: string;
}

/** Both parts and their sum. Throws a TokenUsageError (`input`). */
export function detailed(promptTokens: Tokens, completionTokens: Tokens): Amounts {
  const prompt = amountText('promptTokens', promptTokens);
  const completion = amountText('completionTokens', completionTokens);
  return { prompt, completion, total: amountText('promptTokens + completionTokens', BigInt(prompt) + BigInt(completion)) };
}

export interface Sum {
  key: string;
  userId: string;
  period: string;
  prompt: bigint;
  completion: bigint;
  total: bigint;
}

/** Throws a TokenUsageError (`input`) before anything is sent. */
export function summed(increments: readonly Increment[], options: KeyOptions & PeriodOptions): Sum[] {
  const today = periodOf(undefined, options);
  const sums = new Map<string, Sum>();
  for (const { userId, cycleStartDate, promptTokens = 0, completionTokens = 0, totalTokens } of increments) {
    const period = cycleStartDate === undefined ? today : periodOf(cycleStartDate, options);
    const key = usageKey(userId, period, options);
    const { prompt, completion, total } = detailed(promptTokens, completionTokens);
    const own = sums.get(key) ?? { key, userId, period, prompt: 0n, completion: 0n, total: 0n };
    own.prompt += BigInt(prompt);
    own.completion += BigInt(completion);
    own.total += BigInt(totalTokens === undefined ? total : amountText('totalTokens', totalTokens));
    sums.set(key, own);
  }
  for (const { prompt, completion, total } of sums.values())
    for (const sum of [prompt, completion, total]) amountText('The sum of a batch', sum);
  return [...sums.values()];
}
