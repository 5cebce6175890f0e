/** Finds ports on this machine for servers that a program starts itself. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Linux: the first and the last port of the range for client connections. */
const CLIENT_PORTS = '/proc/sys/net/ipv4/ip_local_port_range';
/** The default start of that range on Linux; other systems start at 49152. */
const FIRST_CLIENT_PORT = 32_768;
/** Most conventional server ports are below. */
const LOWEST = 10_000;
/** With ten thousand ports to choose from, a second attempt is rarely needed. */
const ATTEMPTS = 8;

/** A server found one of its ports in use. */
export class PortInUse extends Error {}

/** True when a server's log says that a port is in use. */
export const isPortInUse = (log: string): boolean => /address (?:is )?already in use/i.test(log);

/**
 * Calls `start` with two ports, and again with others while it rejects with PortInUse: a free port may be taken before it is
 * bound. The ports are below the range of client ports, any of which a connection may take. They are chosen at random, because
 * other programs on this machine may do the same.
 */
export async function onFreePorts<T>(start: (ports: [number, number]) => Promise<T>): Promise<T> {
  const end = await firstClientPort();
  for (let attempt = 1; ; attempt++) {
    const port = randomInt(LOWEST, end - 1);
    try {
      return await start([port, randomInt(port + 1, end)]);
    } catch (error) {
      if (!(error instanceof PortInUse) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function firstClientPort(): Promise<number> {
  const text = await readFile(CLIENT_PORTS, 'utf8').catch(() => '');
  const first = Number.parseInt(text, 10);
  // If clients may use nearly all ports, no server port is safe from them.
  return first > 2 * LOWEST ? first : FIRST_CLIENT_PORT;
}
