/** Findings and their remedies as data; the sentences are in report/messages. Shares are 0..1. */
import type { BytesFigure } from './model.js';
import type { Remedy } from './remedy.js';
import type { Severity } from './severity.js';

/** What shares refer to: the whole keyspace, the requested part, or the part that was seen. */
export type Scope = 'whole' | 'asked' | 'seen';

/** Keys without the TTL of their family. */
export interface LostTtl {
  pattern: string;
  /** Keys of the family. */
  keys: number;
  /** False: the number of keys concerned is an estimate. */
  exact: boolean;
  /** `null`: the TTL varies. */
  promisedSeconds: number | null;
}

/** The figures of each finding, by its code, in addition to its count. */
export interface FindingParams {
  'failed-calls': {
    /** The most frequent commands. */
    commands: { command: string; failed: number; calls: number }[];
    /** Number of other commands that fail. */
    others: number;
    /** Errors of all commands, by their first word. */
    errors: { name: string; count: number }[];
  };
  'ghost-index-member': { pattern: string; member: string; sets: number };
  'abandoned-leases': { pattern: string; keys: number; exact: boolean; missedSeconds: number; leftSeconds: number };
  'background-scan-load': {
    application: string;
    keys: number;
    /** `null`: unknown. */
    apiKeys: number | null;
    accounts: number | null;
    models: number | null;
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
  'eviction-can-drop-counters': { policy: string; maxmemory: number; expiringOnly: boolean };
  'memory-headroom': { usedMemory: number; maxmemory: number; evicts: boolean };
  'secret-in-key-name': { pattern: string; secret: string };
  'wrong-type': { pattern: string; expected: string; found: { type: string; keys: number }[] };
  'unrecognised-keys': { share: number; scope: Scope; families: number };
  'orphan-owner': {
    /** The title of the owners, such as `API key`. */
    owner: string;
    /** Some of the owners, as they may be shown. */
    ids: string[];
    keys: number;
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
  'big-hot-structure': { key: string; type: string | null; bytes: number; length: number | null };
  'fine-grained-statistics': {
    families: number;
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
  count: number;
  remedy: Remedy;
};

export type Finding = { [Code in FindingCode]: FindingOf<Code> }[FindingCode];
