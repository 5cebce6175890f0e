/** What `meter flags` prints, as data. */
import type { Switch } from '../profile/operations.js';

export interface SwitchRow extends Pick<Switch, 'env' | 'title' | 'kind' | 'default' | 'off' | 'breaks'> {
  /** What the file gives the application; null: nothing. */
  value: string | null;
  /** Lines that set it, from 1; the last one counts. */
  lines: number[];
  /** Commands a day that turning it off saves, under the load named in the result; 0 where the application does not read it. */
  savesPerDay: {
    /** By this switch alone, everything else on. */
    overlap: number;
    /** In addition to the switches before it: only these add up. */
    marginal: number;
    /** By this switch alone, for each key in the database; the two above count the keys that are known. */
    perKey: number;
  };
  /** Whether the deployed application looks at it; null where that cannot be told. */
  reads: boolean | null;
  readsBecause: string;
  dark: string[];
  presets: string[];
}

export interface ProfileName {
  name: string;
  /** Null: whichever release. */
  version: string | null;
}

export interface FlagsListData {
  file: string | null;
  profile: ProfileName;
  /** The load that the savings are for. */
  requestsPerDay: number;
  /** In the database; `null`: not known, and the savings are without jobs that walk over all of them. */
  keys: number | null;
  /** Commands a day with every switch at its default, and with every one off that the application is known to read. */
  commandsPerDay: { on: number; off: number };
  /** First those that the application reads, then those of which that is not known, then those that it does not read. */
  switches: SwitchRow[];
}

export interface FlagChange {
  env: string;
  kind: 'added' | 'changed' | 'removed' | 'unchanged';
  before: string | null;
  after: string | null;
  /** Lines of the file as it was that set it, from 1; the last one counts. */
  lines: number[];
}

export interface FlagsEditData {
  profile: ProfileName;
  /** Null under `--print`. */
  file: string | null;
  changes: FlagChange[];
  /** Unified diff, values of other variables left out; empty where nothing changes. */
  diff: string;
  written: boolean;
  /** The copy of the old file that was asked for. */
  backup: string | null;
  printed: { form: string; text: string } | null;
}
