/** Result of `meter advise` as data. Commands are means; a month is 30 days; money is US dollars; sizes are bytes. */
import type { Amount, Count } from '../format/json-types.js';
import type { PlanRelease } from '../change/plan/model.js';
import type { RemedyLast, RemedyLoss, RemedyRisk, RemedyTitle } from './words.js';

/**
 * What a remedy needs: another plan of the provider, one command, a setting and a restart, or a change of the application's code.
 */
export type Effort = 'plan' | 'command' | 'setting' | 'code';

export interface RemedyRow {
  id: string;
  title: RemedyTitle;
  effort: Effort;
  saves: {
    commandsPerDay: Amount;
    /** Memory that the remedy frees; `null`: unknown. */
    bytes: number | null;
    /** `null`: commands are not charged for, or the price is unknown. */
    dollarsPerMonth: Amount | null;
  };
  /** Keys that are removed, or that get a TTL; `null`: the remedy does not change keys. */
  keys: Count | null;
  /** `at-most`: the values decide which of them stay. */
  keysHow: 'counted' | 'at-most';
  /** The risk and how to undo the change. */
  risk: RemedyRisk;
  /** How long the effect lasts; `null`: permanently. */
  lasts: RemedyLast | null;
  /** What stops working. */
  loses: RemedyLoss[];
  /** A command to paste; `null`: no command does it. */
  command: string | null;
}

export interface AdviseData {
  /**
   * `files`: names of the snapshots; empty for a server. `partial`: why a snapshot was not read
   * to its end, or is not to be trusted; `null`: neither.
   */
  source: { kind: 'live' | 'snapshot'; files: string[]; partial: string | null };
  profile: PlanRelease & { title: string };
  workload: {
    requestsPerDay: Amount;
    /** Given with --requests, counted by the application, or assumed because there is no other source. */
    requestsFrom: 'given' | 'data' | 'assumed';
    /** Days that the application's own counters cover; `null`: none. */
    days: Count | null;
    keys: Count;
    apiKeys: Count;
    accounts: Count;
    dataBytes: Amount | null;
  };
  /** `known`: named, or recognised from the host name; otherwise money is the cost at this provider. */
  provider: { id: string; title: string; known: boolean; asOf: string | null };
  now: {
    commandsPerDay: Amount;
    /** Commands among these that are sent without a request. */
    jobsPerDay: Amount;
    /** With the plan that charges per command; `null`: no such plan. */
    dollarsPerMonth: Amount | null;
    /** Mean of all commands that the server has counted, from all clients; `null`: not reported, or over less than an hour. */
    measuredPerDay: Amount | null;
  };
  /** Best first; remedies that need a change of code are last. */
  remedies: RemedyRow[];
  /** Switches that would save commands if the application read them. */
  unread: string[];
}
