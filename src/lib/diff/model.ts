/** The result of `meter diff` as plain data. Shares are 0..1, money is US dollars. */
import type { Count } from '../format/json-types.js';
import type { Severity } from '../audit/severity.js';
import type { Value } from '../usage/model.js';

/** Commands whose results can be compared. */
export const COMPARED = ['audit', 'estimate', 'usage', 'fix-consistency', 'limits', 'limiters', 'doctor'] as const;
export type Compared = (typeof COMPARED)[number];

export type DiffUnit = 'count' | 'mean' | 'bytes' | 'usd';

/** One of the two results. */
export interface DiffSide {
  /** The file, or the target of the run that was compared with it. */
  name: string;
  /** The Redis or the snapshots that were read; `null`: none. */
  of: string | null;
  /** The time that it was judged by, ISO 8601; `null`: it has none. */
  at: string | null;
  applications: { name: string; from: string | null; to: string | null }[];
}

/** A figure in both results. `null`: unknown. Text beyond 2^53, and for exact costs. */
export interface Change {
  before: Value;
  after: Value;
  /** After minus before; `null`: one of them is unknown. */
  change: Value;
  /** The 95 % interval of the change, if one of the figures was sampled; `null`: the figures are exact, or no interval is known. */
  changeLow: number | null;
  changeHigh: number | null;
  /** Of the figure before, 0.1 for 10 % more; `null`: unknown, or it was 0. */
  share: number | null;
  /** True when it has changed for certain: exactly counted, or outside the interval of the change. */
  counts: boolean;
}

/** A figure of the whole result. */
export interface DiffTotal extends Change {
  id: string;
  unit: DiffUnit;
}

/** By the first of the figures that has changed for certain. */
export type DiffState = 'new' | 'gone' | 'grown' | 'shrunk';

export interface DiffRow {
  id: string;
  /** As people know it, such as the pattern of a family. */
  name: string;
  state: DiffState;
  /** In the order of the table's figures. */
  figures: Change[];
}

export interface DiffTable {
  /** Such as `families`. */
  id: string;
  figures: { id: string; unit: DiffUnit }[];
  /** Rows that have changed for certain, the largest change first. */
  rows: DiffRow[];
  /** Rows in both that have not. */
  same: Count;
  /** Rows that only one result lists, because the other lists the largest only. */
  unlisted: Count;
}

/** A finding of an audit, or a difference of a check. */
export interface DiffFinding {
  code: string;
  /** `null`: differences have none. */
  severity: Severity | null;
  family: string | null;
  title: string;
  evidence: string;
  /** Keys or entities concerned. */
  count: Count;
}

export interface DiffFindings {
  new: DiffFinding[];
  cured: DiffFinding[];
  /** In both, with another severity or count. */
  changed: { before: DiffFinding; after: DiffFinding }[];
  same: Count;
  /** Found before; after it could not be checked. */
  unchecked: DiffFinding[];
}

/** What differs between the two results besides their figures. */
export interface UnlikeParams {
  /** The second is older than the first. */
  order: { before: string; after: string };
  target: { before: string; after: string };
  source: { before: string; after: string };
  release: { before: string; after: string };
  applications: { before: string; after: string };
  offset: { before: number; after: number };
  databases: { before: string; after: string };
  /** Whether the metadata of every key was read. */
  mode: { before: string; after: string };
  /** Sizes have other sources, so they are not compared. */
  sizes: { before: string; after: string };
  /** It is not proven that every key was counted once. */
  unproven: { side: 'before' | 'after' };
  /** Some questions were not asked, so that findings may be missing. */
  unanswered: { side: 'before' | 'after' };
  /** A number of the workload, such as `requestsPerDay`, or the share of a condition; `null`: the usual share. */
  workload: { what: string; before: number | null; after: number | null };
  settings: { before: string; after: string };
  /** What it charges for and costs is not compared. */
  provider: { before: string; after: string };
  period: { before: string; after: string };
  /** The period is not over, so its figures still grow. */
  running: { side: 'before' | 'after'; period: string };
  /** Names are replaced by numbers, which do not name the same in both. */
  anonymous: Record<string, never>;
  /** The list of differences is cut, so single ones are not compared. */
  'cut-list': Record<string, never>;
}

export type Unlike = { [Code in keyof UnlikeParams]: { code: Code; params: UnlikeParams[Code] } }[keyof UnlikeParams];

export interface DiffData {
  of: Compared;
  before: DiffSide;
  after: DiffSide;
  unlike: Unlike[];
  totals: DiffTotal[];
  tables: DiffTable[];
  /** `null`: results of this command have none. */
  findings: DiffFindings | null;
}
