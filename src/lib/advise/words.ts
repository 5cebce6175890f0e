/** What is said of a remedy, as data; the sentences are in report/messages. */
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
  /** Words of an estimate. */
  text: { text: string };
}

export interface RemedyRisks {
  plan: Nothing;
  archived: { keys: number };
  'archived-at-most': { keys: number };
  /** `breaks`: a sentence of the profile. */
  restart: { breaks: string };
  'change-code': Nothing;
  /** Words of an estimate. */
  text: { text: string };
}

export interface RemedyLasts {
  /** Seconds after which there are as many again; `null`: unknown. */
  'written-again': { seconds: number | null };
  'lists-grow': Nothing;
}

export interface RemedyLosses {
  /** Sentences of the profile, or of an estimate. */
  text: { text: string };
  screens: { screens: readonly string[] };
}

export type RemedyTitle = Message<RemedyTitles>;
export type RemedyRisk = Message<RemedyRisks>;
export type RemedyLast = Message<RemedyLasts>;
export type RemedyLoss = Message<RemedyLosses>;
