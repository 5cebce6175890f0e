import type { Profile } from '../profile/types.js';
import type { OffsetGiven } from '../recognise/utc-offset.js';

/** What the user asked of an audit. */
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
  /** Lengths even where reading them resets idle times that evictions depend on. */
  lengths: boolean;
  now: Date;
  /** What is known of the application's UTC offset beforehand. */
  offset: OffsetGiven;
  showIds: boolean;
  signal: AbortSignal;
  /** Keys counted, and all keys where the server tells. */
  onProgress(keys: number, total: number | null): void;
}
