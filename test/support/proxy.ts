/** A TCP proxy in front of a server on loopback, which lets a test act at an exact point of a scan. */
import type { Socket } from 'node:net';
import { connectionFor, startFake, type FakeServer } from './fake-server.js';
import { countCommands } from './wire.js';

export interface ProxyOptions {
  /** Awaited before the n-th SCAN (1, 2, …, over all connections) is forwarded; the probe of SCAN … TYPE is not counted. */
  beforeScan?: (n: number) => Promise<void> | void;
  /** Awaited before the first TYPE of a real key is forwarded, which starts the reading of metadata. */
  beforeRead?: () => Promise<void>;
  /** Awaited before the bytes with the n-th command (1, 2, …, over all connections) are forwarded. */
  beforeCommand?: (n: number, name: string) => Promise<void> | void;
}

export interface Proxy extends FakeServer {
  /** Commands from clients, as counted on the wire. */
  readonly commands: number;
}

export async function startProxy(
  serverPort: number,
  { beforeScan, beforeRead, beforeCommand }: ProxyOptions = {},
): Promise<Proxy> {
  let [scans, reads, commands] = [0, 0, 0];

  const serve = (client: Socket): void => {
    const server = connectionFor(client, serverPort);
    let names: string[] = [];
    const count = countCommands((name, args) => {
      commands++;
      names.push(name);
      if (name === 'SCAN' && !args.includes('TYPE')) scans++;
      if (name === 'TYPE' && !args.includes('meter:probe')) reads++;
    });
    let forwarding = Promise.resolve();
    server.on('data', (chunk) => client.write(chunk));
    client.on('data', (chunk) => {
      const [before, unread, sent] = [scans, reads === 0, commands];
      names = [];
      count(chunk);
      const [reached, first, sentNow] = [scans, unread && reads > 0, names];
      forwarding = forwarding.then(async () => {
        for (let n = before + 1; n <= reached; n++) await beforeScan?.(n);
        if (first) await beforeRead?.();
        for (const [index, name] of sentNow.entries()) await beforeCommand?.(sent + index + 1, name);
        if (!server.destroyed) server.write(chunk);
      });
    });
  };

  const fake = await startFake(serve);
  return {
    ...fake,
    get commands() {
      return commands;
    },
  };
}
