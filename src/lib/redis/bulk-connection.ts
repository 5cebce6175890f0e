import type { Socket } from 'node:net';
import { chunks } from '../format/chunks.js';
import { says } from '../errors/session.js';
import { EXIT, failure, MeterError } from '../format/errors.js';
import type { NodeAddress } from './address.js';
import { alienError, explainConnectError } from './connect-errors.js';
import { withinDeadline } from './deadline.js';
import type { CommandGuard } from './guard.js';
import { handshake, handshakeRefusal } from './handshake.js';
import { encoded, KeyCommands, type Commands } from './key-commands.js';
import type { Ledger } from './ledger.js';
import { alienAmong, mostBytes } from './reply-shape.js';
import { ProtocolError, ReplyError, RespReader, type Reply } from './resp.js';
import { openSocket } from './socket.js';
import type { Target } from './target.js';

export interface BulkOptions {
  target: Target;
  address: NodeAddress;
  guard: CommandGuard;
  ledger: Ledger;
  /** Sends READONLY, which a cluster replica requires before it answers. */
  readonly: boolean;
  /** Sends CLIENT NO-TOUCH ON, so that reading does not reset idle times. */
  noTouch: boolean;
  db: number;
  /** Bytes kept of a longer string in a reply; absent: all. */
  longestText?: number;
  /** Cancels connection attempts. */
  signal?: AbortSignal | undefined;
}

/** The server closed the connection or did not answer in time. The work can continue on a new connection. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

interface Waiting {
  commands: Commands;
  replies: Reply[];
  missing: number;
  resolve(replies: Reply[]): void;
  reject(error: Error): void;
}

/** Time limit of a whole pipeline, in multiples of the limit for one reply, unless many bytes are arriving. */
const PIPELINE_TIMES = 10;
/** Bytes within that time that show that the replies are large, not that the server is slow. */
const MUCH_BYTES = 2 ** 20;

/**
 * A connection for pipelines of many small commands. The guard checks every command and the ledger counts it. Every reply must
 * have the shape that Redis gives; otherwise the connection is closed.
 */
export class BulkConnection {
  readonly #socket: Socket;
  readonly #options: BulkOptions;
  readonly #queue: Waiting[] = [];
  #failure: Error | null = null;
  #greeted = false;
  /** Restarted by every reply. */
  #timer: NodeJS.Timeout | null = null;
  /** Restarted by every finished pipeline. */
  #pipelineTimer: NodeJS.Timeout | null = null;
  /** Bytes read when that timer was last restarted. */
  #bytesBefore = 0;

  /** Connects and authenticates. Rejects with a MeterError that explains the cause. */
  static open(options: BulkOptions): Promise<BulkConnection> {
    const { target, address, signal } = options;
    return withinDeadline(target.connectTimeoutMs, signal, async (until) => {
      const connection = new BulkConnection(await openSocket(target, address, until), options);
      until.addEventListener('abort', () => connection.close(), { once: true });
      try {
        await connection.#greet();
        // Surplus bytes may have arrived with the last reply.
        if (connection.#failure) throw connection.#failure;
        connection.#greeted = true;
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
    const reader = new RespReader(
      (reply) => this.#take(reply),
      () => mostBytes(this.#next ?? []),
      options.longestText,
      () => this.#next?.[0] === 'SCAN',
    );
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
   * Sends the commands as one pipeline and returns one reply for each, in order. Rejects with ConnectionLost when the connection
   * breaks, and with a MeterError when a reply is not one that Redis gives. `atOnce`: number of commands sent before waiting for
   * their replies. The server runs all commands received from one client before it serves the next client.
   */
  send(commands: Commands, atOnce = Infinity): Promise<Reply[]> {
    if (commands.length === 0) return Promise.resolve([]);
    const { guard, ledger } = this.#options;
    if (commands instanceof KeyCommands) {
      for (const { words } of commands.distinct) guard.check(words);
      ledger.charge(commands.length, 1);
      return this.#transmit(commands);
    }
    for (const args of commands) guard.check(args);
    const parts = chunks(commands, atOnce);
    ledger.charge(commands.length, parts.length);
    return parts.length === 1 ? this.#transmit(commands) : this.#transmitParts(parts);
  }

  close(): void {
    this.#fail(new ConnectionLost('the connection was closed'));
  }

  async #transmitParts(parts: readonly (readonly (readonly string[])[])[]): Promise<Reply[]> {
    const replies: Reply[] = [];
    for (const part of parts) for (const reply of await this.#transmit(part)) replies.push(reply);
    return replies;
  }

  #transmit(commands: Commands): Promise<Reply[]> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#queue.push({ commands, replies: [], missing: commands.length, resolve, reject });
      this.#timer ??= this.#watch();
      this.#pipelineTimer ??= this.#watchPipeline();
      this.#socket.write(encoded(commands));
    });
  }

  /** One timer per busy phase, restarted by every reply. Distinguishes a silent server from a slow pipeline. */
  #watch(): NodeJS.Timeout {
    const { commandTimeoutMs } = this.#options.target;
    return setTimeout(() => this.#fail(new ConnectionLost(`no reply within ${commandTimeoutMs / 1000} s`)), commandTimeoutMs);
  }

  /** Keeps a server that sends each reply just in time from delaying a pipeline for hours. */
  #watchPipeline(): NodeJS.Timeout {
    const spanMs = this.#options.target.commandTimeoutMs * PIPELINE_TIMES;
    this.#bytesBefore = this.#socket.bytesRead;
    const check = (): void => {
      if (this.#socket.bytesRead - this.#bytesBefore < MUCH_BYTES) return this.#fail(tooSlow(spanMs));
      this.#bytesBefore = this.#socket.bytesRead;
      this.#pipelineTimer = setTimeout(check, spanMs);
    };
    return setTimeout(check, spanMs);
  }

  /** The command whose reply arrives next. */
  get #next(): readonly string[] | undefined {
    const [first] = this.#queue;
    return first?.commands.at(first.replies.length);
  }

  #take(reply: Reply): void {
    const [first] = this.#queue;
    // A server at its client limit sends an error before any command.
    if (!first && reply instanceof ReplyError) return this.#fail(new ConnectionLost(reply.message));
    if (!first) throw new ProtocolError('more replies than commands');
    this.#timer?.refresh();
    first.replies.push(reply);
    if (--first.missing > 0) return;
    const alien = alienAmong(first.commands, first.replies);
    if (alien) return this.#fail(this.#alien(alien.command, alien.detail));
    this.#queue.shift();
    this.#pipelineTimer?.refresh();
    this.#bytesBefore = this.#socket.bytesRead;
    if (this.#queue.length === 0) this.#stopTimers();
    first.resolve(first.replies);
  }

  #stopTimers(): void {
    for (const timer of [this.#timer, this.#pipelineTimer]) if (timer) clearTimeout(timer);
    this.#timer = null;
    this.#pipelineTimer = null;
  }

  #fail(cause: Error): void {
    if (this.#failure) return;
    this.#failure = this.#explain(cause);
    this.#stopTimers();
    this.#socket.destroy();
    for (const waiting of this.#queue.splice(0)) waiting.reject(this.#failure);
  }

  /** A malformed reply would be malformed on the next attempt too. */
  #explain(cause: Error): Error {
    if (cause instanceof ProtocolError && this.#greeted) return this.#alien(this.#next?.[0] ?? null, cause.message);
    if (cause instanceof ConnectionLost || cause instanceof MeterError || cause instanceof ProtocolError) return cause;
    return new ConnectionLost(cause.message, { cause });
  }

  #alien(command: string | null, detail: string): MeterError {
    return alienError(command, detail, this.#options.address, this.#greeted ? EXIT.partial : EXIT.connection);
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

function tooSlow(spanMs: number): MeterError {
  return failure(says('too-slow', { seconds: spanMs / 1000 }), EXIT.partial);
}
