/**
 * The commands that an application sends to Redis, event by event, and the settings that change them. Types only; see
 * docs/profiles.md.
 */
import type { Amount, Amounts, EntityNames, FinishedRequest, WriteContext } from './recording.js';
import type { Grain } from './types.js';

/** The load that an estimate assumes. */
export interface Workload {
  requestsPerDay: number;
  accounts: number;
  /** Distinct models in use. */
  models: number;
  apiKeys: number;
  /** Queues of jobs. */
  queues: number;
  /** Workers of all queues together. */
  workers: number;
  /** Keys in the database; 0: ignore commands that depend on it. */
  keys: number;
  /** Share of requests, 0 to 1, for which a condition holds, by condition id; absent: the condition's own share. */
  shares: Readonly<Record<string, number>>;
}

/**
 * How the commands of an event are sent: in one `pipeline`; each by itself but all at once (`parallel`); one after the other
 * (`sequence`); MULTI … EXEC in one pipeline (`transaction`); one `script` that calls the others.
 */
export type Transport = 'pipeline' | 'parallel' | 'sequence' | 'transaction' | 'script';

/** Hash fields that a switch may remove: the 5-minute and 1-hour cache tokens; the tokens of cache creation and reading. */
export type FieldGroup = 'ephemeral' | 'cache';

/** One or more equal commands of an event. */
export interface Write {
  /** In upper case, such as `HINCRBY`. */
  command: string;
  /** Id of the family whose keys the command names; `null`: no family, as for MULTI or SCAN. */
  family: string | null;
  /** Number of commands per event. */
  count: number | ((workload: Workload) => number);
  /** Grain of the statistics, if the family's own grain does not give it. */
  grain?: Grain;
  /** A counted dimension that is not in the key's name, such as the models in an index. */
  dimension?: string;
  fieldGroup?: FieldGroup;
  /** Conditions that must all hold; `!id` negates. */
  when?: readonly string[];
  /** Called by a script: the server counts the command, but it is not sent. */
  inScript?: boolean;
  /** Number of fields that a HSET sets; absent: all fields of the key. */
  fields?: number;
  /** True: the key usually does not exist, so the reply to a read is empty. */
  missing?: boolean;
  /** The hash field that HINCRBY raises; it may contain placeholders. */
  field?: string;
  /** What HINCRBY and INCRBYFLOAT add. In fields with the unit `micro-usd`, costs are rounded to micro-dollars. */
  amount?: Amount;
  /** True: it is not sent if the amount is 0. Others are, and create the field. */
  omitsZero?: boolean;
  /** What EXPIRE sets, from the application's environment, where the family has no fixed TTL. */
  seconds?: (env: Readonly<Record<string, string>>) => number;
  /** True: it decides whether the request is served, so that a recorder, which comes afterwards, does not send it. */
  isBefore?: boolean;
  /** Id of the family whose key must exist: that of the same API key, account or model. A recorder sends it only then. */
  ifExists?: string;
  /** The arguments after the key, of other commands, and of an EXPIRE without a fixed TTL. */
  rest?: (context: WriteContext) => readonly string[];
  /** First and last release that sends it, inclusive. */
  since?: string;
  until?: string;
}

/** What triggers an event: each request; a number of times per day; a timer, which a switch may set. */
export type Occasion = 'request' | { perDay: number | ((workload: Workload) => number) } | { minutes: number; setBy?: string };

/** `measured`: counted by running it. `read`: from the application's source. `documented`: a document says so. */
export type Evidence = 'measured' | 'read' | 'documented';

export interface WriteEvent {
  id: string;
  /** The line of the estimate for this event, such as `token-usage` or `background`. */
  source: string;
  title: string;
  every: Occasion;
  /** Conditions that must all hold for the event to happen; `!id` negates. */
  when?: readonly string[];
  transport: Transport;
  writes: readonly Write[];
  /** The amounts of a request. Present: a recorder can send the event, because its writes say all arguments. */
  amounts?: (request: FinishedRequest) => Amounts;
  /** First and last release that has the event, inclusive. */
  since?: string;
  until?: string;
  evidence: Evidence;
  /** Source of the figures. */
  from: string;
}

/** A condition that holds for a share of the requests. */
export interface Condition {
  id: string;
  title: string;
  /** Default share of requests, 0 to 1. */
  share: number;
  /** The option of `meter estimate` that sets it. */
  flag?: 'cost-share' | 'long-context-share' | 'cache-share';
  /** A remark about it; required when no event depends on it. */
  note?: string;
  /** Whether it holds for a request; required where a recorder sends what depends on it. */
  holds?: (request: FinishedRequest, release: string) => boolean;
}

/** A measured or documented figure, compared with the sum of the events. */
export interface StatedFigure {
  id: string;
  title: string;
  /** Commands per `per`. */
  commands: number;
  per: 'request' | 'day' | 'call';
  /** Commands of these that are sent; absent: all, or not counted. */
  wire?: number;
  /** The shares with which the events describe the same case; `null`: the events do not cover it. */
  shares: Readonly<Record<string, number>> | null;
  /** The lines of the estimate that the figure covers; absent: all lines. */
  sources?: readonly string[];
  /** Commands of the figure that the events do not explain. */
  unexplained?: number;
  since?: string;
  until?: string;
  evidence: Evidence;
  from: string;
}

/** What a document says that a remedy saves. */
export interface Claim {
  /** A scenario of `meter estimate`, such as `script`, or the variable of a switch. */
  remedy: string;
  /** Shares from 0 to 1, least and most. */
  saves: readonly [number, number];
  of: 'commands' | 'round-trips';
}

/** Numbers of the workload that an application may have. */
export type WorkloadCount = 'apiKeys' | 'accounts' | 'models' | 'queues' | 'workers';

/** Everything that the application sends. */
export interface Operations {
  /** What the load consists of, if these are not requests of API keys, accounts and models. */
  load?: { unit: 'jobs' | 'checks'; counts: readonly WorkloadCount[] };
  conditions: readonly Condition[];
  events: readonly WriteEvent[];
  figures?: readonly StatedFigure[];
  /** Of figures that a document states. */
  claims?: readonly Claim[];
  /**
   * Typical bytes of keys by family id, for families whose fields and units do not give them: all fields of a hash as the server
   * sends them, the text of a string, one element of a list or stream.
   */
  contents?: Readonly<Record<string, number>>;
  /** For a recorder. */
  names?: EntityNames;
}

/**
 * The commands that a switch removes: those of the sources that match one of the other members. With sources alone, all of them.
 */
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
  /** `minutes`, `milliseconds`: interval of a job. `count`: a number that changes sizes, not commands. */
  kind: 'boolean' | 'minutes' | 'milliseconds' | 'count';
  /** The value when the variable is not set. */
  default: string;
  /** The value that saves commands: `false`, or a longer interval. */
  off: string;
  removes: Removal;
  /** Another possible meaning of the name, if the documents leave it open. */
  otherReading?: { title: string; removes: Removal };
  /** What reads the variable: nothing, only documents name it; a fork of one release; or the application itself. */
  readBy: 'documents-only' | { fork: string; release: string } | { since?: string; until?: string; note?: string };
  /** What stops working when the switch is off, in one sentence. */
  breaks: string;
  /** Screens without data when the switch is off. */
  dark: readonly string[];
  /** Presets that set the variable to `off`. */
  presets: readonly ('production' | 'minimal')[];
  from: string;
}
