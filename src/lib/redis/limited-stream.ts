import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { ProtocolError, ReplyError, RespReader } from './resp.js';

/** Maximum bytes of one reply on a control connection. CLUSTER NODES of a thousand nodes takes 200 KB. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * Protects a client that trusts every announced length. Incoming bytes first pass a reader with limits. Malformed bytes and
 * unexpected replies end the connection and do not reach the client.
 */
export class LimitedStream extends Duplex {
  readonly #socket: Socket;
  #waiting = 0;

  constructor(socket: Socket) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    const reader = new RespReader(
      (reply) => {
        // A server at its client limit sends an error before any command.
        if (--this.#waiting < 0 && !(reply instanceof ReplyError)) throw new ProtocolError('more replies than commands');
      },
      () => MOST_BYTES,
    );
    socket.on('data', (chunk: Buffer) => {
      if (this.destroyed) return;
      try {
        reader.push(chunk);
        this.push(chunk);
      } catch (error) {
        this.destroy(error as Error);
      }
    });
    socket.once('error', (error) => this.destroy(error));
    // Reads the server's last words first.
    socket.once('close', () => this.push(null));
  }

  /** Must be called before each command is written. */
  expectReply(): void {
    this.#waiting++;
  }

  // The client sets these options on its sockets; this socket is already configured.
  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#socket.writable) this.#socket.write(chunk, done);
    else done(new Error('the server closed the connection'));
  }

  override _final(done: () => void): void {
    this.#socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
