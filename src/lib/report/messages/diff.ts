/** The sentences that a report on differences needs, in whichever language. */
import type { Compared, DiffState, UnlikeParams } from '../../diff/model.js';
import type { Sentences } from '../../format/message.js';

/** Numbers of changes. `title`: that of the rows. `findings`: `null`: these results have none. */
export interface ChangeCounts {
  title: string;
  rows: Readonly<Record<DiffState, number>>;
  findings: { new: number; cured: number } | null;
}

export interface DiffMessages {
  /** Such as `Difference of two audits`. */
  titles: Readonly<Record<Compared, string>>;
  states: Readonly<Record<DiffState, string>>;
  labels: Readonly<Record<'before' | 'after' | 'profile', string>>;
  heads: Readonly<Record<'before' | 'after' | 'change' | 'share' | 'name', string>>;
  /** Titles of totals and columns, by id; absent: the id. */
  figures: Readonly<Record<string, string>>;
  /** Titles of tables, by id; absent: the id. */
  tables: Readonly<Record<string, string>>;
  unlike: Sentences<UnlikeParams>;
  /** The title of a list of findings, or of differences of a check. */
  findings: Readonly<Record<'new' | 'cured' | 'changed' | 'unchecked', string>>;
  differences: Readonly<Record<'new' | 'cured', string>>;
  countChanged: (before: number, after: number) => string;
  severityChanged: (before: string, after: string) => string;
  same: (rows: number) => string;
  unlisted: (rows: number) => string;
  nothing: string;
  /** How much time is between both. */
  /** Title of the column with the changes of a figure. */
  changeOf: (figure: string) => string;
  apart: (span: string) => string;
  /** The whole difference in one line. `totals`: such as `keys +1.2 %`. */
  summary: (totals: readonly string[], counts: ChangeCounts) => string;
  /** What the columns mean. */
  legend: (isSampled: boolean) => string;
}
