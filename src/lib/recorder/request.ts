/** A request as the application hands it over, checked and completed. */
import type { FinishedRequest, RequestMeta } from '../profile/recording.js';
import { RecorderError } from './failure.js';

/** Tokens are whole numbers, costs USD, both from 0 on. What is left out is 0. */
export interface RecordedRequest {
  apiKey: string;
  /** Id of the account that served it. */
  account?: string | null;
  /** As the application names it, such as `claude-official`: it decides whether the cost counts towards weekly limits. */
  accountType?: string | null;
  /** As it was asked for; keys get the name that the application makes of it. Default: `unknown`. */
  model?: string;
  inputTokens?: number;
  outputTokens?: number;
  cacheCreateTokens?: number;
  cacheReadTokens?: number;
  /** Of the tokens written to the cache, those kept for 5 minutes, and those kept for an hour. */
  cache5mTokens?: number;
  cache1hTokens?: number;
  /** What the API key pays. Default: the real cost. */
  cost?: number;
  /** The list price. Default: the cost. */
  realCost?: number;
  longContext?: boolean;
  /** False: the route reports no details. Default: true. */
  details?: boolean;
  /** False: the API key was deleted meanwhile, so that its account gets no statistics. Default: true. */
  keyExists?: boolean;
  /** True: the API key has a rate window, whose counters count the request. Default: false. */
  rateWindow?: boolean;
  /** When the week of the API key begins: 1 (Monday) to 7, and the hour. Default: Monday at 0. */
  weeklyReset?: { day: number; hour: number };
  /** When it ended, in ms since the epoch: periods are those of this time. Default: now. */
  at?: number;
  /**
   * Names the request in the modes `script` and `buffered`: the same id is recorded once, however often it is handed over. Default:
   * a random one.
   */
  requestId?: string;
  meta?: RequestMeta;
}

const LONGEST = 512;
const MONDAY = { day: 1, hour: 0 };

/** `detailHours`: for how long requests are kept in detail; `null`: not at all. Throws a RecorderError (`input`). */
export function finished(request: RecordedRequest, now: () => number, detailHours: number | null = null): FinishedRequest {
  const { account = null, accountType = null, model = 'unknown', weeklyReset = MONDAY, at = now(), meta = {} } = request;
  named('apiKey', request.apiKey);
  if (account !== null) named('account', account);
  if (typeof model !== 'string' || model.length > LONGEST) throw input(`model is a text of up to ${LONGEST} characters.`);
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) throw input('at is a time in ms since the epoch.');
  const { day, hour } = weeklyReset;
  if (!isWithin(day, 1, 7) || !isWithin(hour, 0, 23)) throw input('weeklyReset has a day from 1 to 7 and an hour from 0 to 23.');
  const cost = usd('cost', request.cost ?? request.realCost ?? 0);
  return {
    apiKey: request.apiKey,
    account,
    accountType,
    model,
    inputTokens: tokens('inputTokens', request.inputTokens),
    outputTokens: tokens('outputTokens', request.outputTokens),
    cacheCreateTokens: tokens('cacheCreateTokens', request.cacheCreateTokens),
    cacheReadTokens: tokens('cacheReadTokens', request.cacheReadTokens),
    cache5mTokens: tokens('cache5mTokens', request.cache5mTokens),
    cache1hTokens: tokens('cache1hTokens', request.cache1hTokens),
    cost,
    realCost: usd('realCost', request.realCost ?? cost),
    longContext: request.longContext ?? false,
    details: request.details ?? true,
    keyExists: request.keyExists ?? true,
    weeklyReset,
    rateWindow: request.rateWindow ?? false,
    detailSeconds: detailHours === null ? null : 3_600 * detailHours,
    detailId: meta.requestId || detailIdAt(at),
    at,
    meta,
  };
}

/** As the application names a request that has no id. */
const detailIdAt = (at: number): string => `rd_${at}_${Math.random().toString(36).slice(2, 10)}`;

const input = (message: string): RecorderError => new RecorderError('input', message);

const isWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** A colon would make it part of another name. */
function named(member: string, value: string): void {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST || value.includes(':'))
    throw input(`${member} is a text of 1 to ${LONGEST} characters without a colon.`);
}

/** The sum of four of them must be exact too. */
const MOST_TOKENS = Number.MAX_SAFE_INTEGER / 8;

function tokens(member: string, value = 0): number {
  if (Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS) return value;
  throw input(`${member} is a whole number from 0 to ${MOST_TOKENS}.`);
}

function usd(member: string, value: number): number {
  // A micro-dollar counter takes a whole number.
  if (Number.isFinite(value) && value >= 0 && value * 1e6 <= Number.MAX_SAFE_INTEGER) return value;
  throw input(`${member} is a number of USD from 0 on.`);
}
