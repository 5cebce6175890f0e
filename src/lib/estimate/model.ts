/** Result of `meter estimate` as data. Commands are means; a month is 30 days; money is US dollars. */
import type { Amount, Count } from '../format/json-types.js';
import type { WorkloadCount } from '../profile/operations.js';
import type { Evidence } from '../profile/operations.js';
import type { Advice, ScenarioLoss, ScenarioTitle } from './words.js';

/** Commands that are sent, round trips, and commands that the chosen provider charges for. */
export interface LoadColumns {
  /** Commands that are sent, per request and per day. */
  perRequest: Amount;
  perDay: Amount;
  roundTripsPerRequest: Amount;
  roundTripsPerDay: Amount;
  billablePerRequest: Amount;
  billablePerDay: Amount;
}

export interface SourceLoad extends LoadColumns {
  id: string;
  /** False for commands that come without requests. */
  withRequests: boolean;
  /** The document's figures for the same load; `null`: none. */
  documented: { perRequest: Amount; perDay: Amount } | null;
}

export interface GroupLoad extends Omit<LoadColumns, 'roundTripsPerRequest' | 'roundTripsPerDay'> {
  /** `null`: commands that name no key, or belong to no group. */
  id: string | null;
}

export interface FamilyLoad extends GroupLoad {
  pattern: string | null;
}

/**
 * Sent commands. `overlap`: saved by this switch alone. `marginal`: saved in addition to the switches above. `left`: remaining
 * after all of them.
 */
export interface SwitchFigures {
  marginal: number;
  overlap: number;
  left: number;
  marginalPerDay: number;
  overlapPerDay: number;
  leftPerDay: Amount;
}

export interface SwitchLoad extends SwitchFigures {
  env: string;
  title: string;
  off: string;
  /** The deployed or tried value; `null`: default. */
  value: string | null;
  /** Whether the application reads it; `null`: unknown. */
  reads: boolean | null;
  readsBecause: string;
  otherReading: (SwitchFigures & { title: string }) | null;
  breaks: string;
  dark: string[];
}

export interface ScenarioRow {
  id: string;
  title: ScenarioTitle;
  effort: string;
  wirePerRequest: Amount;
  wirePerDay: Amount;
  /** Commands among these that come without requests. */
  jobsPerDay: Amount;
  roundTripsPerDay: Amount;
  billablePerDay: Amount;
  /** With the provider's plan that charges per command, or with the scenario's own plan; `null`: unknown price. */
  monthlyCost: Amount | null;
  /** The provider's cheapest plan under this load. */
  cheapest: { plan: string; monthlyCost: Amount } | null;
  /** Days until the free plan's quota is used up; `null`: it lasts, or there is none. */
  quotaDays: Amount | null;
  loses: ScenarioLoss[];
  /** Seconds of statistics that a crash loses. */
  lossSeconds: Amount | null;
}

export interface BillingRow {
  provider: string;
  providerTitle: string;
  plan: string;
  title: string;
  monthlyCost: Amount | null;
  fits: boolean;
  tooMuch: string | null;
  quotaDays: Amount | null;
  /** Included commands per month; `null`: commands are not counted. */
  included: Amount | null;
  /** Commands by this provider's rules; `null`: not counted. */
  billablePerDay: Amount | null;
  unit: string | null;
  /** True when a command may cost several units, so the bill may be higher. */
  atLeast: boolean;
  asOf: string | null;
  source: string;
  note: string | null;
}

export interface BreakEvenRow {
  fixed: string;
  metered: string;
  billablePerDay: Amount;
  requestsPerDay: Amount | null;
}

/** A measured or documented figure, with the sum of the events for the same case. */
export interface FigureRow {
  id: string;
  title: string;
  per: 'request' | 'day' | 'call';
  commands: Amount;
  computed: Amount | null;
  /** True when the figure is about a whole request in the estimated case. */
  sameCase: boolean;
  /** Commands that the events do not explain, if known. */
  unexplained: Amount;
  evidence: Evidence;
  from: string;
}

export interface ReleaseLoad {
  from: string;
  to: string | null;
  sources: { id: string; perRequest: Amount }[];
  recorded: Amount;
  /** True when the estimate is for one of these releases. */
  current: boolean;
}

export interface ExplainRow {
  event: string;
  title: string;
  source: string;
  transport: string;
  command: string;
  family: string | null;
  pattern: string | null;
  /** Mean number per event. */
  count: Count;
  /** Mean events per request; `null`: comes without requests. */
  timesPerRequest: Amount | null;
  timesPerDay: Amount;
  perRequest: Amount | null;
  perDay: Amount;
  inScript: boolean;
  evidence: Evidence;
  from: string;
}

export interface EstimateData {
  workload: {
    requestsPerDay: Amount;
    accounts: Count;
    models: Count;
    apiKeys: Count;
    queues: Count;
    workers: Count;
    keys: Count;
    dataBytes: Amount | null;
    /** Shares of requests that differ from the default. */
    shares: Record<string, number>;
    /** Source of the numbers of keys, API keys, accounts and models. */
    from: string | null;
    /** True when only the number of keys comes from that source. */
    keysOnly: boolean;
    /** Numbers that are neither given nor counted. */
    assumed: WorkloadCount[];
    /** What a request is here. */
    unit: 'requests' | 'jobs' | 'checks';
    /** The numbers that matter to the application. */
    counts: WorkloadCount[];
    daysPerMonth: number;
  };
  profile: {
    name: string;
    title: string;
    /** The release, or the variant such as `documented`; `null`: the profile has no releases. */
    version: string | null;
    /** Releases that the data show; `null`: the user named one, or no data were read. */
    releases: { from: string | null; to: string | null } | null;
    newest: string | null;
  };
  /** Switch values that are not the default: deployed ones, and tried ones. */
  settings: { deployed: Record<string, string>; tried: Record<string, string> };
  provider: {
    id: string;
    title: string;
    billed: string;
    unit: string | null;
    asOf: string | null;
    source: string;
    note: string | null;
  };
  total: {
    wirePerRequest: Amount;
    wirePerDay: Amount;
    roundTripsPerRequest: Amount;
    roundTripsPerDay: Amount;
    billablePerRequest: Amount;
    billablePerDay: Amount;
    /**
     * Bytes of commands and replies, as RESP without TLS: computed from key names, fields and typical values. `null`: unknown, as
     * for the figures of a document.
     */
    traffic: Record<'perRequest' | 'perDay', { sent: Amount; received: Amount }> | null;
  };
  /** Commands a day that each 1,000 keys add, if their number is unknown; `null`: nothing is missing. Also among the warnings. */
  leftOut: number | null;
  advice: Advice[];
  sources: SourceLoad[];
  families: FamilyLoad[];
  grains: GroupLoad[];
  dimensions: GroupLoad[];
  switches: SwitchLoad[];
  scenarios: ScenarioRow[];
  billing: BillingRow[];
  breakEven: BreakEvenRow[];
  /** The document's figures for the same load; `null`: no document. */
  documented: {
    profile: string;
    perRequest: Amount;
    perDay: Amount;
    sources: { id: string; perRequest: Amount; perDay: Amount }[];
    /** Its figures for its own example, with the sum of its parts. */
    figures: { id: string; title: string; perDay: Amount; computed: Amount | null }[];
  } | null;
  figures: FigureRow[];
  releases: ReleaseLoad[];
  explain: { subject: string; kind: 'source' | 'family'; rows: ExplainRow[]; perRequest: Amount; perDay: Amount } | null;
}
