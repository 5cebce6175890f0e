/** Two ways to make a load: at a fixed rate, whatever the answers take, and by callers of whom each waits for its answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Amount, Count } from '../format/json-types.js';
import { Latencies } from './latency.js';
import type { Latency } from './model.js';

/** What one call came to. */
export type Called = 'allowed' | 'denied' | 'failed';

export interface Loaded {
  calls: Count;
  allowed: Count;
  denied: Count;
  failed: Count;
  /** Of answered calls; `null`: there were none. */
  latency: Latency | null;
  /** Calls per second that were answered. */
  perSecond: Amount;
}

export interface LoadOptions {
  durationMs: number;
  signal: AbortSignal;
  /** The number of the call, from 0. */
  call(number: number): Promise<Called>;
  /** Told of each answer, with the time since the start in ms. */
  onAnswer?(called: Called, atMs: number): void;
}

/** Calls that wait for their answers. More would only fill memory: the server is overloaded. */
const MOST_WAITING = 20_000;
/** Ms for the last answers. */
const LAST_ANSWERS_MS = 10_000;

/**
 * Calls begin at fixed times. A duration counts from the time at which its call was to begin, so that one slow answer, which holds
 * up the next calls, is not left out of the percentiles (coordinated omission).
 */
export async function openLoop(options: LoadOptions & { perSecond: number }): Promise<Loaded> {
  const { perSecond, durationMs, signal } = options;
  const load = new Load(options);
  const total = Math.round((perSecond * durationMs) / 1_000);
  for (let next = 0; next < total && !signal.aborted;) {
    const due = Math.min(total, Math.floor((load.elapsedMs * perSecond) / 1_000) + 1);
    for (; next < due; next++) {
      if (load.waiting < MOST_WAITING) void load.begin(next, (next * 1_000) / perSecond);
      else load.refuse();
    }
    await sleep(1);
  }
  await load.end(LAST_ANSWERS_MS);
  return load.result();
}

/** Each caller begins its next call when it has its answer. */
export async function closedLoop(options: LoadOptions & { callers: number }): Promise<Loaded> {
  const { callers, durationMs, signal } = options;
  const load = new Load(options);
  let next = 0;
  const caller = async (): Promise<void> => {
    while (load.elapsedMs < durationMs && !signal.aborted) await load.begin(next++, load.elapsedMs);
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return load.result();
}

class Load {
  readonly #startedAt = performance.now();
  readonly #latencies = new Latencies();
  readonly #pending = new Set<Promise<void>>();
  readonly #counts = { calls: 0, allowed: 0, denied: 0, failed: 0 };
  #lastAnswerMs = 0;

  constructor(private readonly options: LoadOptions) {}

  get elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  get waiting(): number {
    return this.#pending.size;
  }

  /** `dueMs`: when the call was to begin, since the start. */
  begin(number: number, dueMs: number): Promise<void> {
    this.#counts.calls++;
    const call = this.#call(number, dueMs);
    this.#pending.add(call);
    return call.finally(() => this.#pending.delete(call));
  }

  /** A call that could not begin. */
  refuse(): void {
    this.#counts.calls++;
    this.#counts.failed++;
  }

  async end(withinMs: number): Promise<void> {
    const late = new AbortController();
    await Promise.race([Promise.all(this.#pending), sleep(withinMs, null, { signal: late.signal }).catch(() => {})]);
    late.abort();
    this.#counts.failed += this.#pending.size;
  }

  result(): Loaded {
    const { allowed, denied } = this.#counts;
    const perSecond = this.#lastAnswerMs === 0 ? 0 : (allowed + denied) / (this.#lastAnswerMs / 1_000);
    return { ...this.#counts, latency: this.#latencies.summary(), perSecond: Math.round(perSecond) };
  }

  async #call(number: number, dueMs: number): Promise<void> {
    const called = await this.options.call(number);
    const atMs = this.elapsedMs;
    this.#counts[called]++;
    this.options.onAnswer?.(called, atMs);
    if (called === 'failed') return;
    this.#latencies.add(atMs - dueMs);
    this.#lastAnswerMs = atMs;
  }
}
