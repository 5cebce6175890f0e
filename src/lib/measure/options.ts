import type { Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';

/** What every way to measure is told. */
export interface MeasureOptions {
  profiles: readonly Profile[];
  /** Set when the user named the profile. */
  asked: { /** The release named with it; `null`: none. */ version: string | null } | null;
  databases: number | 'all';
  /** What is known of the load beyond what is measured. */
  workload: Partial<Workload>;
  /** The user's own figure; `null`: none. */
  requests: number | null;
  /** Switches as deployed, by variable. */
  env: Readonly<Record<string, string>>;
  /** Ends the measurement after so long; `null`: only at the end of the capture. */
  seconds: number | null;
  /** Ends a sample after so many; `null`: no limit. */
  maxCommands: number | null;
  showIds: boolean;
  signal: AbortSignal;
  /** Called when counting begins. */
  onStart(): void;
}
