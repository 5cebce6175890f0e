import { targetName, type TargetRole } from './target.js';
import type { Session } from './topology.js';

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
  role?: TargetRole;
}

/** The target as reports show it: no credential in it. */
export function targetInfo(session: Session, db: number | 'all'): TargetInfo {
  const { target, mode } = session;
  return {
    name: targetName(target, db),
    host: target.path === null ? target.host : null,
    port: target.path === null ? target.port : null,
    db,
    tls: target.tls !== null,
    mode,
    replica: target.replica,
    ...(target.role !== undefined && { role: target.role }),
  };
}
