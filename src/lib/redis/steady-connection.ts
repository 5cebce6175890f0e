import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, MeterError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import { addressText } from './address.js';
import { isBudgetSpent } from './ledger.js';
import { BulkConnection, ConnectionLost, type BulkOptions } from './bulk-connection.js';
import { refusalError } from './connect-errors.js';
import { isQuota } from './refusals.js';
import { ReplyError, type Reply } from './resp.js';
import { retryWaits } from './retry.js';

/** No new attempt after so many times what the waits take: a server that accepts connections but never answers makes each one slow. */
const PATIENCE = 2;

/** Refusals that pass by themselves. */
const TRANSIENT = /^(LOADING|MASTERDOWN|TRYAGAIN|CLUSTERDOWN)\b/;

/** A connection that outlives a lost one. */
export class SteadyConnection {
  readonly #options: BulkOptions;
  #connection: BulkConnection;
  /** Of what was sent once, since the last that was answered. */
  #lostOnce: Losses;
  #reopening: Promise<void> | null = null;
  #closed = false;
  /** How often the connection had to be made anew. */
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
   * One reply per command; what had no answer is sent again, which only commands allow that may be done twice. Rejects with a MeterError (exit 6)
   * when the server stays away, or keeps closing the connection at these commands; with ConnectionLost once closed.
   */
  async send(commands: readonly (readonly string[])[]): Promise<Reply[]> {
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
   * Sends once. Where there was no answer it rejects with ConnectionLost when the connection is there again, so that one can look what was done;
   * with a MeterError (exit 6) when that happens time after time.
   */
  async sendOnce(commands: readonly (readonly string[])[], atOnce?: number): Promise<Reply[]> {
    const connection = this.#connection;
    try {
      const replies = await connection.send(commands, atOnce);
      this.#lostOnce = this.#losses();
      return replies;
    } catch (error) {
      if (this.#closed || !(error instanceof ConnectionLost)) throw error;
      this.#lostOnce.add(commands, error);
      if (connection === this.#connection) await this.#reopen(this.#lostOnce.count);
      throw error;
    }
  }

  /** Why the server refuses a command. */
  refused(command: string, { message }: ReplyError, exitCode: number = EXIT.connection): MeterError {
    return refusalError(command, message, exitCode, this.#options);
  }

  /** A new connection in place of one whose answers are no longer those of what was sent. What still waits on the old one is rejected. */
  renew(): Promise<void> {
    return this.#reopen(0);
  }

  /** What still waits is rejected. */
  close(): void {
    this.#closed = true;
    this.#connection.close();
  }

  #losses(): Losses {
    return new Losses(this.#options);
  }

  /** Several pipelines may be waiting; one of them reopens for all. `losses`: how often it was lost, for ever longer waits. */
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
    let cause = '';
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
        if (error instanceof MeterError && error.exitCode === EXIT.connection) cause = ` ${error.message}`;
      }
    }
    throw connectionLost(`The connection to Redis was lost and could not be made again.${cause}`);
  }
}

/** Counts how often the same commands were lost: a new connection is no progress, only an answer is. */
class Losses {
  readonly #options: BulkOptions;
  #startedAt = 0;
  count = 0;

  constructor(options: BulkOptions) {
    this.#options = options;
  }

  /** Throws when that was once too often, or has been going on for too long. */
  add(commands: readonly (readonly string[])[], { message }: ConnectionLost): void {
    const { target, address } = this.#options;
    if (this.count++ === 0) this.#startedAt = performance.now();
    const isLast = this.count > retryWaits(target.retryMs).length;
    if (!isLast && performance.now() - this.#startedAt <= PATIENCE * target.retryMs) return;
    const times = this.count === 1 ? 'once' : `${this.count} times`;
    throw connectionLost(
      `The connection to ${addressText(address)} was lost ${times} at ${commands[0]?.[0] ?? 'a command'}: ${safeText(message.slice(0, 200))}.`,
    );
  }
}

const connectionLost = (message: string): MeterError =>
  new MeterError('connection-lost', EXIT.partial, message, ['Check that the server is up, then run the command again.']);

function notServing({ message }: ReplyError): MeterError {
  return new MeterError('not-serving', EXIT.partial, `The server keeps refusing: ${safeText(message.slice(0, 200))}.`, [
    'Wait until it serves again, then run the command again.',
  ]);
}
