import { isIPv6 } from 'node:net';

/** Address of one server: a TCP port, or a Unix socket when `path` is set. */
export interface NodeAddress {
  host: string;
  port: number;
  path: string | null;
}

export const tcpAddress = (host: string, port: number): NodeAddress => ({ host, port, path: null });

/** `host:port`, `[v6]:port`, or the socket's path. */
export function addressText(address: NodeAddress): string {
  if (address.path !== null) return address.path;
  return `${isIPv6(address.host) ? `[${address.host}]` : address.host}:${address.port}`;
}

/** True for a name, an IPv4 address or a bare IPv6 address. Keeps control characters out of messages. */
export const isHost = (text: string): boolean => /^[\p{L}\p{N}._-]+$/u.test(text) || isIPv6(text);

/** A TCP port number, or `null`. */
export function parsePort(text: string): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : null;
}

/** Parses `host`, `host:port`, `[v6]` and `[v6]:port`; `null` for anything else. */
export function parseHostPort(text: string, defaultPort: number): NodeAddress | null {
  const parts = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/.exec(text);
  if (!parts) return null;
  const host = parts[1] ?? parts[2] ?? '';
  const port = parts[3] === undefined ? defaultPort : parsePort(parts[3]);
  const bracketed = parts[1] !== undefined;
  return port !== null && isHost(host) && bracketed === isIPv6(host) ? tcpAddress(host, port) : null;
}
