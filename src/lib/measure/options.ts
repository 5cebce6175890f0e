import type { Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';

/** Options of every way to measure. */
export interface MeasureOptions {
  profiles: readonly Profile[];
  /** Set when the user named the profile. */
  asked: { /** The release that the user named; `null`: none. */ version: string | null } | null;
  databases: number | 'all';
  /** What is known about the load in addition to the measurement. */
  workload: Partial<Workload>;
  /** The user's figure; `null`: not given. */
  requests: number | null;
  /** Deployed switch values, by variable. */
  env: Readonly<Record<string, string>>;
  /** Maximum seconds; `null`: until the end of the capture. */
  seconds: number | null;
  /** Maximum commands of a sample; `null`: no limit. */
  maxCommands: number | null;
  showIds: boolean;
  signal: AbortSignal;
  /** Called when counting starts. */
  onStart(): void;
}
