/** The result of `meter usage`. */
import type { Metric } from '../profile/figures.js';
import type { OffsetFrom } from '../recognise/utc-offset.js';
import type { Reason } from './availability.js';

/** A whole number, as text beyond 2^53; money is the exact decimal text in US dollars. `null`: not known. */
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
  /** The id as it may be shown; `null`: anonymous, or of nobody. */
  id: string | null;
  /** Display name; `null`: none. */
  name: string | null;
  /** True when the entity itself does not exist any more. */
  gone: boolean;
}

export interface UsageRow {
  labels: Label[];
  figures: Figures;
  /** Of the period before; `null`: not compared. */
  before: Figures | null;
  /** Share of the total of the metric that rows are sorted by, 0 to 1; `null`: not known. */
  share: number | null;
  /** True when keys of a whole period were missing and those of its parts were added up instead. */
  fromParts: boolean;
}

/** `now`: today and this month. `usage`: what was asked for. */
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
  /** Rows that are not listed, added up; `null`: none. */
  others: { rows: number; figures: Figures; before: Figures | null } | null;
  total: { figures: Figures; before: Figures | null };
  /** Means per minute of the last minutes; `null`: of another period. */
  perMinute: Figures | null;
}

/** Metrics of which a period is not known, or only what is still there of it. */
export interface Missing {
  metrics: Metric[];
  reason: Reason;
  /** First and last period, such as `2026-11-20`; `null`: no dates, or no more than one period. */
  from: string | null;
  to: string | null;
}

/** What notes say, by code. Their sentences are in the report. */
export interface NoteParams {
  /** No figure is known. */
  unknown: Missing;
  /** Figures are those that are still there. */
  incomplete: Missing;
  /** Keys of whole periods were missing, and those of their parts were added up. */
  'from-parts': { periods: string[]; keys: number };
  /** Other figures of the same period are not what the rows add up to: of the whole system, unrounded, of longer periods. */
  differs: {
    against: 'system' | 'exact' | 'whole';
    period: string;
    /** Of what the rows count, such as `API keys`. */
    titles: string;
    figures: { metric: Metric; rows: Value; other: Value }[];
  };
  /** Values that are no numbers: they are left out. */
  'odd-values': { keys: number; examples: string[] };
  /** Keys without the fields of these metrics. */
  'lacking-fields': { metrics: Metric[]; keys: number };
  refused: { keys: number };
  /** Billing cycles that are no days. */
  'other-cycles': { cycles: string[]; count: number };
  'empty-indexes': { sets: string[]; count: number };
  /** Costs of which each request was rounded to a micro-dollar. */
  'rounded-cost': Record<string, never>;
  /** Metrics that nothing counts by these entities. */
  uncounted: { metrics: Metric[]; by: string };
  'assumed-offset': { utcOffset: number };
  'other-applications': { names: string[] };
}

export type NoteCode = keyof NoteParams;

export interface NoteOf<Code extends NoteCode> {
  code: Code;
  params: NoteParams[Code];
}

export type UsageNote = { [Code in NoteCode]: NoteOf<Code> }[NoteCode];

export interface UsageData {
  application: { name: string; title: string; version: string | null; upTo: string | null; upgradedFrom: string | null };
  clock: { now: string; utcOffset: number; offsetFrom: OffsetFrom; evidence: string };
  weekStart: string;
  /** Only usage of these entities; empty: of all. */
  owners: Label[];
  tables: UsageTable[];
  notes: UsageNote[];
  source: {
    kind: 'live' | 'snapshot';
    files: string[];
    /** Where the names of keys came from. */
    names: 'names' | 'indexes';
    /** Why only a part was read; `null`: everything was. */
    partial: string | null;
    /** Keys whose values were added up. */
    keys: number;
  };
}
