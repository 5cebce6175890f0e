/** A TCP proxy that holds, loses or alters what belongs to one command: the connection breaks, and what was held can be delivered later. */
import { connect, createServer, type Socket } from 'node:net';

export interface HoldingProxy {
  port: number;
  /** Resolves when the command has come, and its connection is gone. */
  readonly caught: Promise<void>;
  /** Delivers what was held, and resolves when the server has answered. */
  release(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * `hold`: the server gets nothing before `release`. `lose`: the server gets it, the client no answer; `close`: so does every other such command.
 * `garble`: the answer is a number that nobody gives.
 */
export type Fault = 'hold' | 'lose' | 'garble' | 'close';

export interface HoldOptions {
  fault: Fault;
  /** What the piece holds that is caught. */
  at: string;
  /** Awaited before the client's connection breaks. */
  before?: () => Promise<void>;
}

/** Longer than a server takes for one piece. */
const ENOUGH_MS = 30;

export async function startHoldingProxy(serverPort: number, { fault, at, before }: HoldOptions): Promise<HoldingProxy> {
  const sockets = new Set<Socket>();
  let isCaught = false;
  let held: { server: Socket; bytes: Buffer } | null = null;
  let tell = (): void => {};
  const caught = new Promise<void>((resolve) => (tell = resolve));
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  const serve = (client: Socket): void => {
    const server = connect({ host: '127.0.0.1', port: serverPort });
    let [isDeaf, isGarbled] = [false, false];
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => held?.server !== server && server.destroy());
    server.on('close', () => client.destroy());
    const cut = async (): Promise<void> => {
      isDeaf = true;
      await wait(ENOUGH_MS);
      await before?.();
      client.destroy();
      tell();
    };
    client.on('data', (bytes) => {
      if (isDeaf) return;
      const isIt = bytes.includes(at) && (fault === 'close' || !isCaught);
      isCaught ||= isIt;
      if (isIt && fault === 'hold') held = { server, bytes };
      else if (!isIt || fault !== 'close') server.write(bytes);
      if (isIt && fault === 'garble') isGarbled = true;
      else if (isIt) void cut();
    });
    server.on('data', (bytes) => {
      if (isDeaf) return;
      client.write(isGarbled ? ':7\r\n' : bytes);
      if (isGarbled) tell();
      isGarbled = false;
    });
  };

  const listener = createServer(serve);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as { port: number }).port,
    caught,
    async release() {
      if (!held) throw new Error('nothing is held');
      const { server, bytes } = held;
      const answered = new Promise((resolve) => server.once('data', resolve));
      server.write(bytes);
      await answered;
    },
    async stop() {
      const ended = new Promise((resolve) => listener.close(resolve));
      for (const socket of sockets) socket.destroy();
      await ended;
    },
  };
}
