import type { Profile } from '../profile/types.js';
import type { OffsetGiven } from '../recognise/utc-offset.js';

export interface DoctorOptions {
  profiles: readonly Profile[];
  profilesAsked: boolean;
  database: number;
  offset: OffsetGiven;
  /** The application's settings file; `null`: none was named. */
  relay: RelayFile | null;
  now: Date;
  /** PINGs that are sent to each node; 0: none. */
  pings: number;
  /** Connections of the application. `rate` `null`: its load is unknown. `rttSeconds` `null`: as measured. */
  pool: { processes: number; pool: number | null; rate: number | null; rttSeconds: number | null };
  /** Asks what our user may do with each verb. A server counts each command that it may not send. */
  rights: boolean;
  maxLatencyMs: number;
  /** What is not asked within this time is skipped. */
  deadlineMs: number;
  showIds: boolean;
  signal: AbortSignal;
}

export interface RelayFile {
  /** By variable, as the application reads them. */
  values: Readonly<Record<string, string>>;
  /** Variables that more than one line sets. */
  twice: readonly string[];
}
