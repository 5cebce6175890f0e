import type { Socket } from 'node:net';
import { says } from '../errors/connection.js';
import { EXIT, failure, type MeterError } from '../format/errors.js';
import type { NodeAddress } from './address.js';
import { alienError, explainConnectError, refusalError } from './connect-errors.js';
import type { Access } from './control.js';
import { withinDeadline } from './deadline.js';
import { handshake, handshakeRefusal } from './handshake.js';
import { alienAmong } from './reply-shape.js';
import { encodePipeline, ProtocolError, RespReader, type Reply } from './resp.js';
import { openSocket } from './socket.js';
import type { Target } from './target.js';

/** A connection on which the server reports every command that it receives. */
export interface MonitorConnection {
  /** Passes on all bytes from the reply to MONITOR on. `onEnd`: the server or `close` has ended the connection. */
  start(onBytes: (chunk: Buffer) => void, onEnd: () => void): void;
  close(): void;
}

/**
 * Connects, logs in, and prepares to send MONITOR on its own connection. The guard of `access` must allow it. Rejects with a
 * MeterError that explains the cause (exit 5).
 */
export function openMonitor(target: Target, address: NodeAddress, access: Access): Promise<MonitorConnection> {
  return withinDeadline(target.connectTimeoutMs, access.signal, async (until) => {
    const socket = await openSocket(target, address, until);
    const stop = (): void => void socket.destroy();
    until.addEventListener('abort', stop, { once: true });
    try {
      const steps = handshake({ ...target, db: 0 }, false);
      const commands = steps.map(({ args }) => args);
      const replies = await ask(socket, commands, access);
      const alien = alienAmong(commands, replies);
      if (alien) throw alienError(alien.command, alien.detail, address, EXIT.connection);
      const refusal = handshakeRefusal(steps, replies);
      if (refusal !== null) throw new Error(refusal);
      return watching(socket, access);
    } catch (error) {
      socket.destroy();
      throw explainConnectError(error, target, address);
    } finally {
      until.removeEventListener('abort', stop);
    }
  });
}

function watching(socket: Socket, { guard, ledger }: Access): MonitorConnection {
  return {
    start(onBytes, onEnd) {
      guard.check(['MONITOR']);
      ledger.charge(1, 1);
      socket.on('data', onBytes);
      socket.on('error', () => {});
      socket.once('close', onEnd);
      if (socket.destroyed) onEnd();
      else socket.write(encodePipeline([['MONITOR']]));
    },
    close: () => void socket.destroy(),
  };
}

/** Sends one pipeline and returns one reply per command. */
function ask(socket: Socket, commands: readonly (readonly string[])[], { guard, ledger }: Access): Promise<Reply[]> {
  for (const args of commands) guard.check(args);
  ledger.charge(commands.length, 1);
  return new Promise((resolve, reject) => {
    const replies: Reply[] = [];
    const reader = new RespReader(
      (reply) => replies.push(reply),
      // All of these replies are small.
      () => 0,
    );
    const take = (chunk: Buffer): void => {
      try {
        reader.push(chunk);
      } catch (error) {
        return reject(error as Error);
      }
      if (replies.length < commands.length) return;
      if (replies.length > commands.length) return reject(new ProtocolError('more replies than commands'));
      socket.off('data', take);
      socket.off('close', onClose);
      resolve(replies);
    };
    const onClose = (): void => reject(new Error('the server closed the connection'));
    socket.on('data', take);
    socket.once('error', reject);
    socket.once('close', onClose);
    socket.write(encodePipeline(commands));
  });
}

/** The error for a refused MONITOR. */
export function monitorRefused(message: string): MeterError {
  const { code, exitCode, saying } = refusalError('MONITOR', message, EXIT.connection);
  return failure(says('monitor-refused-by', { failed: saying }), exitCode, code);
}

export const monitorUnanswered = (timeoutMs: number): MeterError =>
  failure(says('monitor-refused', { seconds: timeoutMs / 1000 }), EXIT.connection);
