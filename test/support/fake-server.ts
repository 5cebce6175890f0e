/** A TCP server on loopback with scripted replies, for failures that no real server shows on demand. */
import { connect, createServer, type Socket } from 'node:net';

export interface FakeServer {
  port: number;
  url: string;
  /** Closes all connections. */
  disconnect(): void;
  stop(): Promise<void>;
}

export async function startFake(onConnection: (socket: Socket) => void): Promise<FakeServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const disconnect = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    disconnect,
    async stop() {
      disconnect();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A connection for this client to the server on a port of loopback. Both close together. */
export function connectionFor(client: Socket, port: number): Socket {
  const server = connect({ host: '127.0.0.1', port });
  const end = (): void => {
    client.destroy();
    server.destroy();
  };
  for (const socket of [client, server]) socket.setNoDelay(true).on('error', end).on('close', end);
  return server;
}

/** Sends the same line of RESP in reply to every command. */
export const startParrot = (line: string): Promise<FakeServer> =>
  startFake((socket) => {
    socket.on('data', (chunk) => {
      const commands = chunk.toString('latin1').match(/\*\d+\r\n/g)?.length ?? 0;
      socket.write(`${line}\r\n`.repeat(commands));
    });
  });
