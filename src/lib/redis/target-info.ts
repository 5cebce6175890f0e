import type { Role } from './target.js';

/** The target of a command, as results show it. */
export interface TargetInfo {
  /** The name from the configuration, else `host:port/db`, or the socket's path. Never contains a credential. */
  name: string;
  host: string | null;
  port: number | null;
  db: number | 'all';
  tls: boolean;
  mode: 'standalone' | 'cluster' | 'sentinel';
  replica: boolean;
  /** Absent: not configured. */
  role?: Role;
}
