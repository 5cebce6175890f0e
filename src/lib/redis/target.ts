import { addressText, type NodeAddress } from './address.js';

export const DEFAULT_PORT = 6379;

/** PEM texts, not paths. */
export interface TlsSettings {
  ca?: string;
  cert?: string;
  key?: string;
  /** Name asked for by SNI and expected in the certificate, where it is not the host's. */
  servername?: string;
  rejectUnauthorized: boolean;
}

export interface SentinelSettings {
  nodes: readonly NodeAddress[];
  masterName: string;
  /** Credentials of the sentinels; those of the data nodes are tried where a sentinel asks for some and none are set. */
  username?: string | null;
  password?: string | null;
}

/** A value that ends where a comment begins, though a `#` may have been meant to be a part of it. */
export interface CutValue {
  /** The variable. */
  name: string;
  /** Safe to show. */
  file: string;
  /** It is the whole address, not the password alone. */
  isUrl: boolean;
}

/** What a Redis is for. Changes of one in production are agreed to by name. */
export type Role = 'production' | 'staging' | 'development';

/** One Redis, fully resolved from flags, files and environment. Holds credentials: never print it. */
export interface Target {
  /** `auto`: a standalone server unless it says that it is a cluster node. */
  mode: 'auto' | 'standalone' | 'cluster' | 'sentinel';
  host: string;
  port: number;
  /** Unix socket, instead of host and port. */
  path: string | null;
  username: string | null;
  password: string | null;
  db: number;
  tls: TlsSettings | null;
  sentinel: SentinelSettings | null;
  /** The value of an env file that a `#` has cut short, where one of those used was. */
  cut: CutValue | null;
  replica: boolean;
  /** The name that its user has given it; absent: none. */
  label?: string;
  /** Absent: not known. */
  role?: Role;
  /** Until the server has answered its first command: name look-up, TCP, TLS and authentication together. */
  connectTimeoutMs: number;
  commandTimeoutMs: number;
  /** How long to try to reconnect after a lost connection: the waits in all. */
  retryMs: number;
}

export const targetAddress = (target: Target): NodeAddress => ({ host: target.host, port: target.port, path: target.path });

/** Its own name, else `host:port/db`, or the socket's path. Holds no credential. */
export const targetName = (target: Target, databases: number | 'all' = target.db): string =>
  target.label ?? target.path ?? `${addressText(targetAddress(target))}/${databases}`;
