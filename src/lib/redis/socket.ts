import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { NodeAddress } from './address.js';
import { explainConnectError, stoppedError, type ConnectPhase } from './connect-errors.js';
import type { Target } from './target.js';

/**
 * Opens a socket, including its TLS handshake. Rejects with a MeterError that gives the cause; when `signal` aborts (deadline,
 * Ctrl-C), the error says how far the connection had come.
 */
export async function openSocket(target: Target, address: NodeAddress, signal: AbortSignal): Promise<Socket> {
  try {
    if (signal.aborted) throw stoppedError(target, address, 'lookup', signal);
    // A server may report any number as another node's port.
    if (address.path === null && !(address.port >= 1 && address.port <= 65_535)) throw new Error('that is no port');
    const socket = connectSocket(target, address);
    await whenConnected(socket, target, address, signal);
    return socket;
  } catch (error) {
    throw explainConnectError(error, target, address);
  }
}

function whenConnected(socket: Socket, target: Target, address: NodeAddress, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let phase: ConnectPhase = address.path === null && isIP(address.host) === 0 ? 'lookup' : 'connect';
    const stop = (): void => {
      reject(stoppedError(target, address, phase, signal));
      socket.destroy();
    };
    signal.addEventListener('abort', stop, { once: true });
    // Never removed: an error between two owners must not be unhandled.
    socket.on('error', reject);
    socket.once('close', () => signal.removeEventListener('abort', stop));
    socket.once('lookup', () => (phase = 'connect'));
    socket.once('connect', () => (phase = 'tls'));
    socket.once(target.tls ? 'secureConnect' : 'connect', () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}

function connectSocket(target: Target, { host, port, path }: NodeAddress): Socket {
  const where = path === null ? { host, port } : { path };
  if (!target.tls) return connectTcp({ ...where, noDelay: true });
  // SNI accepts names only (RFC 6066); an IP address is still compared with the certificate.
  const servername = target.tls.servername ?? (isIP(host) === 0 ? host : undefined);
  return connectTls({ ...where, ...target.tls, ...(servername === undefined ? {} : { servername }) }).setNoDelay(true);
}
