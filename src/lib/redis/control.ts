import type { Redis } from 'ioredis';
import { EXIT, MeterError } from '../format/errors.js';
import type { NodeAddress } from './address.js';
import { alienError, explainConnectError, stoppedError } from './connect-errors.js';
import { withinDeadline } from './deadline.js';
import type { CommandGuard } from './guard.js';
import { handshake, handshakeRefusal } from './handshake.js';
import type { Ledger } from './ledger.js';
import { LimitedStream } from './limited-stream.js';
import { alienReply } from './reply-shape.js';
import { ReplyError, type Reply } from './resp.js';
import { openSocket } from './socket.js';
import type { Target } from './target.js';

/** What every connection needs to open. */
export interface Access {
  guard: CommandGuard;
  ledger: Ledger;
  /** Aborts a connection attempt with `interrupted`. */
  signal?: AbortSignal | undefined;
}

export type Answer = Exclude<Reply, ReplyError>;

/** The connection to one node for the few commands outside bulk work. Strings are byte strings (latin1) in both directions. */
export interface Control {
  readonly address: NodeAddress;
  /** Sends one command. Returns an error reply as a value; a broken connection throws a MeterError (exit 5). */
  ask(...args: string[]): Promise<Reply>;
  /** Sends one command. An error reply throws, too. */
  call(...args: string[]): Promise<Answer>;
  close(): void;
}

/** Connects and logs in within `connectTimeoutMs`. Rejects with a MeterError (exit 5) that gives the cause and the next step. */
export async function connectControl(target: Target, address: NodeAddress, access: Access, readonly = false): Promise<Control> {
  // Imported before the socket opens, so that a reader is ready for the server's first bytes.
  const { AbstractConnector, Redis } = await import('ioredis');
  return withinDeadline(target.connectTimeoutMs, access.signal, async (signal) => {
    const stream = new LimitedStream(await openSocket(target, address, signal));
    const client = guardedClient({ AbstractConnector, Redis }, stream, target, access);
    const control = controlOver(client, stream, target, address);
    const stop = (): void => control.close();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await client.connect();
      await logIn(control, target, readonly);
      return control;
    } catch (error) {
      control.close();
      throw signal.aborted ? stoppedError(target, address, 'reply', signal) : explainConnectError(error, target, address);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  });
}

/** A client without retries, queues or commands of its own: a lost connection fails at once. */
function guardedClient(
  ioredis: Pick<typeof import('ioredis'), 'AbstractConnector' | 'Redis'>,
  limited: LimitedStream,
  target: Target,
  { guard, ledger }: Access,
): Redis {
  class OpenStream extends ioredis.AbstractConnector {
    constructor() {
      super(0);
    }
    override connect(): ReturnType<InstanceType<typeof ioredis.AbstractConnector>['connect']> {
      // The client uses only the stream interface of a socket.
      this.stream = limited as unknown as NonNullable<typeof this.stream>;
      return Promise.resolve(this.stream);
    }
  }

  class GuardedRedis extends ioredis.Redis {
    override sendCommand(...[command, stream]: Parameters<Redis['sendCommand']>): unknown {
      guard.check([command.name, ...command.args.map((arg) => (arg instanceof Buffer ? arg.toString('latin1') : String(arg)))]);
      // A command sent while others are pending shares their round trip.
      ledger.charge(1, this.commandQueue.length === 0 ? 1 : 0);
      limited.expectReply();
      return super.sendCommand(command, stream);
    }
  }

  return new GuardedRedis({
    Connector: OpenStream,
    lazyConnect: true,
    protocol: 2,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    disableClientInfo: true,
    commandTimeout: target.commandTimeoutMs,
  });
}

function controlOver(client: Redis, stream: LimitedStream, target: Target, address: NodeAddress): Control {
  // ioredis only says "Connection is closed."; the stream's first error has the reason.
  let broken: Error | null = null;
  stream.once('error', (error) => (broken = error));
  // Without a listener ioredis prints errors.
  client.on('error', () => {});

  const ask = async (...args: string[]): Promise<Reply> => {
    const [name = '', ...rest] = args;
    try {
      const reply = byteReply(await client.callBuffer(name, ...rest.map((arg) => Buffer.from(arg, 'latin1'))));
      const alien = alienReply(args, reply);
      if (alien) throw alienError(alien.command, alien.detail, address, EXIT.connection);
      return reply;
    } catch (error) {
      if (error instanceof Error && error.name === 'ReplyError') return new ReplyError(error.message);
      if (error instanceof MeterError) throw error;
      throw explainConnectError(
        broken ?? (stream.writable ? error : new Error('the server closed the connection')),
        target,
        address,
      );
    }
  };

  return {
    address,
    ask,
    async call(...args) {
      const reply = await ask(...args);
      if (reply instanceof ReplyError) throw explainConnectError(reply.message, target, address);
      return reply;
    },
    close: () => client.disconnect(),
  };
}

/**
 * Sends the first step alone. A server that has already hung up (client limit, TLS certificate) accepts one write before writes
 * fail, and its last words are read in the meantime. The other steps share one round trip.
 */
async function logIn(control: Control, target: Target, readonly: boolean): Promise<void> {
  const [first, ...others] = handshake(target, readonly);
  for (const steps of [[first], others]) {
    const replies = await Promise.all(steps.map(({ args }) => control.ask(...args)));
    const refusal = handshakeRefusal(steps, replies);
    if (refusal !== null) throw explainConnectError(refusal, target, control.address);
  }
}

function byteReply(reply: unknown): Reply {
  if (Array.isArray(reply)) return reply.map(byteReply);
  if (reply instanceof Buffer) return reply.toString('latin1');
  if (reply instanceof Error) return new ReplyError(reply.message);
  return typeof reply === 'number' || typeof reply === 'string' ? reply : null;
}
