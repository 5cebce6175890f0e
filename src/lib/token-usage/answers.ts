/** What the replies of the scripts say. */
import { failureOf, TokenUsageError } from './failure.js';
import type { Consistency, UsageStats, Verdict } from './model.js';
import type { Counted } from './operation.js';
import { asTokens, corrupt, tokensOf, type Tokens } from './tokens.js';

/** A word, then prompt, completion, total and limit; or a word and a field. */
export const isAnswer = (answer: unknown): answer is string[] =>
  Array.isArray(answer) && answer.every((each) => typeof each === 'string') && (answer.length === 5 || answer.length === 2);

/** What was not denied. `again`: the client or this library repeated a call whose reply was lost, or the user an earlier call. */
export function countedIn(answers: readonly string[][], amounts: readonly Counted[], isRepeatedHere: boolean): Counted {
  const counted = amounts.filter((_, at) => answers[at]![0] === 'added' || (answers[at]![0] === 'again' && isRepeatedHere));
  const sum = (what: keyof Counted): bigint => counted.reduce((all, each) => all + each[what], 0n);
  return { prompt: sum('prompt'), completion: sum('completion'), total: sum('total') };
}

/** One for each of the group: its statistics, or the failure of its own part or of the whole. */
export async function outcomesOf<Item, Label>(
  group: readonly Item[],
  answers: Promise<readonly string[][]>,
  labelOf: (item: Item) => Label,
): Promise<(Label & ({ stats: UsageStats } | { failure: TokenUsageError }))[]> {
  const all = await answers.catch((error: unknown) => failureOf(error));
  return group.map((item, at) => {
    if (all instanceof TokenUsageError) return { ...labelOf(item), failure: all };
    try {
      return { ...labelOf(item), stats: statsOf(all[at]!) };
    } catch (error) {
      return { ...labelOf(item), failure: failureOf(error) };
    }
  });
}

/** Throws a TokenUsageError if the script refused. */
export function statsOf(answer: readonly string[]): UsageStats {
  const [word, first = '', completion = '', total = '', limit = ''] = answer;
  if (word === 'corrupt') throw corrupt(first);
  if (word === 'overflow') throw new TokenUsageError('overflow', `The field ${first} would exceed 64 bits.`);
  const counter = (field: string, text: string): Tokens => (text === '' ? 0 : tokensOf(field, text));
  return {
    promptTokens: counter('prompt_tokens', first),
    completionTokens: counter('completion_tokens', completion),
    totalTokens: counter('total_tokens', total),
    usageLimit: limit === '' ? null : tokensOf('usage_limit', limit),
  };
}

/** Compares the total with its parts. */
export function judged(answer: readonly string[]): Consistency {
  const stats = statsOf(answer);
  const [, prompt, completion, total] = answer;
  const difference = BigInt(stats.promptTokens) + BigInt(stats.completionTokens) - BigInt(stats.totalTokens);
  const verdict = ((): Verdict => {
    if (prompt === '' && completion === '') return total === '' ? 'empty' : 'total-only';
    return difference === 0n ? 'consistent' : difference > 0n ? 'under-counted' : 'over-counted';
  })();
  return { verdict, difference: verdict === 'total-only' ? 0 : asTokens(difference), repaired: false, stats };
}
