/** What `meter fix-consistency` found, as plain data. Counters are whole numbers, as texts beyond 2^53; costs are decimal texts. */
import type { OffsetDecision } from '../recognise/utc-offset.js';
import type { ChangeData } from '../change/plan/model.js';
import type { DifferenceClass } from '../profile/invariants.js';

export type Figure = number | string | null;

export interface InvariantRow {
  id: string;
  profile: string;
  title: string;
  /** Keys or groups of keys that the invariant is about. */
  checked: number;
  holds: number;
  /** Keys or groups that differ, whatever the class. */
  violations: number;
  byClass: Partial<Record<DifferenceClass, number>>;
  /** Of these, those that `violations` does not list, because there are too many. */
  leftOut: Partial<Record<DifferenceClass, number>>;
  /**
   * Groups that cannot be judged, by reason: `ttl-edge` and `retention` (a party may have expired), `corrupt` (a value is no number, which
   * another invariant tells), `removed` (meter itself has removed keys of it), `gone` (somebody has removed all of its parts of that age),
   * `unsettled` (written too often to tell), `partial` (not every key was looked at).
   */
  unjudged: Record<string, number>;
  /** Differences beyond those that are remembered: they were not read again. */
  notReadAgain: number;
}

export interface ViolationRow {
  invariant: string;
  profile: string;
  family: string;
  key: string;
  class: DifferenceClass;
  /** The known reason for it. */
  drift: string | null;
  /** A finer word than the class. */
  verdict: string | null;
  cause: string;
  fields: Record<string, { expected: Figure; actual: Figure; delta: Figure }>;
  /** Of the first field that differs. */
  expected: Figure;
  actual: Figure;
  delta: Figure;
  /** Members of a list: how many are missing or wrongly there, and some of them. */
  /** `altered`: there, with another score or value. */
  members: { missing: number; ghosts: number; altered: number; examples: string[] } | null;
  repair: { kind: 'raise' | 'lower' | 'members' | 'expire' | 'persist' | 'none'; what: string };
}

/** Differences of one invariant and class, which need not be in memory. */
export interface ViolationGroup {
  invariant: string;
  class: DifferenceClass;
  count: number;
  /** All have the same cause. */
  hasOneCause: boolean;
  rows(): Iterable<ViolationRow>;
}

export interface DriftRow {
  id: string;
  profile: string;
  title: string;
  rule: string;
  /** Keys or groups that it explains. */
  count: number;
}

export interface ConsistencyData {
  source: {
    kind: 'live' | 'snapshot';
    files: string[];
    /** Keys that something was asked of. */
    keys: number;
    /** Keys that the user may not read. */
    refused: number;
    /** Why not everything was looked at; `null`: everything was. */
    partial: string | null;
    /** True when sums went to disk for a while, because there were too many groups for memory. */
    spilled: boolean;
  };
  clock: { now: string } & OffsetDecision;
  /** `version`, `upTo`: the first and the last release that can have written the data; `null`: not known. */
  profiles: { name: string; title: string; version: string | null; upTo: string | null }[];
  invariants: InvariantRow[];
  /** Known reasons that are in the data. */
  drifts: DriftRow[];
  violations: ViolationRow[];
  /** Runs of this program that have removed what would be judged; the oldest first. `at`: ISO 8601, UTC. */
  removed: { command: string; at: string }[];
  /** What was repaired, or would be; `null`: it was only checked. */
  applied: ChangeData | null;
}

/** One invariant explained, without any server. */
export interface ExplainedData {
  id: string;
  profile: string;
  title: string;
  kind: string;
  /** What is compared, line by line. */
  compares: string[];
  families: string[];
  cause: string;
  repair: string;
  drifts: { id: string; title: string; rule: string }[];
}
