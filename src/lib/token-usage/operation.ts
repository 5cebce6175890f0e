/** One operation: its deadline, its repetitions, and what is told of it. */
import { failureOf, isTransient, TokenUsageError, type TokenUsageCode } from './failure.js';

export interface OperationEvent {
  /** Name of the method. */
  operation: string;
  kind: 'increment' | 'query' | 'change';
  ms: number;
  /** How often it was sent. */
  attempts: number;
  /** Why it failed; absent: it did not. */
  error?: TokenUsageCode;
  /** What an increment counted; absent: it failed. */
  tokens?: { prompt: bigint; completion: bigint; total: bigint };
}

/** Called at once and not awaited. What a hook throws is ignored. */
export interface Hooks {
  done?(event: OperationEvent): void;
}

export interface RetryOptions {
  /** Attempts in total. Default: 3. */
  attempts?: number;
  /** Ms before the second attempt; each further wait is twice as long, up to `longestMs`. Half of a wait is random. Default: 50. */
  waitMs?: number;
  /** Default: 1,000. */
  longestMs?: number;
}

export interface OperationOptions {
  /** Ms for one attempt. Default: 1,000. */
  timeoutMs?: number;
  retry?: RetryOptions;
  hooks?: Hooks | readonly Hooks[];
}

export type Counted = NonNullable<OperationEvent['tokens']>;

export interface Told<Result> extends Pick<OperationEvent, 'operation' | 'kind'> {
  /** What was counted, by the result and the number of attempts. */
  countedBy?: (result: Result, attempts: number) => Counted;
}

const TIMEOUT_MS = 1_000;

/** Rejects with a TokenUsageError. `work` is repeated only after a timeout or a lost connection, so it must be safe to repeat. */
export async function operate<T>(told: Told<T>, options: OperationOptions, work: () => Promise<T>): Promise<T> {
  const { countedBy, ...named } = told;
  const { timeoutMs = TIMEOUT_MS, retry: { attempts = 3, waitMs = 50, longestMs = 1_000 } = {} } = options;
  const startedAt = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await within(timeoutMs, work());
      const tokens = countedBy?.(result, attempt);
      tell(options, { ...named, ms: performance.now() - startedAt, attempts: attempt, ...(tokens && { tokens }) });
      return result;
    } catch (error) {
      const failure = failureOf(error);
      if (!isTransient(failure) || attempt >= attempts) {
        tell(options, { ...named, ms: performance.now() - startedAt, attempts: attempt, error: failure.code });
        throw failure;
      }
      const wait = Math.min(longestMs, waitMs * 2 ** (attempt - 1));
      await pause(wait / 2 + (Math.random() * wait) / 2);
    }
  }
}

function tell({ hooks = [] }: OperationOptions, event: OperationEvent): void {
  for (const each of [hooks].flat()) {
    try {
      each.done?.(event);
    } catch {
      // A metric is not worth a figure.
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TokenUsageError('timeout', `Redis did not answer within ${ms} ms.`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
