/** The target of a command as results name it. */
export interface TargetInfo {
  /** `host:port/db`, or the socket's path. Never holds a credential. */
  name: string;
  host: string | null;
  port: number | null;
  db: number | 'all';
  tls: boolean;
  mode: 'standalone' | 'cluster' | 'sentinel';
  replica: boolean;
}
