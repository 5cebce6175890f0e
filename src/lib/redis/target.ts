import { addressText, type NodeAddress } from './address.js';

export const DEFAULT_PORT = 6379;

/** PEM texts, not paths. */
export interface TlsSettings {
  ca?: string;
  cert?: string;
  key?: string;
  /** Name for SNI and for the certificate check, if it differs from the host. */
  servername?: string;
  rejectUnauthorized: boolean;
}

export interface SentinelSettings {
  nodes: readonly NodeAddress[];
  masterName: string;
  /** Credentials of the sentinels. Unset: those of the data nodes are tried when a sentinel requires a login. */
  username?: string | null;
  password?: string | null;
}

/** A value that ends where a comment begins, although the `#` may have been meant as part of the value. */
export interface CutValue {
  /** Name of the variable. */
  name: string;
  /** Name of the file. Safe to show. */
  file: string;
  /** True: the value is the whole address. False: it is the password. */
  isUrl: boolean;
}

/** The purpose of a Redis. Changes in production are confirmed by name. */
export type TargetRole = 'production' | 'staging' | 'development';

/** One Redis, resolved from flags, files and environment. Contains credentials: never print it. */
export interface Target {
  /** `auto`: standalone, unless the server reports that it is a cluster node. */
  mode: 'auto' | 'standalone' | 'cluster' | 'sentinel';
  host: string;
  port: number;
  /** Path of a Unix socket, used instead of host and port. */
  path: string | null;
  username: string | null;
  password: string | null;
  db: number;
  tls: TlsSettings | null;
  sentinel: SentinelSettings | null;
  /** The env file's value that a `#` has cut short, if a used value was cut. */
  cut: CutValue | null;
  replica: boolean;
  /** The name from the configuration; absent: none. */
  label?: string;
  /** Absent: unknown. */
  role?: TargetRole;
  /** Milliseconds until the server answers the first command: name look-up, TCP, TLS and authentication together. */
  connectTimeoutMs: number;
  commandTimeoutMs: number;
  /** Total milliseconds of waiting between attempts to reconnect after a lost connection. */
  retryMs: number;
}

export const targetAddress = (target: Target): NodeAddress => ({ host: target.host, port: target.port, path: target.path });

/** The target's label, else `host:port/db`, or the socket's path. Contains no credential. */
export const targetName = (target: Target, databases: number | 'all' = target.db): string =>
  target.label ?? target.path ?? `${addressText(targetAddress(target))}/${databases}`;
