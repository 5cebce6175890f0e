import { MINUTE, type Calendar } from './calendar.js';
import { countersOf, type Counters } from './counters.js';
import { periodsAt, type Period } from './periods.js';
import type { Request } from './traffic.js';

/** A request with everything that its records need. */
export interface Posting {
  request: Request;
  at: number;
  /** The text of each placeholder in the keys that it affects. */
  values: Values;
  counters: Counters;
  periods: readonly Period[];
  /** Members of index sets: API key with model, and account with model. */
  keyModel: string;
  accountModel: string;
}

type Values = Record<'keyId' | 'accountId' | 'model' | 'hour' | 'date' | 'month' | 'period' | 'minute', string>;

/** `end`: writes that have expired by then are skipped. */
export function postingOf(request: Request, calendar: Calendar, end: number): Posting {
  const { at, apiKey, account, model } = request;
  const values = {
    keyId: apiKey.id,
    accountId: account.id,
    model,
    hour: calendar.hour(at),
    date: calendar.date(at),
    month: calendar.month(at),
    period: calendar.weekStart(at),
    minute: String(Math.floor(at / MINUTE)),
  };
  const [keyModel, accountModel] = [`${apiKey.id}:${model}`, `${account.id}:${model}`];
  return { request, at, values, counters: countersOf(request), periods: periodsAt(at, end), keyModel, accountModel };
}
