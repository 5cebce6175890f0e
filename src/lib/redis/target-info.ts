import type { Role } from './target.js';

/** The target of a command as results name it. */
export interface TargetInfo {
  /** The name that its user has given it, else `host:port/db`, or the socket's path. Never holds a credential. */
  name: string;
  host: string | null;
  port: number | null;
  db: number | 'all';
  tls: boolean;
  mode: 'standalone' | 'cluster' | 'sentinel';
  replica: boolean;
  /** What it is for; absent where its user has not said so. */
  role?: Role;
}
