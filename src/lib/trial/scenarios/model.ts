import type { Amount, Count } from '../../format/json-types.js';
import type { Latency } from '../model.js';

export interface ScenarioSettings {
  /** `claude-relay-service`, or the path of a profile's file. */
  profile: string;
  release: string;
  requests: Count;
  /** Requests a second. */
  perSecond: Amount;
  /** Requests under way at once, at most. */
  concurrency: Count;
  apiKeys: Count;
  accounts: Count;
  models: Count;
  /** Added to the round trip of this machine. */
  roundTripMs: Amount;
}

/**
 * `now`: command by command, as the application does it. `switch`, `switches`, `statistics`: the same with one switch off, with all
 * of fine-grained statistics, with the one that removes most. `script`: one script a request. `buffer`: summed in memory.
 */
export type ScenarioKind = 'now' | 'switch' | 'switches' | 'script' | 'buffer' | 'statistics';

/** One way to record requests. */
export interface RecordingScenario {
  /** Its kind; of one switch the variable; of a buffer also the interval. */
  id: string;
  kind: ScenarioKind;
  /** The variables of the switches that are off. */
  switches: readonly string[];
  /** Ms from the first request in memory until all are written; `null`: none is kept. */
  flushMs: Amount | null;
}

/** What recording one request comes to; means. */
export interface RecordingLoad {
  /** Commands on the wire, a script as one. */
  sent: Amount;
  /** Commands as the server counts them, a script and what it calls. */
  commands: Amount;
  /** How often something waits for the server. */
  roundTrips: Amount;
  /** In both directions, as RESP without TLS. */
  bytes: Amount;
}

export interface ScenarioTrial extends RecordingScenario {
  measured: RecordingLoad & {
    /** Microseconds of the server's CPU. */
    serverMicroseconds: Amount;
  };
  /** What `meter estimate` computes for the same load; a buffer's interval is at most the load's length. */
  computed: RecordingLoad;
  /** What the document says that it saves, as shares; `null`: nothing. */
  claim: { least: Amount; most: Amount; of: 'commands' | 'round-trips' } | null;
  requests: Count;
  /** Requests whose recording was not acknowledged. */
  failed: Count;
  /** From the time at which a request was due until it was acknowledged; `null`: none was. */
  latency: Latency | null;
  /** Requests that the statistics of API keys hold afterwards. */
  recorded: Count;
  /** As the server counts them, the most frequent first. */
  byCommand: readonly { command: string; perRequest: Amount }[];
}

/** The recording process was killed when half of the requests were acknowledged. */
export interface KilledTrial extends RecordingScenario {
  /** Requests that had ended by then. */
  handedOver: Count;
  acknowledged: Count;
  /** What Redis holds of them: in the statistics of API keys, and in the costs that limits are held against. */
  recorded: { requests: Count; usd: Amount };
  lost: {
    /** Requests that are in no statistics. */
    requests: Count;
    /** What these cost. */
    usdOfRequests: Amount;
    /** Costs that limits do not see. */
    usd: Amount;
  };
}

export interface TrialScenariosData {
  server: { version: string };
  settings: ScenarioSettings;
  /** The round trip that the proxy gave, ms: the median of PINGs. */
  roundTripMs: Amount;
  scenarios: readonly ScenarioTrial[];
  killed: readonly KilledTrial[];
  /** False: it was interrupted, and scenarios are missing. */
  complete: boolean;
}
