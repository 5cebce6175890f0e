/** What `meter advise` tells, as data. Commands are means; a month is 30 days; money is US dollars; bytes are bytes. */
import type { PlanRelease } from '../change/plan/model.js';

/** What a remedy takes: another plan of the provider, one command, a setting and a restart, or a change of the application's code. */
export type Effort = 'plan' | 'command' | 'setting' | 'code';

export interface RemedyRow {
  id: string;
  title: string;
  effort: Effort;
  saves: {
    commandsPerDay: number;
    /** Memory that becomes free; `null`: not known. */
    bytes: number | null;
    /** `null`: nobody charges for commands, or the price is not known. */
    dollarsPerMonth: number | null;
  };
  /** Keys that go, or that get their TTL; `null`: it is not about keys. */
  keys: number | null;
  /** What can go wrong, and how it is undone: a sentence. */
  risk: string;
  /** How long it lasts, as a sentence; `null`: for good. */
  lasts: string | null;
  /** What no longer works, in sentences. */
  loses: string[];
  /** As it can be pasted; `null` where no command does it. */
  command: string | null;
}

export interface AdviseData {
  profile: PlanRelease & { title: string };
  workload: {
    requestsPerDay: number;
    /** Given with --requests, counted by the application, or assumed because nothing tells. */
    requestsFrom: 'given' | 'data' | 'assumed';
    /** Days that the application's own counters cover; `null`: none. */
    days: number | null;
    keys: number;
    dataBytes: number | null;
  };
  /** `known`: it was named, or the host's name tells it; else money is what commands would cost there. */
  provider: { id: string; title: string; known: boolean; asOf: string | null };
  now: {
    commandsPerDay: number;
    /** Of these, those that are sent without any request. */
    jobsPerDay: number;
    /** Under the plan that charges by the command; `null`: there is none. */
    dollarsPerMonth: number | null;
    /** Mean of all commands that the server has counted, whoever sent them; `null`: it does not tell, or for less than an hour. */
    measuredPerDay: number | null;
  };
  /** The best first; those that need a change of code come last. */
  remedies: RemedyRow[];
  /** Switches that would save something if the application looked at them. */
  unread: string[];
}
