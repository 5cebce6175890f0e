/** A TCP proxy that breaks all connections at an exact point: before a piece of what clients send goes on, or before it is answered. */
import { connect, createServer, type Socket } from 'node:net';

export interface Cut {
  at: number;
  /** Counting begins with the piece that holds this; absent: with the next one. */
  from?: string;
  /** The server still gets the last piece, but its answer is lost. */
  answer: boolean;
  /** Called just before the connections go. */
  before?: () => void;
  /** No connection is made until it is done. */
  meanwhile?: () => Promise<void>;
  forGood?: boolean;
}

export interface CuttingProxy {
  port: number;
  /** Pieces that clients have sent since `arm`. */
  readonly pieces: number;
  /** From now on pieces are counted, and the n-th is the last. */
  arm(cut: Cut): void;
  stop(): Promise<void>;
}

/** Who is cut off for good may give up after so many ms. */
export const SOON_MS = 100;

/** Longer than a server takes for one piece. */
const ENOUGH_MS = 15;

export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let pieces = 0;
  let armed: Cut | null = null;
  let muted = false;
  let closed = false;

  const cut = async ({ before, meanwhile, forGood }: Cut): Promise<void> => {
    before?.();
    armed = null;
    muted = true;
    closed = forGood === true;
    for (const socket of sockets) socket.destroy();
    await meanwhile?.();
    muted = false;
  };

  const listener = createServer((client) => {
    if (closed || muted) {
      client.destroy();
      return;
    }
    const server = connect({ host: '127.0.0.1', port: serverPort });
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    server.on('data', (chunk) => {
      if (!muted) client.write(chunk);
    });
    client.on('data', (chunk) => {
      if (armed && (pieces > 0 || chunk.includes(armed.from ?? ''))) pieces++;
      const due = armed && pieces === armed.at ? armed : null;
      if (due && !due.answer) void cut(due);
      else {
        server.write(chunk);
        if (!due) return;
        muted = true;
        setTimeout(() => void cut(due), ENOUGH_MS);
      }
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as { port: number }).port,
    get pieces() {
      return pieces;
    },
    arm(next) {
      pieces = 0;
      armed = next;
    },
    async stop() {
      const ended = new Promise((resolve) => listener.close(resolve));
      for (const socket of sockets) socket.destroy();
      await ended;
    },
  };
}
