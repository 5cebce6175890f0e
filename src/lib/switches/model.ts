/** The results of `meter flags`, as data. */
import type { Amount, Count } from '../format/json-types.js';
import type { Switch } from '../profile/operations.js';

export interface SwitchRow extends Pick<Switch, 'env' | 'title' | 'kind' | 'default' | 'off' | 'breaks'> {
  /** The value in the file; `null`: none. */
  value: string | null;
  /** Lines that set it, from 1; the last one counts. */
  lines: number[];
  /** Commands a day that turning it off saves, for the load in the result; 0 if the application does not read it. */
  savesPerDay: {
    /** By this switch alone, with all others on. */
    overlap: number;
    /** In addition to the switches before it. Only these figures add up. */
    marginal: number;
    /** By this switch alone, for each key in the database. The two figures above include the known keys. */
    perKey: Amount;
  };
  /** Whether the deployed application reads it; `null`: unknown. */
  reads: boolean | null;
  readsBecause: string;
  dark: string[];
  presets: string[];
}

export interface ProfileName {
  name: string;
  /** The named release, or the oldest that the data show; `null`: any release. */
  version: string | null;
  /** Releases that the data show; `null`: the user named one, or nothing is known. */
  releases: { from: string | null; to: string | null } | null;
}

export interface FlagsListData {
  file: string | null;
  profile: ProfileName;
  /** The load that the savings are for. */
  requestsPerDay: Amount;
  apiKeys: Count;
  /** Keys in the database; `null`: unknown. The savings then do not include jobs that scan all keys. */
  keys: Count | null;
  /** Commands a day with every switch at its default, and with all those off that the application certainly reads. */
  commandsPerDay: { on: number; off: Amount };
  /** First switches that the application reads, then those for which this is unknown, then those that it does not read. */
  switches: SwitchRow[];
}

export interface FlagChange {
  env: string;
  kind: 'added' | 'changed' | 'removed' | 'unchanged';
  before: string | null;
  after: string | null;
  /** Lines of the old file that set it, from 1; the last one counts. */
  lines: number[];
}

export interface FlagsEditData {
  profile: ProfileName;
  /** `null` with `--print`. */
  file: string | null;
  changes: FlagChange[];
  /** Unified diff without the values of other variables; empty: no change. */
  diff: string;
  written: boolean;
  /** Path of the copy of the old file; `null`: not requested. */
  backup: string | null;
  printed: { form: string; text: string } | null;
}
