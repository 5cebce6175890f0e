/** The result of `meter doctor`. Times are in seconds, shares 0 to 1. */
import type { Command } from '../audit/remedy.js';
import type { Finding } from '../audit/finding.js';
import type { Instant } from '../format/json-types.js';
import type { DoctorAdvice } from './advice.js';
import type { DoctorEvidence } from './evidence.js';
import type { DoctorSkips } from './skips.js';
import type { Message } from '../format/message.js';

/** The checks and their groups, in the order of a report. Ids are part of the interface. */
export const CHECKS = {
  connect: 'connection',
  ping: 'latency',
  'command-latency': 'latency',
  'slow-log': 'latency',
  'latency-events': 'latency',
  memory: 'memory',
  eviction: 'memory',
  fragmentation: 'memory',
  persistence: 'persistence',
  saves: 'persistence',
  clients: 'clients',
  pool: 'clients',
  replication: 'replication',
  failover: 'replication',
  errors: 'commands',
  'keys-command': 'commands',
  expiry: 'keys',
  'hot-keys': 'keys',
  provider: 'server',
  version: 'server',
  password: 'security',
  user: 'security',
  tls: 'security',
  exposure: 'security',
  intrusion: 'security',
  switches: 'relay',
  'time-zone': 'relay',
  rights: 'rights',
} as const;

export type CheckId = keyof typeof CHECKS;
export type CheckGroup = (typeof CHECKS)[CheckId];
export type CheckState = 'ok' | 'warn' | 'fail' | 'skipped';

export interface Check {
  id: CheckId;
  group: CheckGroup;
  state: CheckState;
  /** What was seen, as data. */
  evidence: Message<DoctorEvidence>[];
  /** Why it was not checked; `null` unless it was skipped. */
  why: Message<DoctorSkips> | null;
  /** What to do; `null`: nothing, or as the findings say. */
  advice: Message<DoctorAdvice> | null;
  /** Commands of the advice, in its order. */
  commands: Command[];
  /** What an audit reports of the same. */
  findings: Finding[];
}

/** What this user may do with one verb. */
export interface VerbRights {
  verb: string;
  /** `partly`: with less in its report. `unknown`: it was not asked. */
  may: 'yes' | 'partly' | 'no' | 'unknown';
  /** Commands that the user may not send, and those that the server does not have. */
  denied: string[];
  missing: string[];
}

export interface DoctorData {
  now: Instant;
  server: { product: string | null; version: string | null; nodes: number } | null;
  applications: { name: string; title: string; version: string | null; upTo: string | null }[];
  checks: Check[];
  rights: VerbRights[];
  /** Why some checks could not be made; `null`: all were. */
  partial: string | null;
}
