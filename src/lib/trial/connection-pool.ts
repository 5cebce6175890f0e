/** A pool of connections, each of which serves one command at a time, as go-redis and most other clients use them. */
import { Redis } from 'ioredis';

/** Ms before a lost connection is made again. */
const RECONNECT_MS = 20;

export interface ConnectionPool {
  /** Waits for a free connection, sends the command, and resolves to the reply. Nothing is sent twice. */
  send(args: readonly string[]): Promise<unknown>;
  /** Commands sent so far. Each takes one round trip. */
  readonly commands: number;
  close(): void;
}

/** Resolves when all connections are open. `timeoutMs`: for the reply to one command. */
export async function openPool(port: number, { size, timeoutMs }: { size: number; timeoutMs: number }): Promise<ConnectionPool> {
  const connections = Array.from({ length: size }, () => connection(port, timeoutMs));
  const free = [...connections];
  const waiting: ((connection: Redis) => void)[] = [];
  let commands = 0;

  const take = (): Redis | Promise<Redis> => free.pop() ?? new Promise((resolve) => waiting.push(resolve));
  const giveBack = (connection: Redis): void => {
    const next = waiting.shift();
    if (next) next(connection);
    else free.push(connection);
  };
  const close = (): void => {
    for (const each of connections) each.disconnect();
  };
  try {
    await Promise.all(connections.map((each) => each.connect()));
  } catch (error) {
    close();
    throw error;
  }
  return {
    async send([name = '', ...args]) {
      const own = await take();
      try {
        commands++;
        return await own.call(name, ...args);
      } finally {
        giveBack(own);
      }
    },
    get commands() {
      return commands;
    },
    close,
  };
}

function connection(port: number, timeoutMs: number): Redis {
  const client = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    commandTimeout: timeoutMs,
    // A check that cannot be sent has failed: the trial counts failures, and sends nothing again.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    retryStrategy: () => RECONNECT_MS,
  });
  client.on('error', () => {});
  return client;
}
