/** How an application talks to Redis, as far as its speed depends on it. */
export interface RedisClient {
  /** Such as `go-redis v8`. */
  library: string;
  /** Connections of one process unless set otherwise. `shared`: all requests use one connection, and wait for none. */
  pool: { size: number; env?: string; shared?: true };
  /** Seconds. Absent: without end, or no pool to wait for. */
  timeouts: { connect: number; command?: number; pool?: number };
  /** Further tries after a failure, also after a reply that did not come. */
  retries: number;
  /** Settings that need no code, each as it is written. */
  settings?: readonly string[];
  /** Sentences. */
  notes?: readonly string[];
}
