/** The result of `meter limiters`. */
import type { Finding } from '../audit/finding.js';
import type { Amount, Count, Instant } from '../format/json-types.js';
import type { FailurePolicy } from '../profile/limiters.js';
import type { LimitUnit } from '../profile/limits.js';
import type { Label, Value } from '../usage/model.js';

export type Algorithm = 'list-log' | 'fixed-window' | 'started-window' | 'token-bucket' | 'leases' | 'other';

/** What one check sends. */
export interface CheckRow {
  /** Such as `allowed`. */
  when: string;
  commands: string[];
  /** Commands that a script calls. */
  inScript: string[];
  roundTrips: Count;
}

/** One limit. */
export interface LimiterRow {
  application: string;
  /** Id of the limiter in its profile. */
  limiter: string;
  /** As `--limit` names it. */
  rule: string;
  title: string;
  /** The key pattern. */
  pattern: string;
  algorithm: Algorithm;
  unit: LimitUnit;
  keys: Count;
  /** Requests in a window; `null`: unknown, or each subject has its own. */
  capacity: Count | null;
  windowSeconds: Amount | null;
  /** Where capacity and window are from; `null`: unknown. */
  from: 'stated' | 'variables' | 'default' | 'subject' | null;
  /** False: they may be set otherwise. */
  certain: boolean;
  /** Subjects at or above the share that is asked for, and those at their limit; `null`: unknown, because the limit is. */
  near: Count | null;
  full: Count | null;
  /** Requests that were counted although they were denied; `null`: denied ones are not counted, or the limit is unknown. */
  denied: Count | null;
  /** Keys without a TTL. */
  permanent: Count;
  /** Keys whose values are not what the limiter writes, or cannot be read. */
  odd: Count;
  /** `null`: sizes could not be read. */
  bytes: Amount | null;
  bytesExact: boolean;
  checks: CheckRow[];
  /** True if requests at once cannot pass a check together. */
  holds: boolean;
  /** What requests at once get through; `null`: the limit holds. */
  race: string | null;
  denials: 'count' | 'extend' | 'nothing';
  onError: { policy: FailurePolicy; note: string };
  faults: string[];
  /** Where an administrator sets the limit; `null`: unknown, or nowhere. */
  setIn: string | null;
}

/** Someone near a limit. Money is exact text in US dollars. */
export interface LimitedRow {
  application: string;
  limiter: string;
  rule: string;
  /** The kind of subject, such as `address`. */
  word: string;
  subject: Label;
  unit: LimitUnit;
  used: Value;
  capacity: Value;
  share: Amount;
  /** When the window ends, or the first request stops to count; `null`: no such time. */
  resetsAt: Instant | null;
}

/** Requests of a process that is gone, which count until their leases end. */
export interface AbandonedRow {
  application: string;
  rule: string;
  word: string;
  subject: Label;
  slots: Count;
  /** The last of them ends by then. */
  until: Instant;
}

/** Connections by Little's law: rate × time held. */
export interface PoolData {
  processes: Count;
  /** Connections of each process. */
  pool: Count;
  /** `flag`, the variable that set it, or `default` of the client. */
  poolFrom: string;
  /** True: all requests of a process share one connection, which waits for none of them. */
  shared: boolean;
  /** Requests a second, of all processes. */
  rate: Amount;
  rttSeconds: Amount;
  /** Connections of all processes, of those that the server allows; `null`: unknown. */
  connections: Count;
  maxclients: Count | null;
  connected: Count | null;
  /** For each limiter, and for whole requests as the profile states them. */
  loads: PoolLoad[];
  /** The client of the application; `null`: unknown. */
  client: ClientRow | null;
}

export interface PoolLoad {
  /** The rule; `null`: a whole request. */
  rule: string | null;
  title: string;
  /** One after the other. */
  roundTrips: Amount;
  /** Connections in use at a time, of all processes. */
  busy: Amount;
  /** Of all connections, 1 for all. */
  share: Amount;
  /** Requests a second that the pools allow. */
  mostRate: Amount;
  /** Share of requests that wait for a connection, 0 to 1, if they come at random. */
  waiting: Amount;
}

export interface ClientRow {
  library: string;
  connectSeconds: Amount;
  /** `null`: it waits without end. */
  commandSeconds: Amount | null;
  /** `null`: there is no pool to wait for. */
  poolSeconds: Amount | null;
  retries: Count;
  /** The longest time that a request is held if the server does not answer; `null`: without end. */
  worstSeconds: Amount | null;
  /** Settings that need no code. */
  settings: string[];
  notes: string[];
}

export interface LimiterNoteParams {
  /** Limits whose size is assumed. */
  'assumed-sizes': { rules: string[] };
  /** Limits of unknown size. */
  'unknown-sizes': { rules: string[] };
  /** Lists that are longer than an assumed limit: the limit may be set higher, or requests at once went through. */
  'longer-than-assumed': { rule: string; lists: Count; longest: Count; capacity: Count };
  /** The application writes local times. `null`: its time zone is unknown. */
  'local-times': {
    application: string;
    offsetHours: number | null;
    from: 'flag' | 'data' | null;
    /** Limits whose lists a newer release reads as UTC. */
    readAsUtc: string[];
  };
  /** Names alone do not show that a library wrote them. */
  'by-values': { names: string[] };
  /** Which keys are hot is unknown. */
  'heat-unknown': { policy: string | null };
  'owner-without-keys': { owner: string };
  'odd-values': { rule: string; keys: Count };
}

export type LimiterNoteCode = keyof LimiterNoteParams;

export interface LimiterNoteOf<Code extends LimiterNoteCode> {
  code: Code;
  params: LimiterNoteParams[Code];
}

export type LimiterNote = { [Code in LimiterNoteCode]: LimiterNoteOf<Code> }[LimiterNoteCode];

export interface LimitersData {
  applications: { name: string; title: string; version: string | null; upTo: string | null }[];
  /** The time of the server. */
  now: Instant;
  owners: string[];
  /** From which share on somebody is named, 0 to 1. */
  near: Amount;
  limiters: LimiterRow[];
  /** The nearest first. */
  limited: LimitedRow[];
  /** Those who are left out of `limited`, because there are too many. */
  limitedLeftOut: Count;
  abandoned: AbandonedRow[];
  findings: Finding[];
  /** `null`: it was not asked for. */
  pool: PoolData | null;
  notes: LimiterNote[];
  source: {
    kind: 'live' | 'snapshot';
    files: string[];
    /** Why only a part was read; `null`: everything was. */
    partial: string | null;
  };
}
