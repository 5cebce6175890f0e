/** What an application records of a finished request, for writes that a recorder can send itself. */
import type { Metric } from './figures.js';
import type { Family } from './types.js';

/** A finished request, checked and complete. */
export interface FinishedRequest {
  apiKey: string;
  /** Id of the account that served it; `null`: none is known. */
  account: string | null;
  accountType: string | null;
  /** As the application was asked for it. */
  model: string;
  inputTokens: number;
  outputTokens: number;
  cacheCreateTokens: number;
  cacheReadTokens: number;
  /** Of the tokens written to the cache, those kept for 5 minutes, and those kept for an hour. */
  cache5mTokens: number;
  cache1hTokens: number;
  /** USD that the API key pays. */
  cost: number;
  /** USD at list price. */
  realCost: number;
  /** The request counts as one with a long context. */
  longContext: boolean;
  /** False: the route reports no details, such as cached tokens by TTL. */
  details: boolean;
  /** False: the API key was deleted meanwhile. */
  keyExists: boolean;
  /** When the week of the API key begins: 1 (Monday) to 7, and the hour. */
  weeklyReset: { day: number; hour: number };
  /** The API key has a rate window: its counters count the request. */
  rateWindow: boolean;
  /** Seconds for which the request is kept in detail; `null`: it is not. */
  detailSeconds: number | null;
  /** Names it among those. */
  detailId: string;
  /** When it ended, in ms since the epoch. */
  at: number;
  /** What is kept of it in lists and events alone. */
  meta: RequestMeta;
}

/** All of them are optional, and go into lists of requests and events unchanged. */
export interface RequestMeta {
  requestId?: string;
  endpoint?: string;
  method?: string;
  statusCode?: number;
  stream?: boolean;
  durationMs?: number;
  /** Ms since the epoch. */
  startedAt?: number;
  /** USD by kind of tokens, at list price. */
  costBreakdown?: Readonly<Record<string, number>>;
  pricingSource?: string;
  usedFallbackPricing?: boolean;
  /** Name of the API key, and the user it belongs to. */
  keyName?: string;
  userId?: string;
}

/** What a counter counts. `core-tokens`: input and output, without cached tokens. */
export type Amount = Metric | 'core-tokens';

/** Whole numbers; `cost` and `real-cost` are in USD. */
export type Amounts = Readonly<Record<Amount, number>>;

/** What a write may need beyond the family and the amounts. */
export interface WriteContext {
  request: FinishedRequest;
  amounts: Amounts;
  release: string;
  family: Family;
}

/** Names in keys and members, by dimension, or by placeholder if it has none; `null`: the request has none. */
export type EntityNames = Readonly<Record<string, (request: FinishedRequest) => string | null>>;
