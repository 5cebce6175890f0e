/** Result of `meter fix-consistency` as plain data. Counters are integers, as text beyond 2^53; costs are decimal texts. */
import type { Count, Instant } from '../format/json-types.js';
import type { OffsetDecision } from '../recognise/utc-offset.js';
import type { DifferenceClass } from '../profile/invariants.js';

export type Figure = number | string | null;

export interface InvariantRow {
  id: string;
  profile: string;
  title: string;
  /** Number of keys or groups that the invariant covers. */
  checked: Count;
  holds: Count;
  /** Keys or groups that differ, whatever the class. */
  violations: Count;
  byClass: Partial<Record<DifferenceClass, number>>;
  /** Number of these that `violations` omits, because there are too many. */
  leftOut: Partial<Record<DifferenceClass, number>>;
  /**
   * Groups that cannot be judged, by reason: `ttl-edge` and `retention` (a key may have expired), `corrupt` (a value is not a
   * number, which another invariant reports), `incomparable` (two other figures, which the invariant needs to be equal, differ),
   * `removed` (meter has removed keys of the group), `gone` (all parts of that age were
   * deleted by something else), `unsettled` (written too often to judge), `partial` (not every key was read).
   */
  unjudged: Record<string, number>;
  /** Differences beyond the memory limit, which were not read again. */
  notReadAgain: Count;
}

export interface ViolationRow {
  invariant: string;
  profile: string;
  family: string;
  key: string;
  class: DifferenceClass;
  /** The known reason for it. */
  drift: string | null;
  /** More specific than the class. */
  verdict: string | null;
  cause: string;
  fields: Record<string, { expected: Figure; actual: Figure; delta: Figure }>;
  /** For the first field that differs. */
  expected: Figure;
  actual: Figure;
  delta: Figure;
  /** Number of missing and unexpected members of a list, and some of them. `altered`: different score or value. */
  members: { missing: Count; ghosts: Count; altered: Count; examples: string[] } | null;
  repair: { kind: 'raise' | 'lower' | 'members' | 'expire' | 'persist' | 'elsewhere' | 'none'; what: string };
}

/** Differences of one invariant and class. They need not be in memory. */
export interface ViolationGroup {
  invariant: string;
  class: DifferenceClass;
  count: Count;
  /** True when all have the same cause. */
  hasOneCause: boolean;
  rows(): Iterable<ViolationRow>;
}

export interface DriftRow {
  id: string;
  profile: string;
  title: string;
  rule: string;
  /** Keys or groups that the drift explains. */
  count: Count;
}

export interface ConsistencyData {
  source: {
    kind: 'live' | 'snapshot';
    files: string[];
    /** Keys that were read or checked. */
    keys: Count;
    /** Keys that the user may not read. */
    refused: Count;
    /** Why only part was checked; `null`: everything was. */
    partial: string | null;
    /** True when sums were spilled to disk because memory was too small for all groups. */
    spilled: boolean;
  };
  clock: { now: Instant } & OffsetDecision;
  /** `version`, `upTo`: the first and the last release that can have written the data; `null`: unknown. */
  profiles: { name: string; title: string; version: string | null; upTo: string | null }[];
  invariants: InvariantRow[];
  /** Known reasons that occur in the data. */
  drifts: DriftRow[];
  violations: ViolationRow[];
  /** Runs of this program that removed data needed for the check, oldest first. `at`: ISO 8601, UTC. */
  removed: { command: string; at: string }[];
}

/** An explanation of one invariant, without a server. */
export interface ExplainedData {
  id: string;
  profile: string;
  title: string;
  kind: string;
  /** One line per comparison. */
  compares: string[];
  families: string[];
  cause: string;
  repair: string;
  drifts: { id: string; title: string; rule: string }[];
}
