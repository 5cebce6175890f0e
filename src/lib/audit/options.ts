import type { Profile } from '../profile/types.js';
import type { OffsetGiven } from '../recognise/utc-offset.js';

/** Options of an audit. */
export interface AuditOptions {
  profiles: readonly Profile[];
  /** True when the user named the profiles. */
  profilesAsked: boolean;
  exact: boolean;
  pattern: string | null;
  type: string | null;
  limit: number;
  databases: number | 'all';
  maxLatencyMs: number;
  /** Read lengths even if this resets idle times that evictions depend on. */
  lengths: boolean;
  now: Date;
  /** What is known about the application's UTC offset before the scan. */
  offset: OffsetGiven;
  /** Values of switches that differ from their defaults, by profile; absent: none is known. */
  deployed?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The application's environment variables; absent: none is known. */
  variables?: Readonly<Record<string, string>>;
  showIds: boolean;
  signal: AbortSignal;
  /** `keys`: counted so far. `total`: all keys; `null`: not reported. */
  onProgress(keys: number, total: number | null): void;
}
