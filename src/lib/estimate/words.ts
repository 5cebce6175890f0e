/** What an estimate says of remedies and plans, as data; the sentences are in report/messages. */
import type { Message } from '../format/message.js';

export interface ScenarioTitles {
  'as-it-is': Record<never, never>;
  'as-deployed': Record<never, never>;
  /** `settings`: such as `NAME=value`. */
  tried: { settings: string[] };
  'fine-off': Record<never, never>;
  script: Record<never, never>;
  buffer: { seconds: number };
  /** `title`: that of the switch in the profile. */
  'switch-off': { title: string };
  'fewer-keys': { keys: number };
  'longer-intervals': Record<never, never>;
  'shorter-lists': Record<never, never>;
  'another-plan': Record<never, never>;
  plan: { plan: string };
}

export type ScenarioTitle = Message<ScenarioTitles>;

export interface ScenarioLosses {
  /** A sentence of the profile. */
  text: { text: string };
  dark: { screens: string[] };
  'jobs-not-counted': Record<never, never>;
  /** Commands a day that jobs save once `expired` of the keys have expired. */
  'jobs-save': { commands: number; expired: number; keys: number };
  pruned: Record<never, never>;
  crash: { seconds: number };
  'costs-at-once': Record<never, never>;
  'even-requests': Record<never, never>;
}

export type ScenarioLoss = Message<ScenarioLosses>;

/** `bytes`: the largest data that the plan takes, if those of the load are unknown; `null`: they fit, or there is no limit. */
interface Fitting {
  provider: string;
  plan: string;
  bytes: number | null;
}

export interface EstimateAdvice {
  'not-by-command': { id: string; provider: string; plans: { id: string; title: string }[] };
  'no-plan': { provider: string };
  /** Commands a month. */
  included: Fitting & { commands: number; included: number };
  /** `fixed`: US dollars a month of the cheapest fixed plan; `null`: none is known. */
  metered: { plan: string; dollars: number | null; fixed: number | null };
  /** `traffic`: bytes a month that the plan includes, and that the load takes; `null`: no limit, or unknown. */
  'change-plan': Fitting & {
    dollars: number | null;
    traffic: { included: number; taken: number } | null;
    metered: string;
    meteredDollars: number | null;
  };
  'none-cheaper': Record<never, never>;
  cheaper: { remedies: { title: ScenarioTitle; dollars: number; plan: string }[] };
  /** `requests`: how many a day the plan is enough for; `null`: jobs alone use it up. */
  quota: { plan: string; included: number; seconds: number; requests: number | null };
}

export type Advice = Message<EstimateAdvice>;
