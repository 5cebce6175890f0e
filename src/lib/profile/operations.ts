/** What an application sends to Redis, event by event, and the settings that change it. Types only; see docs/profiles.md. */
import type { Grain } from './types.js';

/** The load that an estimate is made for. */
export interface Workload {
  requestsPerDay: number;
  accounts: number;
  /** Distinct models in use. */
  models: number;
  apiKeys: number;
  /** Keys in the database; 0 leaves out what depends on it. */
  keys: number;
  /** Share of requests, 0 to 1, for which a condition holds, by condition id; the condition's own share where absent. */
  shares: Readonly<Record<string, number>>;
}

/**
 * How the commands of an event travel: in one `pipeline`; each by itself but all at once (`parallel`); one after the other
 * (`sequence`); MULTI … EXEC in one pipeline (`transaction`); one `script` that calls the others.
 */
export type Transport = 'pipeline' | 'parallel' | 'sequence' | 'transaction' | 'script';

/** Hash fields that a switch may drop: the 5-minute and 1-hour cache tokens; the tokens of cache creation and reading. */
export type FieldGroup = 'ephemeral' | 'cache';

/** One or more equal commands of an event. */
export interface Write {
  /** In upper case, such as `HINCRBY`. */
  command: string;
  /** Id of the family whose keys it names; `null` when it names none, such as MULTI, or SCAN. */
  family: string | null;
  /** How many each time the event fires. */
  count: number | ((workload: Workload) => number);
  /** The statistics it belongs to, where the family's own grain does not say it. */
  grain?: Grain;
  /** A dimension it counts by beyond those in the key's name, such as the models in an index. */
  dimension?: string;
  fieldGroup?: FieldGroup;
  /** Conditions that must all hold; `!id` is the opposite. */
  when?: readonly string[];
  /** Called by a script: the server counts it, but it does not travel. */
  inScript?: boolean;
  /** Fields that a HSET sets; absent: all that the key holds. */
  fields?: number;
  /** As a rule the key is not there, so that the reply to a read is empty. */
  missing?: boolean;
  /** First and last release that sends it, inclusive. */
  since?: string;
  until?: string;
}

/** What makes an event happen: each request; a number of times a day; a timer, which a switch may set. */
export type Occasion = 'request' | { perDay: number | ((workload: Workload) => number) } | { minutes: number; setBy?: string };

/** `measured`: counted by running it. `read`: from the application's source. `documented`: a document says so. */
export type Evidence = 'measured' | 'read' | 'documented';

export interface WriteEvent {
  id: string;
  /** The line of the estimate that it belongs to, such as `token-usage` or `background`. */
  source: string;
  title: string;
  every: Occasion;
  /** Conditions that must all hold for the event to happen; `!id` is the opposite. */
  when?: readonly string[];
  transport: Transport;
  writes: readonly Write[];
  /** First and last release that has the event, inclusive. */
  since?: string;
  until?: string;
  evidence: Evidence;
  /** Where the figures come from. */
  from: string;
}

/** Something that holds for a share of the requests. */
export interface Condition {
  id: string;
  title: string;
  /** Share of requests, 0 to 1, unless the user says otherwise. */
  share: number;
  /** The option of `meter estimate` that sets it. */
  flag?: 'cost-share' | 'long-context-share' | 'cache-share';
  /** What to know about it; needed where no event depends on it. */
  note?: string;
}

/** A figure that was measured, or that a document states, to be put beside what the events add up to. */
export interface StatedFigure {
  id: string;
  title: string;
  /** Commands, by `per`. */
  commands: number;
  per: 'request' | 'day' | 'call';
  /** Of them, those that travel; absent where all do or nobody counted. */
  wire?: number;
  /** The shares that make the events describe the same case; `null` when the events do not cover it. */
  shares: Readonly<Record<string, number>> | null;
  /** The lines of the estimate that it covers; absent: all of them. */
  sources?: readonly string[];
  /** Commands of it that the events do not explain. */
  unexplained?: number;
  since?: string;
  until?: string;
  evidence: Evidence;
  from: string;
}

/** All that the application sends. */
export interface Operations {
  conditions: readonly Condition[];
  events: readonly WriteEvent[];
  figures?: readonly StatedFigure[];
  /**
   * Bytes of what keys typically hold, by family id, where the names of fields and the units of values do not tell: of a hash all fields
   * as the server sends them, of a string its text, of a list or stream one element.
   */
  contents?: Readonly<Record<string, number>>;
}

/** Which commands a switch takes away: of the sources, those that fit one of the other members. With sources alone, all of them. */
export interface Removal {
  /** Absent: every source. */
  sources?: readonly string[];
  /** Ids of events. */
  events?: readonly string[];
  grains?: readonly Grain[];
  dimension?: string;
  fieldGroups?: readonly FieldGroup[];
}

/** An environment variable that changes what the application sends. */
export interface Switch {
  env: string;
  title: string;
  /** `minutes`, `milliseconds`: the time between two runs of a job. `count`: a number that changes sizes, not commands. */
  kind: 'boolean' | 'minutes' | 'milliseconds' | 'count';
  /** The value when the variable is not set. */
  default: string;
  /** The value that saves: `false`, or a longer interval. */
  off: string;
  removes: Removal;
  /** What else its name may mean, where the documents leave it open. */
  otherReading?: { title: string; removes: Removal };
  /** Who looks at the variable: nobody, only documents name it; a fork made from one release; or the application itself. */
  readBy: 'documents-only' | { fork: string; release: string } | { since?: string; until?: string; note?: string };
  /** What stops working when it is off, in one sentence. */
  breaks: string;
  /** Screens that go dark. */
  dark: readonly string[];
  /** Presets that set it to `off`. */
  presets: readonly ('production' | 'minimal')[];
  from: string;
}
