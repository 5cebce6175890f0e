/** Result of `meter measure` as plain data. Counts are commands as the server counts them, including those inside scripts. */
import type { Amount, Count } from '../format/json-types.js';
import type { Workload } from '../profile/operations.js';
import type { MeasureUnknown, Present } from './unknowns.js';

/** A count in the interval with the profile's prediction. `null`: unknown. */
export interface Compared {
  measured: Amount | null;
  predicted: Amount | null;
  /** Measured minus predicted. */
  difference: number | null;
}

export interface SourceRow extends Compared {
  id: string;
  /** False for commands that come without requests: timers. */
  withRequests: boolean;
  perRequest: Compared;
}

export interface FamilyRow extends Compared {
  /** `null`: commands that name no key. */
  id: string | null;
  pattern: string | null;
  perRequest: Compared;
}

export interface CommandRow extends Compared {
  command: string;
  perRequest: Compared;
}

/** Commands that nothing in the profile explains. */
export interface UnexplainedRow {
  command: string;
  /** `null`: the command names no key; absent: keys are not seen (see `keys`). */
  family: string | null;
  /**
   * What is known about the keys: they belong to the family, to no family, there is no key, or the server does not report keys.
   */
  keys: 'family' | 'unrecognised' | 'none' | 'unseen';
  commands: Amount;
}

export interface ScreenRow {
  id: string;
  title: string;
  /** Unexplained reads that only this screen makes, and reads that other screens may make too. */
  atLeast: Amount;
  atMost: Amount;
}

export interface MeasureData {
  /** `commandstats`: the server's statistics. `monitor`: a sample taken now. `capture`: a sample taken before. */
  how: 'commandstats' | 'monitor' | 'capture';
  interval: {
    /** ISO 8601 in UTC; `null`: empty capture. */
    from: string | null;
    seconds: Amount;
    ended: 'seconds' | 'max-commands' | 'interrupted' | 'behind' | 'connection-lost' | 'end';
  };
  profile: {
    name: string;
    /** The release whose figures are the prediction; `null`: releases do not matter. */
    version: string | null;
    /** The first and the last possible release; `null`: unknown. */
    releases: { from: string | null; to: string | null };
    /** Why this profile and this release were chosen. `sign`: of the release; `null`: none. */
    evidence: { present: Present; sign: string | null };
  } | null;
  workload: Workload | null;
  requests: {
    count: Count | null;
    /** Source of the number: the application's counter, the sum of its API keys' counters, the sample, the user, or none. */
    how: 'counter' | 'sum' | 'sample' | 'flag' | 'unknown';
    /** Key pattern and field of the counter. */
    counter: string | null;
  };
  total: Compared & {
    perRequest: Compared;
    /** The sent ones among the measured commands; `null`: not reported. */
    wire: Amount | null;
  };
  /** Bytes from clients (`sent`) and to clients; `null`: not reported, or a sample. */
  traffic: Record<'sent' | 'received', Compared & { perRequest: Compared }> | null;
  /**
   * Events that came with more requests than the conditions predict. When keys are not seen, only events with a distinctive
   * command.
   */
  conditions: {
    event: string;
    title: string;
    /** Conditions that all hold for these requests, but not for all requests; `!id` negates. */
    when: string[];
    requests: Amount;
    /** Share of all requests, 0 to 1. */
    share: number;
  }[];
  /**
   * `by-key`: counted by key, in a sample. `by-command`: counted by command and distributed as the profile predicts, in
   * statistics.
   */
  attribution: 'by-key' | 'by-command' | 'none';
  sources: SourceRow[];
  families: FamilyRow[];
  commands: CommandRow[];
  unexplained: {
    /** `null`: commands were not distinguished. */
    commands: Amount | null;
    share: number | null;
    perRequest: Amount | null;
    top: UnexplainedRow[];
  };
  /** Failed calls; `null`: not reported, or a sample. */
  failed: {
    /** Measured commands that ran and failed; they are attributed to no source. */
    commands: Amount;
    /** Refused before they ran; not among the measured commands. */
    rejected: Count;
    top: { command: string; failed: Count; rejected: Count }[];
    /** By the error's first word. */
    errors: { error: string; count: Count }[];
  } | null;
  /** `null`: keys were not seen, or the profile has no screens. */
  screens: ScreenRow[] | null;
  /**
   * Commands that come without requests. With traffic: those that no request sends under any condition, and those of the others
   * that timers explain.
   */
  background: {
    commands: Amount | null;
    perDay: Amount | null;
    /** Keys in the database; `null`: unknown. */
    keys: Count | null;
    perKeyPerDay: Amount | null;
    /** The figure in the profile. */
    statedPerKeyPerDay: Amount | null;
    /** True when there were no requests, so nothing was subtracted. */
    withoutTraffic: boolean;
    top: { command: string; commands: Amount }[];
  };
  /** `null`: keys were not seen. */
  hotKeys: { key: string; family: string | null; commands: Amount; share: number }[] | null;
  sample: { lines: Count; unreadable: Count; elsewhere: Count } | null;
  /** Facts that could not be determined. */
  notKnown: MeasureUnknown[];
}
