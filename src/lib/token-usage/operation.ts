/** One operation: its deadline, its repetitions, and what is told of it. */
import { within } from '../client/deadline.js';
import { repeated, type RetryOptions } from '../client/repeat.js';
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
  let sent = 0;
  const attempt = async (number: number): Promise<T> => {
    sent = number;
    try {
      return await within(timeoutMs, work(), (message) => new TokenUsageError('timeout', message));
    } catch (error) {
      throw failureOf(error);
    }
  };
  try {
    const result = await repeated({ attempts, waitMs, longestMs }, attempt, (error) => isTransient(failureOf(error)));
    const tokens = countedBy?.(result, sent);
    tell(options, { ...named, ms: performance.now() - startedAt, attempts: sent, ...(tokens && { tokens }) });
    return result;
  } catch (error) {
    const failure = failureOf(error);
    tell(options, { ...named, ms: performance.now() - startedAt, attempts: sent, error: failure.code });
    throw failure;
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
