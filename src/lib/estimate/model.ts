/** What `meter estimate` tells, as data. Commands are means; a month is 30 days; money is US dollars. */
import type { Evidence } from '../profile/operations.js';

/** Commands that travel, waits for the server, and commands that the chosen provider charges for. */
export interface LoadColumns {
  /** Commands that travel, with each request and in a day. */
  perRequest: number;
  perDay: number;
  roundTripsPerRequest: number;
  roundTripsPerDay: number;
  billablePerRequest: number;
  billablePerDay: number;
}

export interface SourceLoad extends LoadColumns {
  id: string;
  /** False for what happens without requests. */
  withRequests: boolean;
  /** The document's own figures for the same load; `null` where it has none. */
  documented: { perRequest: number; perDay: number } | null;
}

export interface GroupLoad extends Omit<LoadColumns, 'roundTripsPerRequest' | 'roundTripsPerDay'> {
  /** `null` for commands that name no key, or that belong to no group. */
  id: string | null;
}

export interface FamilyLoad extends GroupLoad {
  pattern: string | null;
}

/** Commands that travel: `overlap` by the switch alone, `marginal` on top of the switches before it, `left` after those and it. */
export interface SwitchFigures {
  marginal: number;
  overlap: number;
  left: number;
  marginalPerDay: number;
  overlapPerDay: number;
  leftPerDay: number;
}

export interface SwitchLoad extends SwitchFigures {
  env: string;
  title: string;
  off: string;
  /** As deployed or tried out; `null`: at its default. */
  value: string | null;
  /** Whether the application looks at it; `null` where that cannot be told. */
  reads: boolean | null;
  readsBecause: string;
  otherReading: (SwitchFigures & { title: string }) | null;
  breaks: string;
  dark: string[];
}

export interface ScenarioRow {
  id: string;
  title: string;
  effort: string;
  wirePerRequest: number;
  wirePerDay: number;
  /** Of them, those that come without requests. */
  jobsPerDay: number;
  roundTripsPerDay: number;
  billablePerDay: number;
  /** Under the provider's plan that charges by the command, or under the plan that the scenario is about; `null`: price not known. */
  monthlyCost: number | null;
  /** The plan of the provider that costs least under this load. */
  cheapest: { plan: string; monthlyCost: number } | null;
  /** Days until the quota of the free plan is used up; `null`: it lasts, or there is none. */
  quotaDays: number | null;
  loses: string[];
  /** Seconds of statistics that a crash takes away. */
  lossSeconds: number | null;
}

export interface BillingRow {
  provider: string;
  providerTitle: string;
  plan: string;
  title: string;
  monthlyCost: number | null;
  fits: boolean;
  tooMuch: string | null;
  quotaDays: number | null;
  /** What is included in a month; `null`: commands are not counted. */
  included: number | null;
  /** Counted as this provider counts; `null`: it does not count. */
  billablePerDay: number | null;
  unit: string | null;
  /** True where a command may cost more units than one, so that the bill may be higher. */
  atLeast: boolean;
  asOf: string | null;
  source: string;
  note: string | null;
}

export interface BreakEvenRow {
  fixed: string;
  metered: string;
  billablePerDay: number;
  requestsPerDay: number | null;
}

/** A figure that was measured, or that a document states, beside what the events add up to in the same case. */
export interface FigureRow {
  id: string;
  title: string;
  per: 'request' | 'day' | 'call';
  commands: number;
  computed: number | null;
  /** True where it is about a whole request in the case that is estimated. */
  sameCase: boolean;
  /** Commands found that the events do not explain, where that is known. */
  unexplained: number;
  evidence: Evidence;
  from: string;
}

export interface ReleaseLoad {
  from: string;
  to: string | null;
  sources: { id: string; perRequest: number }[];
  recorded: number;
  /** True where the estimate is for one of these releases. */
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
  /** Each time the event happens, as a mean. */
  count: number;
  /** How often the event happens with a request; `null`: without requests. */
  timesPerRequest: number | null;
  timesPerDay: number;
  perRequest: number | null;
  perDay: number;
  inScript: boolean;
  evidence: Evidence;
  from: string;
}

export interface EstimateData {
  workload: {
    requestsPerDay: number;
    accounts: number;
    models: number;
    apiKeys: number;
    keys: number;
    dataBytes: number | null;
    /** Shares of requests that differ from what is usual. */
    shares: Record<string, number>;
    /** Where keys, API keys, accounts and models come from. */
    from: string | null;
    /** True where only the number of keys comes from there. */
    keysOnly: boolean;
    daysPerMonth: number;
  };
  profile: {
    name: string;
    title: string;
    /** The release, or the variant such as `documented`; `null`: the profile has no releases. */
    version: string | null;
    /** Those that the data show; `null`: one was named, or nothing was looked at. */
    releases: { from: string | null; to: string | null } | null;
    newest: string | null;
  };
  /** Switches away from their defaults: as deployed, and as tried out. */
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
    wirePerRequest: number;
    wirePerDay: number;
    roundTripsPerRequest: number;
    roundTripsPerDay: number;
    billablePerRequest: number;
    billablePerDay: number;
    /**
     * Bytes of commands and of replies, as RESP without TLS: computed from key names, fields and typical values. `null`: not known, as for
     * the figures of a document.
     */
    traffic: Record<'perRequest' | 'perDay', { sent: number; received: number }> | null;
  };
  /** What the figures lack and how to give it, a few sentences; `null`: nothing. Among the warnings, too. */
  leftOut: string | null;
  advice: string[];
  sources: SourceLoad[];
  families: FamilyLoad[];
  grains: GroupLoad[];
  dimensions: GroupLoad[];
  switches: SwitchLoad[];
  scenarios: ScenarioRow[];
  billing: BillingRow[];
  breakEven: BreakEvenRow[];
  /** What the document says for the same load; `null` where there is no document. */
  documented: {
    profile: string;
    perRequest: number;
    perDay: number;
    sources: { id: string; perRequest: number; perDay: number }[];
    /** Its statements for its own example, beside what its own parts add up to there. */
    figures: { id: string; title: string; perDay: number; computed: number | null }[];
  } | null;
  figures: FigureRow[];
  releases: ReleaseLoad[];
  explain: { subject: string; kind: 'source' | 'family'; rows: ExplainRow[]; perRequest: number; perDay: number } | null;
}
