/** Ports of this machine for servers that a program starts itself. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** On Linux: the first and the last port of those that connections of clients are given. */
const CLIENT_PORTS = '/proc/sys/net/ipv4/ip_local_port_range';
/** Linux begins there unless it is told otherwise, other systems at 49152. */
const FIRST_CLIENT_PORT = 32_768;
/** Below it are most of the ports that servers have by convention. */
const LOWEST = 10_000;
/** With ten thousand ports to choose from, more than one attempt is hardly ever needed. */
const ATTEMPTS = 8;

/** A server found one of its ports in use. */
export class PortInUse extends Error {}

/** Whether a server's log says that one of its ports is in use. */
export const tellsPortInUse = (log: string): boolean => /address (?:is )?already in use/i.test(log);

/**
 * Calls `start` with two ports, and again with others as long as it rejects with PortInUse: a port that is free when it is looked at need not
 * be so when it is bound. They lie below the ports of clients, any of which a connection may have, and are chosen at random, because other
 * programs on this machine may do the same.
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
  // Where clients are given nearly all ports, none is safe from them.
  return first > 2 * LOWEST ? first : FIRST_CLIENT_PORT;
}
