import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { ProtocolError, ReplyError, RespReader } from './resp.js';

/** Bytes that one reply on a control connection may take: CLUSTER NODES of a thousand nodes takes 200 KB. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * A socket for a client that believes every length it is told. What comes goes through a reader with limits first; bytes that are no reply,
 * and replies that nobody waits for, end the connection and do not reach the client.
 */
export class LimitedStream extends Duplex {
  readonly #socket: Socket;
  #waiting = 0;

  constructor(socket: Socket) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    const reader = new RespReader(
      (reply) => {
        // A server that has no room for a client says so before it is asked.
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
    // Its last words are still read.
    socket.once('close', () => this.push(null));
  }

  /** Told of each command before it is written. */
  expectReply(): void {
    this.#waiting++;
  }

  // What the client sets on its sockets; this one is set up.
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
