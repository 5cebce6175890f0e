/** A TCP server on loopback with scripted replies, for failures that no real server shows on demand. */
import { createServer, type Socket } from 'node:net';

export interface FakeServer {
  port: number;
  url: string;
  stop(): Promise<void>;
}

export async function startFake(onConnection: (socket: Socket) => void): Promise<FakeServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends the same line of RESP in reply to every command. */
export const startParrot = (line: string): Promise<FakeServer> =>
  startFake((socket) => {
    socket.on('data', (chunk) => {
      const commands = chunk.toString('latin1').match(/\*\d+\r\n/g)?.length ?? 0;
      socket.write(`${line}\r\n`.repeat(commands));
    });
  });
