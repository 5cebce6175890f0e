import type { KeyProbe } from '../../keyspace/probe.js';
import type { Tally } from '../../keyspace/tally.js';
import type { FamilyStats } from '../../keyspace/family-stats.js';
import type { AgeRule } from '../../profile/age.js';
import type { CompiledFamily } from '../../profile/classify.js';
import type { Finding, Scope } from '../finding.js';
import type { FamilyRow } from '../model.js';
import type { Identity } from '../identity.js';
import type { RecognisedProfile } from '../../recognise/recognise.js';
import type { NotedFamily } from '../../recognise/state-note.js';
import type { ServerFacts } from '../server-facts.js';

/** A row of the report with the data behind it. */
export interface ReportedFamily {
  row: FamilyRow;
  /** Byte string; the row has the printable form. */
  pattern: string;
  stats: FamilyStats;
  /** `null` for an inferred family. */
  owner: CompiledFamily | null;
}

/** The data that findings are made from. */
export interface FindingContext {
  tally: Tally;
  families: readonly ReportedFamily[];
  profiles: readonly RecognisedProfile[];
  server: ServerFacts;
  probe: KeyProbe;
  identity: Identity;
  /** Decides whether a period is over, in the same way as a prune. */
  clock: Pick<AgeRule, 'now' | 'utcOffset' | 'marginMs'>;
  /** Families whose keys were given shorter TTLs on purpose. */
  shortened: readonly NotedFamily[];
  /** True for a server, false for a snapshot. */
  live: boolean;
  /** Databases that were scanned. */
  databases: readonly number[];
  scope: Scope;
  /** Number of distinct entities; `null`: none is known. */
  distinct: (dimension: string) => number | null;
  /** Values of switches that differ from their defaults, by profile. */
  deployed: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The application's environment variables; `null`: not known. */
  variables: Readonly<Record<string, string>> | null;
  /** Hours; `null`: the user has given none. */
  utcOffsetGiven: number | null;
  /** Σ of the families' bytes; `null` when sizes could not be read. */
  bytes: number | null;
}

/** What is known of a family from its name and the number of its keys. */
export interface HeldFamily {
  row: Pick<FamilyRow, 'keys' | 'valueClass' | 'profile' | 'ttlPolicy' | 'grain'>;
  owner: CompiledFamily | null;
  stats: Pick<FamilyStats, 'oldest'>;
}

/** What the rules about the server need; `meter doctor` has no more. */
export interface ServerContext extends Pick<FindingContext, 'server' | 'profiles' | 'clock'> {
  families: readonly HeldFamily[];
}

/** A rule about the server. */
export type ServerRule = (context: ServerContext) => Finding[];

/** A rule returns findings with their remedies. */
export type FindingRule = (context: FindingContext) => readonly Finding[] | Promise<readonly Finding[]>;

/** The part of a finding that says which family it is about. */
export const about = ({ row }: ReportedFamily): Pick<Finding, 'family' | 'profile'> => ({ family: row.id, profile: row.profile });

export const ABOUT_SERVER: Pick<Finding, 'family' | 'profile'> = { family: null, profile: null };
