/** A TCP proxy that breaks all connections at an exact point: before a piece of what clients send goes on, or before it is answered. */
import { connectionFor, startFake, type FakeServer } from '../../../support/fake-server.js';

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

export interface CuttingProxy extends FakeServer {
  /** Pieces that clients have sent since `arm`. */
  readonly pieces: number;
  /** From now on pieces are counted, and the n-th is the last. */
  arm(cut: Cut): void;
}

/** Who is cut off for good may give up after so many ms. */
export const SOON_MS = 100;

/** Longer than a server takes for one piece. */
const ENOUGH_MS = 15;

export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  let pieces = 0;
  let armed: Cut | null = null;
  let muted = false;
  let closed = false;

  const cut = async ({ before, meanwhile, forGood }: Cut): Promise<void> => {
    before?.();
    armed = null;
    muted = true;
    closed = forGood === true;
    fake.disconnect();
    await meanwhile?.();
    muted = false;
  };

  const fake = await startFake((client) => {
    if (closed || muted) {
      client.destroy();
      return;
    }
    const server = connectionFor(client, serverPort);
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
  return {
    ...fake,
    get pieces() {
      return pieces;
    },
    arm(next) {
      pieces = 0;
      armed = next;
    },
  };
}
