/** What is wrong, and what to do about it, as data: the sentences are in report/messages. Bytes are bytes, shares 0..1. */
import type { BytesFigure } from './model.js';
import type { Remedy } from './remedy.js';
import type { Severity } from './severity.js';

/** What shares are shares of: the whole keyspace, the part that was asked for, or the part that was seen. */
export type Scope = 'whole' | 'asked' | 'seen';

/** Keys that lack the TTL that their family promises. */
export interface LostTtl {
  pattern: string;
  /** Keys of the family. */
  keys: number;
  /** False: the number of keys concerned is an estimate. */
  exact: boolean;
  /** `null`: the TTL varies. */
  promisedSeconds: number | null;
}

/** What each finding says, by its code, besides the number that it counts. */
export interface FindingParams {
  'failed-calls': {
    /** The most frequent. */
    commands: { command: string; failed: number; calls: number }[];
    /** Commands that fail as well. */
    others: number;
    /** Of all commands, by the word that they begin with. */
    errors: { name: string; count: number }[];
  };
  'ghost-index-member': { pattern: string; member: string; sets: number };
  'abandoned-leases': { pattern: string; keys: number; exact: boolean; missedSeconds: number; leftSeconds: number };
  'background-scan-load': { application: string; keys: number; commandsPerKeyPerDay: number; note: string };
  'keys-command': { msPerCall: number; callers: { application: string; when: string }[] };
  /** `maxmemory`: 0 for none. */
  'eviction-can-drop-counters': { policy: string; maxmemory: number; expiringOnly: boolean };
  'memory-headroom': { usedMemory: number; maxmemory: number; evicts: boolean };
  'secret-in-key-name': { pattern: string; secret: string };
  'wrong-type': { pattern: string; expected: string; found: { type: string; keys: number }[] };
  'unrecognised-keys': { share: number; scope: Scope; families: number };
  'orphan-owner': {
    /** What the owners are called, such as `API key`. */
    owner: string;
    /** Some of them, as they may be shown. */
    ids: string[];
    keys: number;
    bytes: number;
    bytesHow: 'at-least' | 'about';
    /** Owners that could not be asked for. */
    unchecked: number;
    /** Not one owner exists, of several. */
    all: boolean;
  };
  /** `unsavedChanges`: 0 where it is unknown or does not matter. */
  'no-persistence': { unsavedChanges: number };
  'save-failed': { what: 'snapshot' | 'append-only-file'; unsavedChanges: number };
  'unbounded-collection': {
    pattern: string;
    bytes: number | null;
    /** Of the data; `null`: unknown. */
    share: number | null;
    scope: Scope;
    /** Elements of the longest. */
    longest: number;
    bound: number | null;
    /** The profile's own words; `null`: no profile knows it. */
    note: string | null;
  };
  'heavy-optional-data': { pattern: string; share: number; scope: Scope; bytes: number | null; note: string };
  'big-hot-structure': { key: string; type: string | null; bytes: number; length: number | null };
  'fine-grained-statistics': {
    families: number;
    share: number;
    scope: Scope;
    size: BytesFigure;
    /** What reads them, in the profile's own words. */
    losses: string[];
  };
  'counter-without-ttl': LostTtl & {
    /** The profile's own words; `null`: none. */
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
