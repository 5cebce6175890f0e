/** What is said of a remedy, as data; the sentences are in report/messages. */
import type { ScenarioLoss, ScenarioTitle } from '../estimate/words.js';
import type { Message } from '../format/message.js';

type Nothing = Record<never, never>;

export interface RemedyTitles {
  plan: { plan: string; dollarsPerMonth: number };
  'remove-hours': Nothing;
  'remove-orphans': Nothing;
  'expire-leaked': Nothing;
  'remove-legacy': Nothing;
  /** Elements that stay in each list. */
  'trim-records': { kept: number };
  'sum-hours': Nothing;
  'sum-days': Nothing;
  /** `isCertain`: the release reads it. */
  'set-switch': { env: string; value: string; isCertain: boolean };
  /** A remedy of an estimate. */
  scenario: { title: ScenarioTitle };
}

export interface RemedyRisks {
  plan: Nothing;
  archived: { keys: number };
  'archived-at-most': { keys: number };
  /** `breaks`: a sentence of the profile. */
  restart: { breaks: string };
  'change-code': Nothing;
  /** What an estimate says that a remedy loses. */
  scenario: { loss: ScenarioLoss };
}

export interface RemedyLasts {
  /** Seconds after which there are as many again; `null`: unknown. */
  'written-again': { seconds: number | null };
  'lists-grow': Nothing;
}

export interface RemedyLosses {
  /** A sentence of the profile. */
  text: { text: string };
  /** What an estimate says that a remedy loses. */
  scenario: { loss: ScenarioLoss };
  screens: { screens: readonly string[] };
}

export type RemedyTitle = Message<RemedyTitles>;
export type RemedyRisk = Message<RemedyRisks>;
export type RemedyLast = Message<RemedyLasts>;
export type RemedyLoss = Message<RemedyLosses>;
