/** The result of `meter usage`. */
import type { Count, Instant } from '../format/json-types.js';
import type { Metric } from '../profile/figures.js';
import type { OffsetFrom } from '../recognise/utc-offset.js';
import type { Reason } from './availability.js';

/** A whole number, as text beyond 2^53. Money is an exact decimal text in US dollars. `null`: unknown. */
export type Value = number | string | null;

export type Figures = Partial<Record<Metric, Value>>;

export interface PeriodRow {
  /** Such as `2026-11`, or the name of a billing cycle. */
  label: string;
  /** ISO 8601 with the application's offset, the end exclusive; `null`: no dates. */
  from: string | null;
  to: string | null;
  /** True while it is not over. */
  running: boolean;
}

/** One entity or period of a row. */
export interface Label {
  /** The id as it may be shown; `null`: anonymous, or no entity. */
  id: string | null;
  /** Display name; `null`: none. */
  name: string | null;
  /** True when the entity itself no longer exists. */
  gone: boolean;
}

export interface UsageRow {
  labels: Label[];
  figures: Figures;
  /** Figures of the previous period; `null`: not compared. */
  before: Figures | null;
  /** Share of the total of the metric that rows are sorted by, 0 to 1; `null`: unknown. */
  share: number | null;
  /** True when keys of a whole period were missing and those of its parts were added up instead. */
  fromParts: boolean;
}

/** `now`: today and this month. `usage`: the requested table. */
export type TableId = 'now' | 'keys' | 'models' | 'days' | 'usage';

export interface By {
  /** As `--by` names it. */
  word: string;
  kind: 'entity' | 'period';
  /** Such as `API key`, `API keys`. */
  title: string;
  titles: string;
}

export interface UsageTable {
  id: TableId;
  period: PeriodRow;
  before: PeriodRow | null;
  by: By[];
  metrics: Metric[];
  /** The metric that rows are sorted by. */
  sort: Metric;
  rows: UsageRow[];
  /** Sum of the rows that are not listed; `null`: none. */
  others: { rows: Count; figures: Figures; before: Figures | null } | null;
  total: { figures: Figures; before: Figures | null };
  /** Means per minute of the last minutes; `null`: of another period. */
  perMinute: Figures | null;
}

/** Metrics for which a period is unknown, or known only from the remaining keys. */
export interface Missing {
  metrics: Metric[];
  reason: Reason;
  /** First and last period, such as `2026-11-20`; `null`: no dates, or no more than one period. */
  from: string | null;
  to: string | null;
}

/** The figures of notes, by code. The sentences are in the report. */
export interface NoteParams {
  /** No figure is known. */
  unknown: Missing;
  /** Figures come only from the remaining keys. */
  incomplete: Missing;
  /** Keys of whole periods were missing, and those of their parts were added up. */
  'from-parts': { periods: string[]; keys: Count };
  /** Other figures of the same period differ from the sum of the rows: of the whole system, unrounded, or of longer periods. */
  differs: {
    against: 'system' | 'exact' | 'whole';
    period: string;
    /** Title of the rows' entities, such as `API keys`. */
    titles: string;
    figures: { metric: Metric; rows: Value; other: Value }[];
  };
  /** Values that are not numbers. They are left out. */
  'odd-values': { keys: Count; examples: string[] };
  /** Keys without the fields of these metrics. */
  'lacking-fields': { metrics: Metric[]; keys: Count };
  refused: { keys: Count };
  /** Billing cycles that are not days. */
  'other-cycles': { cycles: string[]; count: Count };
  'empty-indexes': { sets: string[]; count: Count };
  /** Costs whose requests were each rounded to a micro-dollar. */
  'rounded-cost': Record<string, never>;
  /** Figures that were added up from single requests. `since`: the first of them, ISO 8601. `part`: which requests these are. */
  'from-log': { metrics: Metric[]; log: string; since: Instant; part: string };
  /**
   * Figures that were added up from lists with the newest requests of each entity. `kept`: how many each list keeps. `since`: from then on
   * no request is missing, ISO 8601; `null`: none was dropped.
   */
  'from-lists': { metrics: Metric[]; lists: string; kept: Count; since: Instant | null };
  /** Metrics that are not counted by these entities. */
  uncounted: { metrics: Metric[]; by: string };
  'assumed-offset': { utcOffset: number };
  'other-applications': { names: string[] };
}

export type NoteCode = keyof NoteParams;

export interface UsageNoteOf<Code extends NoteCode> {
  code: Code;
  params: NoteParams[Code];
}

export type UsageNote = { [Code in NoteCode]: UsageNoteOf<Code> }[NoteCode];

export interface UsageData {
  application: { name: string; title: string; version: string | null; upTo: string | null; upgradedFrom: string | null };
  clock: { now: Instant; utcOffset: number; offsetFrom: OffsetFrom; evidence: string };
  weekStart: string;
  /** Only usage of these entities; empty: all. */
  owners: Label[];
  tables: UsageTable[];
  notes: UsageNote[];
  source: {
    kind: 'live' | 'snapshot';
    files: string[];
    /** Where the names of keys came from. */
    names: 'names' | 'indexes';
    /** Why only a part was read; `null`: everything was read. */
    partial: string | null;
    /** Keys whose values were added up. */
    keys: Count;
  };
}
