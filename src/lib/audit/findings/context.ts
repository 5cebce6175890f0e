import type { KeyProbe } from '../../keyspace/probe.js';
import type { Tally } from '../../keyspace/tally.js';
import type { FamilyStats } from '../../keyspace/family-stats.js';
import type { AgeRule } from '../../profile/age.js';
import type { CompiledFamily } from '../../profile/classify.js';
import type { Finding, Scope } from '../finding.js';
import type { FamilyRow } from '../model.js';
import type { Identity } from '../identity.js';
import type { PresentProfile } from '../../recognise/presence.js';
import type { NotedFamily } from '../../recognise/state-note.js';
import type { ServerFacts } from '../server-facts.js';

/** A row of the report with what it was made from. */
export interface ReportedFamily {
  row: FamilyRow;
  /** As a byte string; the row has it as it may be shown. */
  pattern: string;
  stats: FamilyStats;
  /** `null` for an inferred family. */
  owner: CompiledFamily | null;
}

/** Everything that a finding may look at. */
export interface FindingContext {
  tally: Tally;
  families: readonly ReportedFamily[];
  profiles: readonly PresentProfile[];
  server: ServerFacts;
  probe: KeyProbe;
  identity: Identity;
  /** By which it is told whether a period is over; the same as that of a prune. */
  clock: Pick<AgeRule, 'now' | 'utcOffset' | 'marginMs'>;
  /** Families of which keys were given shorter lives on purpose. */
  shortened: readonly NotedFamily[];
  /** A server was looked at, and no snapshot. */
  live: boolean;
  /** Databases that were scanned. */
  databases: readonly number[];
  scope: Scope;
  /** Σ of the families' bytes; `null` when sizes could not be read. */
  bytes: number | null;
}

/** One rule: what it sees in the report, and what mends it. */
export type FindingRule = (context: FindingContext) => readonly Finding[] | Promise<readonly Finding[]>;

/** The part of a finding that says which family it is about. */
export const about = ({ row }: ReportedFamily): Pick<Finding, 'family' | 'profile'> => ({ family: row.id, profile: row.profile });

export const ABOUT_SERVER: Pick<Finding, 'family' | 'profile'> = { family: null, profile: null };
