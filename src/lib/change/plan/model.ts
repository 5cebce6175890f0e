/** The plan and the result of a changing verb, as plain data. Times are ISO 8601 in UTC, or ms if named so. */
import type { Amount, Count } from '../../format/json-types.js';
import type { OffsetDecision } from '../../recognise/utc-offset.js';
import type { PlannedAction } from '../actions.js';
import type { TargetInfo } from '../../redis/target-info.js';
import type { ProtectedRow } from './protected.js';
import type { PlanNotice } from '../notices.js';

export interface PlanFamily {
  id: string;
  /** The profile's name. */
  profile: string;
  /** For a repair: the invariant that does not hold. */
  invariant?: string;
  pattern: string;
  /** The action on its keys. */
  action: PlannedAction;
  /** True for index sets and markers that are restored with the keys: they are no keys of the plan. */
  follows?: true;
  keys: Count;
  /** Elements of lists and streams; `null`: whole keys, or not counted. */
  elements: Count | null;
  /** Freed memory, estimated from the mean size of its keys; `null`: unknown. */
  bytes: number | null;
  /** Oldest and newest of their periods, as in key names. */
  periods: { oldest: string; newest: string } | null;
  /** What is lost with them, as a sentence of the profile; empty: nothing. */
  breaks: string;
  /** True: nobody misses the keys. */
  harmless: boolean;
  /** A few key names, redacted as in reports. */
  samples: string[];
  /** Every key name, as base64 of its bytes; only on request. */
  names?: string[];
}

/** The cost of a plan's commands if each is billed. */
export interface PlanCost {
  provider: string;
  plan: string;
  /** Approximate number of billed commands: those that are sent, and if the provider counts them those that scripts call. */
  billable: Amount;
  dollars: Amount;
  /** Date of the price list. */
  asOf: string | null;
}

/** An application. `version`, `upTo`: the first and the last release that can have written the data; `null`: unknown. */
export interface PlanRelease {
  name: string;
  version: string | null;
  upTo: string | null;
}

export interface PlanData {
  format: 1;
  /** The changing verb, such as `prune`. */
  command: string;
  /** The command as it was typed, without the flags of the target. */
  asTyped: string;
  createdAt: string;
  target: TargetInfo;
  /** Identity of the server or cluster, independent of its address: see `redis/fingerprint.ts`. */
  fingerprint: string;
  /** Values of --profile, so that the profiles can be loaded again. */
  profileSpecs: string[];
  profiles: PlanRelease[];
  clock: { now: string; marginHours: Amount } & OffsetDecision;
  /** The selection, in the form that the verb needs to choose the same keys again. */
  selection: Record<string, unknown>;
  families: PlanFamily[];
  /** Index keys that are checked, and updated where they list removed keys. For a restore: those that are restored. */
  indexes: Count;
  keys: Count;
  /** `null`: unknown for some family. */
  bytes: number | null;
  /** Approximate number of commands for carrying it out. */
  commands: Amount;
  /** `null`: no price list that bills commands is known. */
  cost: PlanCost | null;
  /** Keys of the whole database. */
  keyspace: Count | null;
  protected: ProtectedRow[];
  /** Keys that it will leave on the server: those of this program, and markers of the application. `*`: the part that differs. */
  leaves: string[];
  /** Screens that show less or nothing afterwards: their ids, and their titles in the same order. */
  screens: string[];
  dark: string[];
  notes: PlanNotice[];
}

/** Skipped keys, by reason. */
export interface Skipped {
  /** No longer exists. */
  gone: Count;
  /** Changed by another client at every attempt. */
  changed: Count;
  /** Not what its name says, or in use. For a restore: cannot be merged with the existing key. */
  protected: Count;
  /** Refused by the server. */
  refused?: Count;
  /** For a restore: it would have expired. */
  expired?: Count;
  /** For a restore: it exists again, and is not changed. */
  alive?: Count;
  /** For a restore: nothing was missing, or it was restored before. */
  there?: Count;
}

/** Keys that a run created for itself, or for readers of the application, and that stay on the server. */
export interface LeftBehind {
  /** Their name; `*`: the part that differs. */
  pattern: string;
  keys: Count;
  /** Seconds until they expire; `null`: never. */
  seconds: Amount | null;
}

export interface Receipt {
  startedAt: string;
  endedAt: string;
  /** True when the plan is completely carried out. */
  complete: boolean;
  /** Of the `checked` sets some are `removed`, and others lost members. A restore counts the sets that it restored. */
  indexes: { checked: Count; removed: Count; members: Count; sets: Count };
  /** Elements that were trimmed from lists and streams. */
  elements: Count;
  /** How keys were changed: `scripts` or `transactions`. */
  way: string;
  /** The command that undoes it; `null`: nothing was archived. */
  restore: string | null;
  /** The command that continues this one; `null`: done. */
  resume: string | null;
  /** Keys that stay on the server. */
  leaves: LeftBehind[];
}

/** `data` of every changing verb. Without a receipt nothing was changed. */
export interface ChangeData {
  plan: PlanData;
  planned: Count;
  /** Records in the archive: each changed key, and some that were not changed in the end. */
  archived: Count;
  changed: Count;
  skipped: Skipped;
  /** Path of the archive; `null`: none was written. */
  archive: string | null;
  receipt: Receipt | null;
}
