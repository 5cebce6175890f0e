/** The result of `meter limits`. */
import type { Amount, Count } from '../format/json-types.js';
import type { LimitUnit } from '../profile/limits.js';
import type { Label, UsageData, Value } from '../usage/model.js';

/** One limit of the application, as its profile states it. */
export interface LimitKind {
  id: string;
  title: string;
  /** The kind of entity that is limited, as `--owner WORD:NAME` names it. */
  word: string;
  unit: LimitUnit;
  period: 'total' | 'day' | 'month' | 'week' | 'window' | 'running' | 'cycle';
  compare: '>' | '>=';
  tested: 'before' | 'counted';
  /** Who refuses requests; `null`: nobody. */
  by: string | null;
  where: string;
  /** Where an administrator changes it; `null`: `meter` may change it. */
  setIn: string | null;
}

/** One limit of one subject. Money is exact text in US dollars. `null`: not known. */
export interface LimitRow {
  /** Id of the kind. */
  limit: string;
  word: string;
  subject: Label;
  /** Why all its requests are refused, whatever the figures, such as `expired`; `null`: they are not. */
  closed: string | null;
  allowed: Value;
  used: Value;
  /** Used of allowed, 1 for all of it. */
  share: number | null;
  /** 0 at the limit and beyond. */
  remaining: Value;
  /** When the figure began, ISO 8601 with the application's offset; `null`: no such time. */
  since: string | null;
  /** When it begins again; `null`: never, or no such time. */
  resetsAt: string | null;
  /** At the rate of this period, or of the last seven days for figures of all time; `null`: not before the reset, or not known. */
  reachedAt: string | null;
  /** True if the application's own comparison says that the limit is reached. */
  reached: boolean | null;
  /** The same figure without what the application has taken from it, such as at a start; `null`: not known. */
  lasting: Value;
}

/** A limit that cannot be computed with. */
export interface Unreadable {
  limit: string;
  word: string;
  subject: Label;
  /** `text`: what should be a number is none. `refused`: the server refuses the key, or it has another type. */
  why: 'text' | 'refused';
  /** The field or the family that holds it. */
  where: string;
}

export interface NoteParams {
  /** Fields with a limit that another field makes the application ignore. */
  ignored: { limit: string; field: string; because: string; subjects: Count };
  /** The figure is not in Redis. */
  'not-stored': { limit: string; why: string };
  /** Counted, and nobody refuses requests. */
  'not-enforced': { limit: string; where: string };
  /** The data allow several releases, which decide differently: the newest was assumed. */
  'assumed-release': { limits: string[] };
  /** Billing cycles that are not named after a day. */
  'other-cycles': { cycles: string[]; count: Count };
  /** Subjects that had a limit in the cycle of yesterday, and have none today. */
  'not-carried': { subjects: Count; examples: Label[] };
  /** The application has set a figure anew, below what was used. `unit`: of both. */
  lowered: { limit: string; unit: LimitUnit; subjects: Count; examples: { subject: Label; used: Value; lasting: Value }[] };
  'assumed-offset': { utcOffset: number };
  'other-applications': { names: string[] };
}

export type NoteCode = keyof NoteParams;

export interface LimitsNoteOf<Code extends NoteCode> {
  code: Code;
  params: NoteParams[Code];
}

export type LimitsNote = { [Code in NoteCode]: LimitsNoteOf<Code> }[NoteCode];

/** How many subjects of one kind there are. */
export interface SubjectCount {
  word: string;
  title: string;
  titles: string;
  subjects: Count;
  /** Those without any limit. */
  unlimited: Count;
}

export interface LimitsData {
  application: UsageData['application'];
  clock: UsageData['clock'];
  /** Only limits of these entities; empty: of all. */
  owners: Label[];
  /** Only limits of which this share is used, 0 to 1; `null`: all. */
  near: Amount | null;
  kinds: LimitKind[];
  /** The nearest first; what is not known comes last. */
  rows: LimitRow[];
  /** Rows that `near` leaves out. */
  below: Count;
  subjects: SubjectCount[];
  /** Subjects all of whose requests are refused, whatever the figures. `since`: of an expiry. */
  closed: { word: string; subject: Label; why: string; since: string | null }[];
  unreadable: Unreadable[];
  notes: LimitsNote[];
  source: {
    kind: 'live' | 'snapshot';
    files: string[];
    /** Where the names of subjects came from. */
    names: 'names' | 'indexes';
    /** Why only a part was read; `null`: everything was. */
    partial: string | null;
  };
}
