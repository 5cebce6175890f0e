import type { Amount, Count } from '../format/json-types.js';
import type { AlgorithmName } from '../limiter/index.js';
import type { Loaded } from './loops.js';

/** Ms. */
export interface Latency {
  p50: Amount;
  p95: Amount;
  p99: Amount;
  max: Amount;
}

/** `legacyList`: the list of new-api's first limiters and of one-api, one command after the other. */
export const LIMITERS = [
  'legacyList',
  'listLog',
  'fixedWindow',
  'slidingWindow',
  'tokenBucket',
  'gcra',
  'zsetLog',
] as const satisfies readonly ('legacyList' | AlgorithmName)[];

export type LimiterId = (typeof LIMITERS)[number];

export interface LimiterSettings {
  /** Requests of one subject in one window. */
  limit: Count;
  windowMs: Amount;
  /** Subjects that share the load. */
  subjects: Count;
  /** Callers of a burst and of the closed loop. */
  concurrency: Count;
  bursts: Count;
  /** Connections of the pool. */
  pool: Count;
  /** Checks a second of the open loop. */
  perSecond: Amount;
  /** Of each loop. */
  durationMs: Amount;
  /** Added to the round trip of this machine. */
  roundTripMs: Amount;
  /** Ms after which a check fails, where the limiter has a deadline. */
  deadlineMs: Amount;
}

/** A load while something fails. */
export interface FailureTrial {
  calls: Count;
  /** Checks that got no answer from Redis. */
  failed: Count;
  /** Ms of the check that took longest until its answer or its failure. */
  longestMs: Amount;
  /** Ms from the new server's start to the first answer; `null`: no server was started, or it never answered. */
  backMs: Amount | null;
}

export interface LimiterTrial {
  id: LimiterId;
  /** `before`: what an application has; `after`: one script. */
  side: 'before' | 'after';
  /** Commands of one check on the wire, each a round trip. */
  commands: Amount;
  /** Commands that the server executed for one check, those of the script included. */
  serverCommands: Amount;
  /** Microseconds of the server's CPU for one check. */
  serverMicroseconds: Amount;
  /** How many of each burst were allowed. */
  bursts: readonly Count[];
  /** At the fixed rate. */
  load: Loaded;
  /** As fast as the callers can. */
  closed: Loaded;
  /** Bytes of the keys of one subject, after the load. */
  keyBytes: Count;
  /** `null`: not tried. */
  failures: { flush: FailureTrial; restart: FailureTrial; slow: FailureTrial } | null;
}

export interface TrialLimitersData {
  server: { version: string };
  settings: LimiterSettings;
  /** The round trip that the proxy gave, ms: the median of PINGs. */
  roundTripMs: Amount;
  limiters: readonly LimiterTrial[];
  /** False: it was interrupted, and limiters are missing. */
  complete: boolean;
}
