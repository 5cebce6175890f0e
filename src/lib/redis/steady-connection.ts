import { setTimeout as sleep } from 'node:timers/promises';
import { says } from '../errors/session.js';
import { EXIT, failure, MeterError, type Saying } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import { addressText } from './address.js';
import type { Commands } from './key-commands.js';
import { isBudgetSpent } from './ledger.js';
import { BulkConnection, ConnectionLost, type BulkOptions } from './bulk-connection.js';
import { refusalError } from './connect-errors.js';
import { isQuota } from './refusals.js';
import { ReplyError, type Reply } from './resp.js';
import { retryWaits } from './retry.js';

/**
 * No new attempt after this multiple of the total wait: a server that accepts connections but never answers makes every attempt
 * slow.
 */
const PATIENCE = 2;

/** Temporary refusals. */
const TRANSIENT = /^(LOADING|MASTERDOWN|TRYAGAIN|CLUSTERDOWN)\b/;

/** Commands were sent, but not all replies came. `failure`: why nothing more can be sent; `null`: it can. */
export interface LostReplies {
  failure: MeterError | null;
}

/** A connection that reconnects when it is lost. */
export class SteadyConnection {
  readonly #options: BulkOptions;
  #connection: BulkConnection;
  /** Losses of `sendOnce` since the last answer. */
  #lostOnce: Losses;
  #reopening: Promise<void> | null = null;
  #closed = false;
  /** Number of reconnections. */
  reconnects = 0;

  static async open(options: BulkOptions): Promise<SteadyConnection> {
    return new SteadyConnection(options, await BulkConnection.open(options));
  }

  private constructor(options: BulkOptions, connection: BulkConnection) {
    this.#options = options;
    this.#connection = connection;
    this.#lostOnce = this.#losses();
  }

  /**
   * Returns one reply per command. Commands without an answer are sent again, so they must be idempotent. Rejects with a
   * MeterError (exit 6) when the server stays away or keeps closing the connection at these commands, and with ConnectionLost
   * after `close`.
   */
  async send(commands: Commands): Promise<Reply[]> {
    const losses = this.#losses();
    for (let refusals = 0; ;) {
      const connection = this.#connection;
      try {
        const replies = await connection.send(commands);
        const [first] = replies;
        const last = replies.at(-1);
        if (last instanceof ReplyError && isQuota(last.message)) throw this.refused(commands.at(-1)![0]!, last, EXIT.partial);
        if (!(first instanceof ReplyError && TRANSIENT.test(first.message))) return replies;
        const wait = retryWaits(this.#options.target.retryMs)[refusals++];
        if (wait === undefined) throw notServing(first);
        await sleep(wait);
        connection.close();
      } catch (error) {
        if (this.#closed || !(error instanceof ConnectionLost)) throw error;
        losses.add(commands, error);
      }
      if (connection === this.#connection) await this.#reopen(losses.count);
    }
  }

  /**
   * Sends once, so that the caller can check what was done if the answer is lost; it has reconnected by then, if it could.
   * Rejects only if nothing was sent.
   */
  async sendOnce(commands: readonly (readonly string[])[]): Promise<Reply[] | LostReplies> {
    const connection = this.#connection;
    // The command ceiling refuses it here, before anything is sent.
    const replies = connection.send(commands);
    try {
      const received = await replies;
      this.#lostOnce = this.#losses();
      return received;
    } catch (error) {
      if (error instanceof MeterError) return { failure: error };
      if (!(error instanceof ConnectionLost)) throw error;
      return { failure: this.#closed ? null : await this.#recover(connection, commands, error) };
    }
  }

  /** Why it cannot reconnect; `null`: it has. */
  async #recover(connection: BulkConnection, commands: Commands, error: ConnectionLost): Promise<MeterError | null> {
    try {
      this.#lostOnce.add(commands, error);
      if (connection === this.#connection) await this.#reopen(this.#lostOnce.count);
      return null;
    } catch (failure) {
      if (failure instanceof MeterError) return failure;
      throw failure;
    }
  }

  /** The error for a refused command. */
  refused(command: string, { message }: ReplyError, exitCode: number = EXIT.connection): MeterError {
    return refusalError(command, message, exitCode, this.#options);
  }

  /** Replaces a connection whose replies no longer match the commands. Rejects what is pending on the old one. */
  renew(): Promise<void> {
    return this.#reopen(0);
  }

  /** Rejects what is pending. */
  close(): void {
    this.#closed = true;
    this.#connection.close();
  }

  #losses(): Losses {
    return new Losses(this.#options);
  }

  /** Several pipelines may be waiting; one reopens for all. `losses`: number of losses so far, which makes the waits longer. */
  #reopen(losses: number): Promise<void> {
    this.#reopening ??= this.#openAgain(losses).finally(() => {
      this.#reopening = null;
    });
    return this.#reopening;
  }

  async #openAgain(losses: number): Promise<void> {
    this.#connection.close();
    const { retryMs } = this.#options.target;
    const startedAt = performance.now();
    let failed: Saying | null = null;
    for (const wait of retryWaits(retryMs).slice(Math.max(0, losses - 1))) {
      if (this.#options.signal?.aborted || performance.now() - startedAt > PATIENCE * retryMs) break;
      await sleep(wait);
      try {
        this.#connection = await BulkConnection.open(this.#options);
        if (this.#closed) this.#connection.close();
        this.reconnects++;
        return;
      } catch (error) {
        if (isBudgetSpent(error)) throw error;
        if (error instanceof MeterError && error.exitCode === EXIT.connection) failed = error.saying;
      }
    }
    throw failure(says('connection-not-renewed', { failed }), EXIT.partial, 'connection-lost');
  }
}

/** Counts losses at the same commands: only an answer is progress, a new connection is not. */
class Losses {
  readonly #options: BulkOptions;
  #startedAt = 0;
  count = 0;

  constructor(options: BulkOptions) {
    this.#options = options;
  }

  /** Throws after too many losses or too long a time. */
  add(commands: Commands, { message }: ConnectionLost): void {
    const { target, address } = this.#options;
    if (this.count++ === 0) this.#startedAt = performance.now();
    const isLast = this.count > retryWaits(target.retryMs).length;
    if (!isLast && performance.now() - this.#startedAt <= PATIENCE * target.retryMs) return;
    const lost = { at: addressText(address), times: this.count, command: commands.at(0)?.[0] ?? null };
    throw failure(says('connection-lost', { ...lost, words: safeText(message.slice(0, 200)) }), EXIT.partial);
  }
}

function notServing({ message }: ReplyError): MeterError {
  return failure(says('not-serving', { words: safeText(message.slice(0, 200)) }), EXIT.partial);
}
