/** Findings and their remedies as data; the sentences are in report/messages. Shares are 0..1. */
import type { Amount, Count } from '../format/json-types.js';
import type { LimiterFindingParams } from './limiters/params.js';
import type { BytesFigure } from './model.js';
import type { Remedy } from './remedy.js';
import type { Severity } from './severity.js';

/** What shares refer to: the whole keyspace, the requested part, or the part that was seen. */
export type Scope = 'whole' | 'asked' | 'seen';

/** Keys without the TTL of their family. */
export interface LostTtl {
  pattern: string;
  /** Keys of the family. */
  keys: Count;
  /** False: the number of keys concerned is an estimate. */
  exact: boolean;
  /** `null`: the TTL varies. */
  promisedSeconds: number | null;
}

/** The figures of each finding, by its code, in addition to its count. */
export interface FindingParams extends LimiterFindingParams {
  'failed-calls': {
    /** The most frequent commands. */
    commands: { command: string; failed: Count; calls: number }[];
    /** Number of other commands that fail. */
    others: number;
    /** Errors of all commands, by their first word. */
    errors: { name: string; count: Count }[];
  };
  'ghost-index-member': { pattern: string; member: string; sets: number };
  'abandoned-leases': { pattern: string; keys: Count; exact: boolean; missedSeconds: number; leftSeconds: number };
  'background-scan-load': {
    application: string;
    keys: Count;
    /** `null`: unknown. */
    apiKeys: Count | null;
    accounts: Count | null;
    models: Count | null;
    /** Titles of the jobs with the most commands. */
    jobs: string[];
    /** Settings that differ from their defaults. */
    settings: Record<string, string>;
  };
  'limit-ended': {
    /** Title of the limit. */
    limit: string;
    pattern: string;
    /** Some of the owners, as they may be shown. */
    ids: string[];
    /** Billing cycles: the one with the limits, and the running one without. */
    before: string;
    now: string;
    /** Owners that were asked for, of all. */
    checked: number;
    owners: number;
  };
  'keys-command': { msPerCall: number; callers: { application: string; when: string }[] };
  /** `maxmemory`: 0: no limit. */
  'eviction-can-drop-counters': { policy: string; maxmemory: Amount; expiringOnly: boolean };
  'memory-headroom': { usedMemory: Amount; maxmemory: Amount; evicts: boolean };
  'secret-in-key-name': { pattern: string; secret: string };
  'wrong-type': { pattern: string; expected: string; found: { type: string; keys: Count }[] };
  'unrecognised-keys': { share: number; scope: Scope; families: Count };
  'orphan-owner': {
    /** The title of the owners, such as `API key`. */
    owner: string;
    /** Some of the owners, as they may be shown. */
    ids: string[];
    keys: Count;
    bytes: number;
    bytesHow: 'at-least' | 'about';
    /** Owners whose existence could not be checked. */
    unchecked: number;
    /** True when there are several owners and none exists. */
    all: boolean;
  };
  /** `unsavedChanges`: 0 if unknown or irrelevant. */
  'no-persistence': { unsavedChanges: number };
  'save-failed': { what: 'snapshot' | 'append-only-file'; unsavedChanges: number };
  'unbounded-collection': {
    pattern: string;
    bytes: number | null;
    /** Share of the data; `null`: unknown. */
    share: number | null;
    scope: Scope;
    /** Elements of the longest key. */
    longest: number;
    bound: number | null;
    /** Text of the profile; `null`: no profile knows the family. */
    note: string | null;
  };
  'heavy-optional-data': { pattern: string; share: number; scope: Scope; bytes: number | null; note: string };
  'big-hot-structure': { key: string; type: string | null; bytes: number; length: Amount | null };
  'fine-grained-statistics': {
    families: Count;
    share: number;
    scope: Scope;
    size: BytesFigure;
    /** What reads the keys, as the profile says it. */
    losses: string[];
  };
  'counter-without-ttl': LostTtl & {
    /** Text of the profile; `null`: none. */
    note: string | null;
  };
  'imported-without-ttl': LostTtl;
  'key-without-ttl': LostTtl;
  'one-day-ttl': LostTtl;
}

export type FindingCode = keyof FindingParams;

export type FindingOf<Code extends FindingCode> = {
  code: Code;
  params: FindingParams[Code];
  severity: Severity;
  /** Family id, or `null` when the finding is about the server or the whole keyspace. */
  family: string | null;
  profile: string | null;
  count: Count;
  remedy: Remedy;
};

export type Finding = { [Code in FindingCode]: FindingOf<Code> }[FindingCode];
