/** Keeps statistics in memory, and writes them batch by batch. A batch that fails is repeated with the same number. */
import { Batch } from './batch.js';
import type { Amount, Teller } from './events.js';
import { failureOf, RecorderError } from './failure.js';
import { waitAfter, type RetryOptions } from '../client/repeat.js';
import { NOTE_MS, together, type Parcel, type Sender, type Sent } from './sender.js';

export interface BufferOptions {
  /** Ms from the first request of a batch until it is written. Default: 1,000. */
  intervalMs?: number;
  /** A batch with so many fields, members and TTLs is written at once. Default: 5,000. */
  batchEntries?: number;
  /** Bounds of all that is not written yet: entries, rough bytes, and ms since the oldest request. Default: 100,000, 32 MiB, 60,000. */
  maxEntries?: number;
  maxBytes?: number;
  maxAgeMs?: number;
  /**
   * What happens to a request when a bound is reached: it waits, its statistics are dropped, or they are written at once. Default:
   * `block`.
   */
  whenFull?: 'block' | 'drop' | 'write-through';
  /** Ms for which a request waits; then its `record` rejects. Default: 10,000. */
  blockMs?: number;
}

/** A request may have a few hundred entries. */
const LEAST_ENTRIES = 1_000;

interface Waiter {
  resolve: () => void;
  reject: (failure: RecorderError) => void;
}

export class Buffer {
  readonly #options: Required<BufferOptions>;
  #open: Batch | null = null;
  /** Sealed, the oldest first. */
  readonly #queue: Batch[] = [];
  /** Those who wait until a batch is written. */
  readonly #waiters = new Map<Batch, Waiter[]>();
  readonly #blocked = new Set<() => void>();
  #reserved = 0;
  #number = 0;
  #timer: NodeJS.Timeout | null = null;
  #isSending = false;
  #isStopped = false;
  #wake: (() => void) | null = null;

  constructor(
    readonly id: string,
    readonly sender: Sender,
    readonly retry: Required<RetryOptions>,
    readonly teller: Teller,
    options: BufferOptions,
  ) {
    this.#options = {
      intervalMs: 1_000,
      batchEntries: 5_000,
      maxEntries: 100_000,
      maxBytes: 32 * 2 ** 20,
      maxAgeMs: 60_000,
      whenFull: 'block',
      blockMs: 10_000,
      ...options,
    };
    if (!(this.#options.maxEntries >= LEAST_ENTRIES))
      throw new RecorderError('input', `maxEntries must be at least ${LEAST_ENTRIES}.`);
  }

  /** What is not written yet. */
  get pending(): Amount {
    const amount = { requests: 0, cost: 0 };
    for (const batch of this.#batches()) {
      amount.requests += batch.amount.requests;
      amount.cost += batch.amount.cost;
    }
    return amount;
  }

  /**
   * Keeps room for so many entries, until `add` or `release`. Answers what becomes of the request. Rejects with a RecorderError
   * (`full`).
   */
  async reserve(entries: number): Promise<'buffer' | 'drop' | 'write-through'> {
    const { whenFull, blockMs } = this.#options;
    if (!this.#isFull(entries)) return this.#take(entries);
    // What is full is written at once.
    this.#seal();
    if (whenFull !== 'block') return whenFull;
    this.teller.tell({ kind: 'blocked' });
    const until = performance.now() + blockMs;
    while (this.#isFull(entries)) {
      const left = until - performance.now();
      if (left <= 0 || this.#isStopped)
        throw new RecorderError('full', `The buffer was full for ${blockMs} ms. Nothing of the request was recorded.`);
      await this.#room(left);
    }
    return this.#take(entries);
  }

  #take(entries: number): 'buffer' {
    this.#reserved += entries;
    return 'buffer';
  }

  release(entries: number): void {
    this.#reserved -= entries;
    this.#unblock();
  }

  add(commands: readonly (readonly string[])[], cost: number, reserved: number): void {
    this.#reserved -= reserved;
    this.#open ??= this.#begin();
    this.#open.add(commands, cost);
    if (this.#open.entries >= this.#options.batchEntries || this.#blocked.size > 0) this.#seal();
  }

  /** Resolves when all that was recorded before is written. Rejects with a RecorderError if that fails; it is repeated further. */
  flush(): Promise<void> {
    this.#seal();
    const last = this.#queue.at(-1);
    if (!last) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.set(last, [...(this.#waiters.get(last) ?? []), { resolve, reject }]);
    });
  }

  /** Gives up what is not written yet, and says how much that is. */
  stop(): Amount {
    this.#isStopped = true;
    const lost = this.pending;
    if (lost.requests > 0) this.teller.tell({ kind: 'lost', ...lost });
    this.#wake?.();
    this.#unblock();
    if (this.#timer) clearTimeout(this.#timer);
    const failure = new RecorderError('closed', 'The recorder was closed before this was written.');
    for (const batch of this.#queue) this.#settle(batch, ({ reject }) => reject(failure));
    this.#queue.length = 0;
    this.#open = null;
    return lost;
  }

  #batches(): Batch[] {
    return this.#open ? [...this.#queue, this.#open] : this.#queue;
  }

  #isFull(entries: number): boolean {
    const { maxEntries, maxBytes, maxAgeMs } = this.#options;
    const batches = this.#batches();
    const [oldest] = batches;
    const sum = (of: (batch: Batch) => number): number => batches.reduce((total, batch) => total + of(batch), 0);
    return (
      sum((batch) => batch.entries) + this.#reserved + entries > maxEntries ||
      sum((batch) => batch.bytes) >= maxBytes ||
      (oldest !== undefined && performance.now() - oldest.openedAt > maxAgeMs)
    );
  }

  #room(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#blocked.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#blocked.add(done);
    });
  }

  #unblock(): void {
    for (const done of this.#blocked) done();
  }

  #begin(): Batch {
    // A recorder does not keep the process alive.
    this.#timer = setTimeout(() => this.#seal(), this.#options.intervalMs).unref();
    return new Batch();
  }

  /** New requests go to the next batch. */
  #seal(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#open) return;
    this.#open.seal(this.sender.options.isCluster, () => ++this.#number);
    this.#queue.push(this.#open);
    this.#open = null;
    if (!this.#isSending) void this.#send();
  }

  /** One batch after the other. It never rejects. */
  async #send(): Promise<void> {
    this.#isSending = true;
    for (let batch = this.#queue[0]; batch && !this.#isStopped; batch = this.#queue[0]) {
      await this.#write(batch);
      if (this.#isStopped) break;
      this.#queue.shift();
      this.#settle(batch, ({ resolve }) => resolve());
      this.#unblock();
    }
    this.#isSending = false;
  }

  async #write(batch: Batch): Promise<void> {
    const startedAt = performance.now();
    batch.sentAt ??= startedAt;
    const left = new Set(batch.parcels!);
    const sent: Sent[] = [];
    for (let attempt = 1; !this.#isStopped; attempt++) {
      const failure = await this.#attempt(left, sent);
      if (!failure) {
        const { refused } = together(sent);
        const commands = batch.parcels!.reduce((sum, parcel) => sum + parcel.commands, 0);
        this.teller.tell({
          kind: 'flushed',
          ms: performance.now() - startedAt,
          attempts: attempt,
          commands,
          refused,
          ...batch.amount,
        });
        return;
      }
      this.teller.tell({ kind: 'retried', code: failure.code, message: failure.message });
      if (attempt >= this.retry.attempts) this.#settle(batch, ({ reject }) => reject(failure));
      // Its note may have expired, so it might count twice.
      if (performance.now() - batch.sentAt > NOTE_MS / 2) {
        this.teller.tell({ kind: 'lost', ...batch.amount });
        return;
      }
      await this.#pause(waitAfter(attempt, this.retry));
    }
  }

  /** Parcels of a slot one after the other, slots side by side. Takes those that arrived from `left`. */
  async #attempt(left: Set<Parcel>, sent: Sent[]): Promise<RecorderError | null> {
    const slots = new Map<number, Parcel[]>();
    for (const parcel of left) slots.set(parcel.slot, [...(slots.get(parcel.slot) ?? []), parcel]);
    const results = await Promise.allSettled(
      [...slots.values()].map(async (parcels) => {
        for (const parcel of parcels) {
          sent.push(await this.sender.inOrder(this.id, parcel));
          left.delete(parcel);
        }
      }),
    );
    const failed = results.find((result) => result.status === 'rejected');
    return failed ? failureOf(failed.reason) : null;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #settle(batch: Batch, settle: (waiter: Waiter) => void): void {
    for (const waiter of this.#waiters.get(batch) ?? []) settle(waiter);
    this.#waiters.delete(batch);
  }
}
