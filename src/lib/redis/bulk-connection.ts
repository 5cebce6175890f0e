import type { Socket } from 'node:net';
import { chunks } from '../format/chunks.js';
import type { NodeAddress } from './address.js';
import { explainConnectError } from './connect-errors.js';
import { withinDeadline } from './deadline.js';
import type { CommandGuard } from './guard.js';
import { handshake, handshakeRefusal } from './handshake.js';
import type { Ledger } from './ledger.js';
import { encodePipeline, RespReader, type Reply } from './resp.js';
import { openSocket } from './socket.js';
import type { Target } from './target.js';

export interface BulkOptions {
  target: Target;
  address: NodeAddress;
  guard: CommandGuard;
  ledger: Ledger;
  /** Sends READONLY, which a cluster replica demands before it answers. */
  readonly: boolean;
  /** Sends CLIENT NO-TOUCH ON, so that reading does not reset idle times. */
  noTouch: boolean;
  db: number;
  /** Ends connection attempts. */
  signal?: AbortSignal | undefined;
}

/** The server went away, or did not answer in time; the work can go on over a new connection. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

interface Waiting {
  replies: Reply[];
  missing: number;
  resolve(replies: Reply[]): void;
  reject(error: Error): void;
}

/** A connection for pipelines of many small commands. Every command passes the guard and is charged to the ledger. */
export class BulkConnection {
  readonly #socket: Socket;
  readonly #options: BulkOptions;
  readonly #queue: Waiting[] = [];
  #failure: Error | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** Connects and authenticates. Rejects with a MeterError that explains what is wrong. */
  static open(options: BulkOptions): Promise<BulkConnection> {
    const { target, address, signal } = options;
    return withinDeadline(target.connectTimeoutMs, signal, async (until) => {
      const connection = new BulkConnection(await openSocket(target, address, until), options);
      until.addEventListener('abort', () => connection.close(), { once: true });
      try {
        await connection.#greet();
        return connection;
      } catch (error) {
        connection.close();
        throw explainConnectError(error, target, address);
      }
    });
  }

  private constructor(socket: Socket, options: BulkOptions) {
    this.#socket = socket;
    this.#options = options;
    const reader = new RespReader((reply) => this.#take(reply));
    socket.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        this.#fail(error as Error);
      }
    });
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new ConnectionLost('the server closed the connection')));
  }

  /**
   * Sends the commands as one pipeline; one reply each, in order. Rejects with ConnectionLost when the connection breaks. `atOnce`: so many are sent
   * before their replies are waited for; the server does what has come from one client before it turns to the next.
   */
  send(commands: readonly (readonly string[])[], atOnce = Infinity): Promise<Reply[]> {
    if (commands.length === 0) return Promise.resolve([]);
    for (const args of commands) this.#options.guard.check(args);
    const parts = chunks(commands, atOnce);
    this.#options.ledger.charge(commands.length, parts.length);
    return parts.length === 1 ? this.#transmit(commands) : this.#transmitParts(parts);
  }

  close(): void {
    this.#fail(new ConnectionLost('the connection was closed'));
  }

  async #transmitParts(parts: readonly (readonly (readonly string[])[])[]): Promise<Reply[]> {
    const replies: Reply[] = [];
    for (const part of parts) replies.push(...(await this.#transmit(part)));
    return replies;
  }

  #transmit(commands: readonly (readonly string[])[]): Promise<Reply[]> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#queue.push({ replies: [], missing: commands.length, resolve, reject });
      this.#timer ??= this.#watch();
      this.#socket.write(encodePipeline(commands));
    });
  }

  /** One timer per busy phase, renewed by every reply: a silent server is told from a slow pipeline. */
  #watch(): NodeJS.Timeout {
    const { commandTimeoutMs } = this.#options.target;
    return setTimeout(() => this.#fail(new ConnectionLost(`no reply within ${commandTimeoutMs / 1000} s`)), commandTimeoutMs);
  }

  #take(reply: Reply): void {
    const [first] = this.#queue;
    if (!first) return;
    this.#timer?.refresh();
    first.replies.push(reply);
    if (--first.missing > 0) return;
    this.#queue.shift();
    if (this.#queue.length === 0 && this.#timer) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
    first.resolve(first.replies);
  }

  #fail(cause: Error): void {
    if (this.#failure) return;
    this.#failure = cause instanceof ConnectionLost ? cause : new ConnectionLost(cause.message, { cause });
    if (this.#timer) clearTimeout(this.#timer);
    this.#socket.destroy();
    for (const waiting of this.#queue.splice(0)) waiting.reject(this.#failure);
  }

  async #greet(): Promise<void> {
    const { target, db, readonly, noTouch } = this.#options;
    const steps = handshake({ ...target, db }, readonly);
    if (noTouch) steps.push({ args: ['CLIENT', 'NO-TOUCH', 'on'], optional: true });
    const replies = await this.send(steps.map(({ args }) => args));
    const refusal = handshakeRefusal(steps, replies);
    if (refusal !== null) throw new Error(refusal);
  }
}
