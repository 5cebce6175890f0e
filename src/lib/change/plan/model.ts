/** What a changing verb would do, and what it did, as plain data. Bytes are bytes, times ISO 8601 in UTC or ms where they say so. */
import type { OffsetDecision } from '../../recognise/utc-offset.js';
import type { PlannedAction } from '../actions.js';
import type { TargetInfo } from '../../redis/target-info.js';
import type { ProtectedRow } from './protected.js';

export interface PlanFamily {
  id: string;
  /** The profile's name. */
  profile: string;
  /** Of a repair: the invariant that does not hold. */
  invariant?: string;
  pattern: string;
  /** What is done with its keys. */
  action: PlannedAction;
  keys: number;
  /** Elements of lists and streams; `null`: keys as a whole, or not counted. */
  elements: number | null;
  /** Memory that becomes free, estimated from the mean size of its keys; `null`: not known. */
  bytes: number | null;
  /** Oldest and newest period among them, as written in key names. */
  periods: { oldest: string; newest: string } | null;
  /** What is lost without them, as a sentence of the profile; empty: nothing. */
  breaks: string;
  /** Nobody misses it. */
  harmless: boolean;
  /** A few key names, redacted as reports are. */
  samples: string[];
  /** Every key name, in base64 of its bytes; only on request. */
  names?: string[];
}

/** What the commands of a plan cost where each is charged for. */
export interface PlanCost {
  provider: string;
  plan: string;
  /** Commands that are charged for, about: those that are sent, and where the provider counts them those that scripts call. */
  billable: number;
  dollars: number;
  /** When the price list said so. */
  asOf: string | null;
}

/** An application. `version`, `upTo`: the first and the last release that can have written the data; `null`: not known. */
export interface PlanRelease {
  name: string;
  version: string | null;
  upTo: string | null;
}

export interface PlanData {
  format: 1;
  /** The changing verb, such as `prune`. */
  command: string;
  /** As it was typed, without what names the target. */
  asTyped: string;
  createdAt: string;
  target: TargetInfo;
  /** Which server or cluster it is, whatever its address: see `redis/fingerprint.ts`. */
  fingerprint: string;
  /** As given to --profile, so that they can be loaded again. */
  profileSpecs: string[];
  profiles: PlanRelease[];
  clock: { now: string; marginHours: number } & OffsetDecision;
  /** What was asked for, as the verb needs it to choose the same keys again. */
  selection: Record<string, unknown>;
  families: PlanFamily[];
  /** Index keys that will be looked after. */
  indexes: number;
  keys: number;
  /** `null`: not known of every family. */
  bytes: number | null;
  /** Commands that carrying it out takes, about. */
  commands: number;
  /** `null`: no price list that charges by the command is known. */
  cost: PlanCost | null;
  /** Keys of the whole database. */
  keyspace: number | null;
  protected: ProtectedRow[];
  /** Keys that it will leave on the server: this program's own, and markers of the application. `*` stands for what differs. */
  leaves: string[];
  /** Screens that show less or nothing afterwards: their ids, and their titles in the same order. */
  screens: string[];
  dark: string[];
  notes: string[];
}

/** What was skipped, and why. */
export interface Skipped {
  /** Not there any more. */
  gone: number;
  /** Altered by somebody else while it was looked at, each time. */
  changed: number;
  /** Not what its name says, or in use; of a restore: not to be joined with what is there. */
  protected: number;
  /** The server did not take it. */
  refused?: number;
  /** Of a restore: its life is over. */
  expired?: number;
  /** Of a restore: it exists again, and stays as it is. */
  alive?: number;
  /** Of a restore: nothing of it was missing, or it has been brought back before. */
  there?: number;
}

/** Keys that a run has made for itself, or for the application's readers, and that stay on the server. */
export interface LeftBehind {
  /** Their name; `*` stands for the part in which they differ. */
  pattern: string;
  keys: number;
  /** Until they expire by themselves; `null`: they do not. */
  seconds: number | null;
}

export interface Receipt {
  startedAt: string;
  endedAt: string;
  /** Nothing of the plan is left to do. */
  complete: boolean;
  /** Index keys removed, and members taken out of others. */
  indexes: { removed: number; members: number };
  /** Elements taken off lists and streams. */
  elements: number;
  /** How keys were changed: `scripts` or `transactions`. */
  way: string;
  /** The command that undoes it; `null`: nothing was archived. */
  restore: string | null;
  /** The command that goes on where this one stopped; `null`: it is done. */
  resume: string | null;
  /** What stays on the server. */
  leaves: LeftBehind[];
}

/** `data` of every changing verb. Without a receipt nothing was changed. */
export interface ChangeData {
  plan: PlanData;
  planned: number;
  /** Records in the archive: each key that was changed, and some that then were not. */
  archived: number;
  changed: number;
  skipped: Skipped;
  /** Path of the archive; `null`: none was written. */
  archive: string | null;
  receipt: Receipt | null;
}
