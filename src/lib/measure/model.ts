/** What `meter measure` found, as plain data. Counts are commands as the server counts them, those inside scripts too. */
import type { Workload } from '../profile/operations.js';

/** A count in the interval beside what the profile expects of it. `null`: not known. */
export interface Compared {
  measured: number | null;
  predicted: number | null;
  /** Measured less predicted. */
  difference: number | null;
}

export interface SourceRow extends Compared {
  id: string;
  /** False for what happens without requests: timers. */
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
  /** `null`: it names no key; absent where keys are not seen: see `seen`. */
  family: string | null;
  /** What is known of the keys: they belong to the family, to none, there is none, or the server does not name them. */
  keys: 'family' | 'unrecognised' | 'none' | 'unseen';
  commands: number;
}

export interface ScreenRow {
  id: string;
  title: string;
  /** Unexplained reads that only this screen makes, and those that it may share with others. */
  atLeast: number;
  atMost: number;
}

export interface MeasureData {
  /** `commandstats`: the statistics of the server. `monitor`: a sample taken now. `capture`: a sample taken before. */
  how: 'commandstats' | 'monitor' | 'capture';
  interval: {
    /** ISO 8601 in UTC; `null` for an empty capture. */
    from: string | null;
    seconds: number;
    ended: 'seconds' | 'max-commands' | 'interrupted' | 'behind' | 'connection-lost' | 'end';
  };
  profile: {
    name: string;
    /** The release whose figures are the prediction; `null` where releases do not matter. */
    version: string | null;
    /** The first and the last that may run; `null`: nothing tells. */
    releases: { from: string | null; to: string | null };
    /** Why that profile and that release. */
    evidence: string;
  } | null;
  workload: Workload | null;
  requests: {
    count: number | null;
    /** The application's own counter, the sum of those of its API keys, what the sample shows of either, the user, or nothing. */
    how: 'counter' | 'sum' | 'sample' | 'flag' | 'unknown';
    /** The counter: key pattern and field. */
    counter: string | null;
  };
  total: Compared & {
    perRequest: Compared;
    /** Of the measured, those that travelled; `null` where the server does not tell. */
    wire: number | null;
  };
  /** Bytes from clients (`sent`) and to them; `null` where the server does not tell, and in a sample. */
  traffic: Record<'sent' | 'received', Compared & { perRequest: Compared }> | null;
  /** Events that came with more requests than the conditions said; where keys are not seen, those with a command of their own. */
  conditions: {
    event: string;
    title: string;
    /** Conditions that all hold for these requests, and not for all requests anyway; `!id` is the opposite. */
    when: string[];
    requests: number;
    /** Of all requests, 0 to 1. */
    share: number;
  }[];
  /** Counted by key in a sample; by command alone, and shared out as the profile predicts, in the statistics. */
  attribution: 'by-key' | 'by-command' | 'none';
  sources: SourceRow[];
  families: FamilyRow[];
  commands: CommandRow[];
  unexplained: {
    /** `null` where commands were not told apart. */
    commands: number | null;
    share: number | null;
    perRequest: number | null;
    top: UnexplainedRow[];
  };
  /** Calls that ended with an error; `null` where the server does not tell, and in a sample. */
  failed: {
    /** Of the measured commands, those that ran and failed; no source is said to have sent them. */
    commands: number;
    /** Refused before they ran, and no part of the measured ones. */
    rejected: number;
    top: { command: string; failed: number; rejected: number }[];
    /** By the word that they begin with. */
    errors: { error: string; count: number }[];
  } | null;
  /** `null` where keys were not seen, or the profile knows no screens. */
  screens: ScreenRow[] | null;
  /**
   * Commands that do not come with requests. With traffic: those that no request sends under any condition, and of the others what timers
   * explain.
   */
  background: {
    commands: number | null;
    perDay: number | null;
    /** Keys in the database; `null`: not known. */
    keys: number | null;
    perKeyPerDay: number | null;
    /** What the profile states. */
    statedPerKeyPerDay: number | null;
    /** True when there were no requests, so that nothing had to be taken off. */
    withoutTraffic: boolean;
    top: { command: string; commands: number }[];
  };
  /** `null` where keys were not seen. */
  hotKeys: { key: string; family: string | null; commands: number; share: number }[] | null;
  sample: { lines: number; unreadable: number; elsewhere: number } | null;
  /** What could not be known, one sentence each. */
  notKnown: string[];
}
