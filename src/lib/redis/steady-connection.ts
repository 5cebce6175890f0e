import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, MeterError } from '../format/errors.js';
import { BulkConnection, ConnectionLost, type BulkOptions } from './bulk-connection.js';
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
  }

  /**
   * One reply per command; what had no answer is sent again, which only commands allow that may be done twice. Rejects with a MeterError (exit 6)
   * when the server stays away, with ConnectionLost once closed.
   */
  async send(commands: readonly (readonly string[])[]): Promise<Reply[]> {
    for (let refusals = 0; ;) {
      const connection = this.#connection;
      try {
        const replies = await connection.send(commands);
        const [first] = replies;
        if (!(first instanceof ReplyError && TRANSIENT.test(first.message))) return replies;
        const wait = retryWaits(this.#options.target.retryMs)[refusals++];
        if (wait === undefined) throw notServing(first);
        await sleep(wait);
        connection.close();
      } catch (error) {
        if (this.#closed || !(error instanceof ConnectionLost)) throw error;
      }
      if (connection === this.#connection) await this.#reopen();
    }
  }

  /** Sends once. Where there was no answer it rejects with ConnectionLost when the connection is there again, so that one can look what was done. */
  async sendOnce(commands: readonly (readonly string[])[], atOnce?: number): Promise<Reply[]> {
    const connection = this.#connection;
    try {
      return await connection.send(commands, atOnce);
    } catch (error) {
      if (this.#closed || !(error instanceof ConnectionLost)) throw error;
      if (connection === this.#connection) await this.#reopen();
      throw error;
    }
  }

  /** What still waits is rejected. */
  close(): void {
    this.#closed = true;
    this.#connection.close();
  }

  /** Several pipelines may be waiting; one of them reopens for all. */
  #reopen(): Promise<void> {
    this.#reopening ??= this.#openAgain().finally(() => {
      this.#reopening = null;
    });
    return this.#reopening;
  }

  async #openAgain(): Promise<void> {
    this.#connection.close();
    const { retryMs } = this.#options.target;
    const startedAt = performance.now();
    for (const wait of retryWaits(retryMs)) {
      if (this.#options.signal?.aborted || performance.now() - startedAt > PATIENCE * retryMs) break;
      await sleep(wait);
      try {
        this.#connection = await BulkConnection.open(this.#options);
        if (this.#closed) this.#connection.close();
        this.reconnects++;
        return;
      } catch (error) {
        if (error instanceof MeterError && error.code === 'command-budget') throw error;
      }
    }
    throw new MeterError('connection-lost', EXIT.partial, 'The connection to Redis was lost and could not be made again.', [
      'Check that the server is up, then run the command again.',
    ]);
  }
}

function notServing({ message }: ReplyError): MeterError {
  return new MeterError('not-serving', EXIT.partial, `The server keeps refusing: ${message}`, [
    'Wait until it serves again, then run the command again.',
  ]);
}
