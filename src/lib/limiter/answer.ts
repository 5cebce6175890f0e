import { LimiterFailure } from './failure.js';
import type { Rule } from './rule.js';

/** One rule's part of an answer. `null`: not known, because Redis was not asked or did not answer. */
export interface RuleAnswer {
  /** The most that can be used at once. */
  limit: number;
  /** What is used now, this request included if it was allowed. More than the limit only if another program counted it. */
  used: number | null;
  remaining: number | null;
  /** When nothing will be used any more, in ms since the epoch, by the server's clock. */
  resetAt: number | null;
  /** Ms until the same request fits; 0 if it was allowed, Infinity if it never fits. */
  retryAfter: number | null;
}

/** The answer to a check. Its figures are those of the rule that decided: the one that denies longest, or has the least left. */
export interface Answer extends RuleAnswer {
  allowed: boolean;
  /** Who answered: the script, the memory of an earlier denial, the old limiter, or `onError`. */
  source: 'redis' | 'memory' | 'legacy' | 'failure';
  /** Each rule's figures, in the order of the rules. */
  rules: readonly RuleAnswer[];
  /** Why `onError` answered. */
  failure?: LimiterFailure;
}

const HEAD_FIELDS = 2;
const RULE_FIELDS = 3;

/** Reads a reply of the script. Throws a LimiterFailure if it is none. */
export function readReply(reply: unknown, rules: readonly Rule[]): Answer {
  if (!isNumbers(reply) || reply.length !== HEAD_FIELDS + RULE_FIELDS * rules.length || reply[0]! > 1)
    throw new LimiterFailure('bad-reply', 'The reply to the script is not the one that the script gives.');
  const [allowed, now] = reply as [number, number];
  const parts = rules.map(({ limit }, index): RuleAnswer => {
    const first = HEAD_FIELDS + RULE_FIELDS * index;
    const [used, retryAfter, reset] = [reply[first]!, reply[first + 1]!, reply[first + 2]!];
    return { limit, used, remaining: Math.max(0, limit - used), resetAt: now + reset, retryAfter };
  });
  return answerOf(allowed === 1, parts, 'redis');
}

const isNumbers = (reply: unknown): reply is number[] =>
  Array.isArray(reply) && reply.every((each) => Number.isSafeInteger(each) && each >= 0);

export function answerOf(allowed: boolean, rules: readonly RuleAnswer[], source: Answer['source']): Answer {
  return { allowed, ...deciding(rules, allowed), source, rules };
}

function deciding(rules: readonly RuleAnswer[], allowed: boolean): RuleAnswer {
  const isBefore = allowed
    ? (one: RuleAnswer, other: RuleAnswer) => (one.remaining ?? 0) < (other.remaining ?? 0)
    : (one: RuleAnswer, other: RuleAnswer) => (one.retryAfter ?? 0) > (other.retryAfter ?? 0);
  return rules.reduce((first, each) => (isBefore(each, first) ? each : first));
}

/** What is known of a rule that nobody was asked about. */
export const unknownOf = ({ limit }: Rule, retryAfter: number | null): RuleAnswer => ({
  limit,
  used: null,
  remaining: null,
  resetAt: null,
  retryAfter,
});
